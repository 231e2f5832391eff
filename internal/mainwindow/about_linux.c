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

static gboolean about(gpointer data) {
	const About *a = data;
	GtkWidget *window = guarded ? gtk_widget_get_toplevel(GTK_WIDGET(guarded)) : NULL;
	if (window && GTK_IS_WINDOW(window))
		gtk_show_about_dialog(GTK_WINDOW(window), "program-name", a->name, "version", a->version, "comments", a->comments, "license",
			a->licences, NULL);
	return G_SOURCE_REMOVE;
}

void mw_post_about(char *name, char *version, char *comments, char *licences) {
	About *a = g_new(About, 1);
	*a = (About){name, version, comments, licences};
	g_idle_add_full(G_PRIORITY_DEFAULT, about, a, free_about);
}
