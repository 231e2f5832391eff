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

static gboolean on_decision(GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data) {
	(void)hint;
	(void)n;
	if (g_value_get_enum(&values[2]) != WEBKIT_POLICY_DECISION_TYPE_RESPONSE)
		return TRUE;
	g_idle_add_full(G_PRIORITY_HIGH, run_hold, data, NULL);
	return FALSE;
}

static gboolean run_install(gpointer hold) {
	gpointer class = g_type_class_ref(WEBKIT_TYPE_WEB_VIEW);
	g_signal_add_emission_hook(g_signal_lookup("decide-policy", WEBKIT_TYPE_WEB_VIEW), 0, on_decision, hold, NULL);
	g_type_class_unref(class);
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

static void release(Hold *h) {
	g_mutex_lock(&h->lock);
	h->released = TRUE;
	g_cond_signal(&h->changed);
	g_mutex_unlock(&h->lock);
}
*/
import "C"

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
