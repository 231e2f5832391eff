//go:build linux && cgo && !gnustep

package gtkloop

/*
#include <webkit2/webkit2.h>

typedef struct {
	GMutex lock;
	GCond changed;
	gboolean held, released;
} Hold;

static gboolean run_hold(gpointer data) {
	Hold *h = data;
	g_mutex_lock(&h->lock);
	h->held = TRUE;
	g_cond_signal(&h->changed);
	while (!h->released)
		g_cond_wait(&h->changed, &h->lock);
	g_mutex_unlock(&h->lock);
	g_free(h);
	return G_SOURCE_REMOVE;
}

// hook calls on for each signal of this name that a web view emits, until on returns FALSE.
static void hook(const char *signal, GSignalEmissionHook on, gpointer data) {
	gpointer class = g_type_class_ref(WEBKIT_TYPE_WEB_VIEW);
	g_signal_add_emission_hook(g_signal_lookup(signal, WEBKIT_TYPE_WEB_VIEW), 0, on, data, NULL);
	g_type_class_unref(class);
}

static gboolean on_decision(GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data) {
	(void)hint;
	(void)n;
	if (g_value_get_enum(&values[2]) != WEBKIT_POLICY_DECISION_TYPE_RESPONSE)
		return TRUE;
	g_idle_add_full(G_PRIORITY_HIGH, run_hold, data, NULL);
	return FALSE;
}

static gboolean run_install(gpointer hold) {
	hook("decide-policy", on_decision, hold);
	return G_SOURCE_REMOVE;
}

static Hold *install(void) {
	Hold *h = g_new0(Hold, 1);
	g_idle_add_full(G_PRIORITY_DEFAULT, run_install, h, NULL);
	return h;
}

static Hold *hold(void) {
	Hold *h = g_new0(Hold, 1);
	g_idle_add_full(G_PRIORITY_HIGH, run_hold, h, NULL);
	g_mutex_lock(&h->lock);
	while (!h->held)
		g_cond_wait(&h->changed, &h->lock);
	g_mutex_unlock(&h->lock);
	return h;
}

// Late is the word of a load that is held back.
typedef struct {
	WebKitWebView *view;
	WebKitWebResource *resource;
	WebKitURIRequest *request;
	guint signal;
	gulong handler;
	gboolean lost; // it never comes
} Late;

static gboolean tell(gpointer data) {
	Late *l = data;
	g_signal_handler_unblock(l->view, l->handler);
	if (!l->lost)
		g_signal_emit(l->view, l->signal, 0, l->resource, l->request);
	g_object_unref(l->view);
	g_object_unref(l->resource);
	g_object_unref(l->request);
	g_free(l);
	return G_SOURCE_REMOVE;
}

static gboolean on_load(GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data) {
	(void)n;
	if (g_value_get_object(&values[1]) != webkit_web_view_get_main_resource(g_value_get_object(&values[0])))
		return TRUE;
	Late *l = g_new(Late, 1);
	*l = (Late){g_value_dup_object(&values[0]), g_value_dup_object(&values[1]), g_value_dup_object(&values[2]), hint->signal_id, 0, data == NULL};
	l->handler = g_signal_handler_find(l->view, G_SIGNAL_MATCH_ID, l->signal, 0, NULL, NULL, NULL);
	g_signal_handler_block(l->view, l->handler);
	g_timeout_add(GPOINTER_TO_UINT(data), tell, l);
	return FALSE; // once
}

static gboolean run_late(gpointer ms) {
	hook("resource-load-started", on_load, ms);
	return G_SOURCE_REMOVE;
}

// delay_load has the word come never if ms is 0.
static void delay_load(guint ms) { g_idle_add_full(G_PRIORITY_DEFAULT, run_late, GUINT_TO_POINTER(ms), NULL); }

static gboolean cancel(gpointer request) {
	webkit_authentication_request_cancel(request);
	return G_SOURCE_REMOVE;
}

static gboolean on_challenge(GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data) {
	(void)hint;
	(void)n;
	(void)data;
	g_idle_add_full(G_PRIORITY_HIGH, cancel, g_value_dup_object(&values[1]), g_object_unref);
	return FALSE; // once
}

static gboolean run_cancel(gpointer data) {
	hook("authenticate", on_challenge, data);
	return G_SOURCE_REMOVE;
}

static void cancel_challenge(void) {
	delay_load(0);
	g_idle_add_full(G_PRIORITY_DEFAULT, run_cancel, NULL, NULL);
}

static gboolean on_failure(GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data) {
	(void)hint;
	(void)n;
	(void)data;
	GError *error = g_value_get_boxed(&values[3]);
	error->domain = G_IO_ERROR;
	error->code = G_IO_ERROR_CANCELLED;
	return FALSE; // once
}

static gboolean run_lose(gpointer data) {
	hook("load-failed", on_failure, data);
	return G_SOURCE_REMOVE;
}

static void lose_load(void) { g_idle_add_full(G_PRIORITY_DEFAULT, run_lose, NULL, NULL); }

static void release(Hold *h) {
	g_mutex_lock(&h->lock);
	h->released = TRUE;
	g_cond_signal(&h->changed);
	g_mutex_unlock(&h->lock);
}
*/
import "C"

import "time"

// HoldAfterResponse stops the main loop as soon as the next response of a page has been accepted. Meanwhile that page goes on in its
// own process, and what it says waits. The function that HoldAfterResponse returns has the main loop go on. Call it once.
func HoldAfterResponse() (release func()) {
	h := C.install()
	return func() { C.release(h) }
}

// Hold stops the main loop, and returns when it stands still. The function that Hold returns has it go on. Call it once.
func Hold() (release func()) {
	h := C.hold()
	return func() { C.release(h) }
}

// DelayLoad has word of the next load of a page come late, as on a busy machine: the page's own process tells of it, and the server's
// answer comes by way of another one.
func DelayLoad(by time.Duration) { C.delay_load(C.guint(by.Milliseconds())) }

// CancelChallenge cancels the next challenge of a server as soon as the window has it, as WebKit does when the challenge comes before
// word of its load. That word never comes.
func CancelChallenge() { C.cancel_challenge() }

// LoseLoad has the next load that fails say that it was cancelled, as WebKit sometimes says of a host with a bad certificate.
func LoseLoad() { C.lose_load() }
