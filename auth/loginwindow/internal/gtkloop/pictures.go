//go:build linux && cgo && !gnustep

package gtkloop

/*
#cgo LDFLAGS: -ldl

#define _GNU_SOURCE
#include <dlfcn.h>
#include <webkit2/webkit2.h>

typedef struct {
	GAsyncReadyCallback done;
	gpointer data;
	WebKitWebView *view;
	GAsyncResult *result;
} Picture;

static gint holding, asked, held;
static GQueue pictures = G_QUEUE_INIT; // of the main thread

static void deliver(Picture *p) {
	p->done(G_OBJECT(p->view), p->result, p->data);
	g_object_unref(p->view);
	g_object_unref(p->result);
	g_free(p);
}

static void on_picture(GObject *view, GAsyncResult *result, gpointer data) {
	Picture *p = data;
	p->view = g_object_ref(WEBKIT_WEB_VIEW(view));
	p->result = g_object_ref(result);
	if (!g_atomic_int_get(&holding)) {
		deliver(p);
		return;
	}
	g_queue_push_tail(&pictures, p);
	g_atomic_int_inc(&held);
}

typedef void (*Take)(WebKitWebView *, WebKitSnapshotRegion, WebKitSnapshotOptions, GCancellable *, GAsyncReadyCallback, gpointer);

// This takes the place of WebKit's function in a test.
void webkit_web_view_get_snapshot(WebKitWebView *view, WebKitSnapshotRegion region, WebKitSnapshotOptions options,
	GCancellable *cancellable, GAsyncReadyCallback done, gpointer data) {
	static Take take;
	if (!take)
		take = (Take)dlsym(RTLD_NEXT, "webkit_web_view_get_snapshot");
	Picture *p = g_new0(Picture, 1);
	*p = (Picture){done, data, NULL, NULL};
	g_atomic_int_inc(&asked);
	take(view, region, options, cancellable, on_picture, p);
}

static gboolean run_deliver(gpointer data) {
	(void)data;
	g_atomic_int_set(&holding, FALSE);
	for (Picture *p = g_queue_pop_head(&pictures); p; p = g_queue_pop_head(&pictures))
		deliver(p);
	return G_SOURCE_REMOVE;
}

static void hold_pictures(void) {
	g_atomic_int_set(&asked, 0);
	g_atomic_int_set(&held, 0);
	g_atomic_int_set(&holding, TRUE);
}

static void post_deliver(void) { g_idle_add_full(G_PRIORITY_DEFAULT, run_deliver, NULL, NULL); }

static int count_asked(void) { return g_atomic_int_get(&asked); }
static int count_held(void) { return g_atomic_int_get(&held); }
*/
import "C"

// HoldPictures holds back the pictures that windows take of their pages, until DeliverPictures.
func HoldPictures() { C.hold_pictures() }

// DeliverPictures delivers the pictures that are held back, the oldest first, and holds back no more.
func DeliverPictures() {
	C.post_deliver()
	Seen() // comes after that
}

// Pictures returns how many pictures were asked for since HoldPictures, and how many of them were held back.
func Pictures() (asked, held int) { return int(C.count_asked()), int(C.count_held()) }
