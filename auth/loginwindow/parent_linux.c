//go:build cgo && !gnustep

// The app's own window. A login window is over it, belongs to it, and has its icon. The package finds it by itself: it is a window
// of this process that is none of the package's own.

#include "window_linux.h"

// rank says how likely a toplevel is the app's window in front of which the user sits; 0 is none.
static int rank(GtkWidget *window) {
	if (!GTK_IS_WINDOW(window) || GTK_IS_OFFSCREEN_WINDOW(window) || g_object_get_data(G_OBJECT(window), LW_OWN) ||
		gtk_window_get_window_type(GTK_WINDOW(window)) != GTK_WINDOW_TOPLEVEL ||
		gtk_window_get_type_hint(GTK_WINDOW(window)) != GDK_WINDOW_TYPE_HINT_NORMAL)
		return 0;
	return 1 + gtk_widget_get_mapped(window) + gtk_window_is_active(GTK_WINDOW(window));
}

static GtkWindow *app_window(void) {
	GtkWidget *best = NULL;
	GList *all = gtk_window_list_toplevels();
	for (GList *i = all; i; i = i->next)
		if (rank(i->data) > (best ? rank(best) : 0))
			best = i->data;
	g_list_free(all);
	return best ? GTK_WINDOW(best) : NULL;
}

// is_seen reports whether a window is on the screen. Many desktops hide a window that belongs to a hidden one.
static gboolean is_seen(GtkWindow *window) {
	GdkWindow *native = gtk_widget_get_window(GTK_WIDGET(window));
	return native && gtk_widget_get_mapped(GTK_WIDGET(window)) && !(gdk_window_get_state(native) & GDK_WINDOW_STATE_ICONIFIED);
}

void lw_take_icon(LoginWindow *w) {
	GtkWindow *app = app_window(), *window = GTK_WINDOW(w->window);
	GList *icons = app ? gtk_window_get_icon_list(app) : NULL;
	if (icons)
		gtk_window_set_icon_list(window, icons);
	else if (app && gtk_window_get_icon_name(app))
		gtk_window_set_icon_name(window, gtk_window_get_icon_name(app));
	g_list_free(icons);
}

// lw_put_over makes a window belong to another one, and puts it over the middle of that, within what the desktop's panels leave of
// the monitor. The frame around the window is taken to be like that around the other one.
void lw_put_over(LoginWindow *w, GtkWindow *other) {
	GtkWindow *window = GTK_WINDOW(w->window);
	GdkWindow *native = gtk_widget_get_window(GTK_WIDGET(other));
	GdkRectangle over, area;
	int width, height;
	gdk_window_get_frame_extents(native, &over);
	gdk_monitor_get_workarea(gdk_display_get_monitor_at_window(gdk_window_get_display(native), native), &area);
	gtk_window_get_default_size(window, &width, &height);
	int frame_width = over.width - gdk_window_get_width(native), frame_height = over.height - gdk_window_get_height(native);
	width = MIN(width, area.width - frame_width);
	height = MIN(height, area.height - frame_height);
	int x = over.x + (over.width - width - frame_width) / 2, y = over.y + (over.height - height - frame_height) / 2;
	gtk_window_set_transient_for(window, other);
	gtk_window_set_default_size(window, width, height);
	gtk_window_set_position(window, GTK_WIN_POS_NONE);
	gtk_window_move(window, CLAMP(x, area.x, area.x + area.width - width - frame_width),
		CLAMP(y, area.y, area.y + area.height - height - frame_height));
}

void lw_put_over_app(LoginWindow *w) {
	GtkWindow *app = app_window();
	if (app && is_seen(app))
		lw_put_over(w, app);
}
