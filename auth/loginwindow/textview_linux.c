//go:build cgo && !gnustep

// WebKitGTK makes a GtkTextView for each web view, which turns keys into commands for editing. WebKitGTK 2.50 for GTK 3 makes it a child
// of the view and never takes it away again, so that it stays for ever: about 20 KiB for every window. Here it goes with its view.

#include "window_linux.h"

static GtkWidget *child; // the text view that has got a parent latest

static gboolean on_parent_set(GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data) {
	(void)hint;
	(void)n;
	(void)data;
	GtkWidget *widget = g_value_get_object(values);
	if (GTK_IS_TEXT_VIEW(widget) && gtk_widget_get_parent(widget))
		child = widget;
	return TRUE;
}

static void on_view_destroyed(GtkWidget *view, gpointer text_view) {
	if (gtk_widget_get_parent(text_view) == view)
		gtk_widget_unparent(text_view);
}

// lw_bare_view makes a bare web view in a context, or one that is related to another view.
WebKitWebView *lw_bare_view(const char *property, gpointer value, WebKitSettings *settings, WebKitUserContentManager *content) {
	guint parent_set = g_signal_lookup("parent-set", GTK_TYPE_WIDGET);
	child = NULL;
	gulong hook = g_signal_add_emission_hook(parent_set, 0, on_parent_set, NULL, NULL);
	WebKitWebView *view = g_object_new(WEBKIT_TYPE_WEB_VIEW, "settings", settings, "user-content-manager", content, property, value, NULL);
	g_signal_remove_emission_hook(parent_set, hook);
	if (child && gtk_widget_get_parent(child) == GTK_WIDGET(view))
		g_signal_connect_object(view, "destroy", G_CALLBACK(on_view_destroyed), child, 0);
	return view;
}
