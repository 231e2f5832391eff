// Puts the window where it was in an earlier run, before it is on the screen, and tells from then on where it is, and whether the user
// is in it.

#include "guard_linux.h"

#ifdef GDK_WINDOWING_X11
#include <gdk/gdkx.h>
#endif

extern void mainwindowChoose(GdkRectangle *areas, int count, mw_place *place);
extern void mainwindowMoved(mw_place *place, gboolean fleeting);
extern void mainwindowActive(gboolean active);

#define MOST_SCREENS 16

// screens lists what the panels leave of each screen, the main screen first.
static int screens(GdkDisplay *display, GdkRectangle *areas) {
	int count = 0;
	GdkMonitor *primary = gdk_display_get_primary_monitor(display);
	if (primary)
		gdk_monitor_get_workarea(primary, &areas[count++]);
	for (int i = 0; i < gdk_display_get_n_monitors(display) && count < MOST_SCREENS; i++)
		if (gdk_display_get_monitor(display, i) != primary)
			gdk_monitor_get_workarea(gdk_display_get_monitor(display, i), &areas[count++]);
	return count;
}

static gboolean knows_position(GdkWindow *native) {
#ifdef GDK_WINDOWING_X11
	return GDK_IS_X11_WINDOW(native);
#else
	return FALSE;
#endif
}

static void tell(GtkWidget *window) {
	GdkWindow *native = gtk_widget_get_window(window);
	GdkWindowState state = gdk_window_get_state(native);
	GdkRectangle frame;
	if (state & GDK_WINDOW_STATE_WITHDRAWN)
		return;
	gdk_window_get_frame_extents(native, &frame);
	mw_place place = {frame.x, frame.y, gdk_window_get_width(native), gdk_window_get_height(native), 0, 0, knows_position(native),
		(state & GDK_WINDOW_STATE_MAXIMIZED) != 0};
	place.frame_width = frame.width - place.width;
	place.frame_height = frame.height - place.height;
	GdkWindowState parts = GDK_WINDOW_STATE_TILED | GDK_WINDOW_STATE_LEFT_TILED | GDK_WINDOW_STATE_RIGHT_TILED |
		GDK_WINDOW_STATE_TOP_TILED | GDK_WINDOW_STATE_BOTTOM_TILED;
	mainwindowMoved(&place, (state & (GDK_WINDOW_STATE_ICONIFIED | GDK_WINDOW_STATE_FULLSCREEN)) ||
		(!place.maximised && (state & parts)));
}

static gboolean on_change(GtkWidget *window, GdkEvent *event, gpointer data) {
	tell(window);
	return FALSE;
}

static void on_active(GtkWindow *window, GParamSpec *property, gpointer data) { mainwindowActive(gtk_window_is_active(window)); }

// first_window returns the only window that the process has yet. The view may still be off the screen, in a window of another kind.
static GtkWidget *first_window(void) {
	GtkWidget *window = NULL;
	GList *windows = gtk_window_list_toplevels();
	for (GList *i = windows; i && !window; i = i->next)
		if (!GTK_IS_OFFSCREEN_WINDOW(i->data) && gtk_window_get_window_type(GTK_WINDOW(i->data)) == GTK_WINDOW_TOPLEVEL)
			window = i->data;
	g_list_free(windows);
	return window;
}

static gboolean follow(gpointer data) {
	GtkWidget *window = first_window();
	GdkRectangle areas[MOST_SCREENS];
	mw_place place = {0};
	if (!window)
		return G_SOURCE_REMOVE;
	// A window that is on the screen already stays where it is.
	if (!gtk_widget_get_mapped(window)) {
		mainwindowChoose(areas, screens(gtk_widget_get_display(window), areas), &place);
		gtk_window_set_default_size(GTK_WINDOW(window), place.width, place.height);
		if (place.placed)
			gtk_window_move(GTK_WINDOW(window), place.x, place.y);
		if (place.maximised)
			gtk_window_maximize(GTK_WINDOW(window));
	}
	g_signal_connect(window, "configure-event", G_CALLBACK(on_change), NULL);
	g_signal_connect(window, "window-state-event", G_CALLBACK(on_change), NULL);
	g_signal_connect(window, "notify::is-active", G_CALLBACK(on_active), NULL);
	return G_SOURCE_REMOVE;
}

void mw_post_follow(void) { g_idle_add_full(G_PRIORITY_HIGH, follow, NULL, NULL); }
