// Brings the window to the front when the user has to look at it and the last click was in another program.

#include "guard_linux.h"

#ifdef GDK_WINDOWING_X11
#include <gdk/gdkx.h>
#endif

// now is the display's own time. With an older time, such as that of the last click in this app, a window manager refuses
// the focus, because the user has been in another program since.
static guint32 now(GtkWidget *window) {
#ifdef GDK_WINDOWING_X11
	GdkWindow *native = gtk_widget_get_window(window);
	if (native && GDK_IS_X11_WINDOW(native))
		return gdk_x11_get_server_time(native);
#endif
	return GDK_CURRENT_TIME;
}

static void on_active(GtkWindow *window, GParamSpec *property, gpointer data) {
	if (!gtk_window_is_active(window))
		return;
	gtk_window_set_urgency_hint(window, FALSE);
	g_signal_handlers_disconnect_by_func(window, on_active, data);
}

static gboolean present(gpointer data) {
	GtkWidget *window = guarded ? gtk_widget_get_toplevel(GTK_WIDGET(guarded)) : NULL;
	if (!window || !GTK_IS_WINDOW(window))
		return G_SOURCE_REMOVE;
	gtk_window_present_with_time(GTK_WINDOW(window), now(window));
	if (gtk_window_is_active(GTK_WINDOW(window)))
		return G_SOURCE_REMOVE;
	gtk_window_set_urgency_hint(GTK_WINDOW(window), TRUE);
	g_signal_handlers_disconnect_by_func(window, on_active, NULL);
	g_signal_connect(window, "notify::is-active", G_CALLBACK(on_active), NULL);
	return G_SOURCE_REMOVE;
}

// Wails shows the window with the same priority, so that the window is there when it is presented.
void mw_post_present(void) { g_idle_add(present, NULL); }
