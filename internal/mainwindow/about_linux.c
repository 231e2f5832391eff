// The dialog about the app.

#include "guard_linux.h"

#include <stdlib.h>

typedef struct {
	char *name, *version, *comments, *licences;
} About;

static void free_about(gpointer data) {
	About *a = data;
	free(a->name);
	free(a->version);
	free(a->comments);
	free(a->licences);
	g_free(a);
}

// LOGO is the side of the window's icon in the dialog, and the others are the size of the dialog, in pixels.
enum { LOGO = 64, WIDTH = 560, HEIGHT = 400 };

static GtkWidget *dialog; // NULL when there is none

static void make(GtkWindow *parent, const About *a) {
	GdkPixbuf *icon = gtk_window_get_icon(parent);
	GdkPixbuf *logo = icon ? gdk_pixbuf_scale_simple(icon, LOGO, LOGO, GDK_INTERP_BILINEAR) : NULL;
	dialog = g_object_new(GTK_TYPE_ABOUT_DIALOG, "program-name", a->name, "version", a->version, "comments", a->comments, "license",
		a->licences, "wrap-license", TRUE, "logo", logo, "transient-for", parent, "destroy-with-parent", TRUE, "resizable", TRUE,
		"default-width", WIDTH, "default-height", HEIGHT, NULL);
	g_clear_object(&logo);
	g_signal_connect(dialog, "response", G_CALLBACK(gtk_widget_destroy), NULL);
	g_signal_connect(dialog, "destroy", G_CALLBACK(gtk_widget_destroyed), &dialog);
}

static gboolean about(gpointer data) {
	GtkWidget *window = guarded ? gtk_widget_get_toplevel(GTK_WIDGET(guarded)) : NULL;
	if (!window || !GTK_IS_WINDOW(window))
		return G_SOURCE_REMOVE;
	if (!dialog)
		make(GTK_WINDOW(window), data);
	gtk_window_present(GTK_WINDOW(dialog));
	return G_SOURCE_REMOVE;
}

void mw_post_about(char *name, char *version, char *comments, char *licences) {
	About *a = g_new(About, 1);
	*a = (About){name, version, comments, licences};
	g_idle_add_full(G_PRIORITY_DEFAULT, about, a, free_about);
}
