//go:build linux && cgo && !gnustep

package gtkloop

/*
#include <gtk/gtk.h>

static gint text_views;
static void (*constructed)(GObject *object);

static void gone(gpointer data, GObject *object) {
	(void)data;
	(void)object;
	g_atomic_int_dec_and_test(&text_views);
}

static void count(GObject *object) {
	constructed(object);
	g_atomic_int_inc(&text_views);
	g_object_weak_ref(object, gone, NULL);
}

static gboolean begin(gpointer data) {
	(void)data;
	GObjectClass *type = g_type_class_ref(GTK_TYPE_TEXT_VIEW);
	if (!constructed) {
		constructed = type->constructed;
		type->constructed = count;
	}
	g_type_class_unref(type);
	return G_SOURCE_REMOVE;
}

static void count_text_views(void) { g_idle_add_full(G_PRIORITY_HIGH, begin, NULL, NULL); }

static int count_of_text_views(void) { return g_atomic_int_get(&text_views); }
*/
import "C"

// CountTextViews counts GTK's text views from now on. WebKit makes one for each web view.
func CountTextViews() { C.count_text_views() }

// TextViews returns how many of the counted ones are there.
func TextViews() int { return int(C.count_of_text_views()) }
