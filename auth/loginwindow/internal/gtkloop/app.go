//go:build linux && cgo && !gnustep

package gtkloop

/*
#include <gtk/gtk.h>
#include <stdlib.h>

typedef struct {
	char *title;
	int x, y, width, height;
	gboolean shown;
	GtkWidget *window;
} App;

static gboolean open_app(gpointer data) {
	App *app = data;
	GdkPixbuf *icon = gdk_pixbuf_new(GDK_COLORSPACE_RGB, TRUE, 8, 16, 16);
	gdk_pixbuf_fill(icon, 0xc01c28ff);
	app->window = gtk_window_new(GTK_WINDOW_TOPLEVEL);
	gtk_window_set_title(GTK_WINDOW(app->window), app->title);
	gtk_window_set_icon(GTK_WINDOW(app->window), icon);
	gtk_window_set_default_size(GTK_WINDOW(app->window), app->width, app->height);
	gtk_window_move(GTK_WINDOW(app->window), app->x, app->y);
	g_object_unref(icon);
	if (app->shown)
		gtk_widget_show(app->window);
	return G_SOURCE_REMOVE;
}

static gboolean close_app(gpointer data) {
	App *app = data;
	gtk_widget_destroy(app->window);
	free(app->title);
	g_free(app);
	return G_SOURCE_REMOVE;
}

static App *post_open(char *title, int x, int y, int width, int height, gboolean shown) {
	App *app = g_new0(App, 1);
	*app = (App){title, x, y, width, height, shown, NULL};
	g_idle_add_full(G_PRIORITY_DEFAULT, open_app, app, NULL);
	return app;
}

static void post_close_app(App *app) { g_idle_add_full(G_PRIORITY_DEFAULT, close_app, app, NULL); }
*/
import "C"

// App opens a window as the app's main window, with an icon, and leaves it hidden if shown is false. The position and the size are in
// pixels. The window is there before anything that is posted to the main loop later. The function that it returns closes it.
func App(title string, x, y, width, height int, shown bool) (closeApp func()) {
	visible := C.gboolean(C.FALSE)
	if shown {
		visible = C.TRUE
	}
	app := C.post_open(C.CString(title), C.int(x), C.int(y), C.int(width), C.int(height), visible)
	return func() { C.post_close_app(app) }
}
