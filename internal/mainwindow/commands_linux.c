// What the items of the menu do with the page. None of it needs a script of the page.

#include "guard_linux.h"

#include <stdlib.h>

static gboolean reload(gpointer data) {
	if (guarded)
		webkit_web_view_reload(guarded);
	return G_SOURCE_REMOVE;
}

static gboolean edit(gpointer command) {
	if (guarded)
		webkit_web_view_execute_editing_command(guarded, command);
	return G_SOURCE_REMOVE;
}

static gboolean zoom(gpointer percent) {
	if (guarded)
		webkit_web_view_set_zoom_level(guarded, GPOINTER_TO_INT(percent) / 100.0);
	return G_SOURCE_REMOVE;
}

void mw_post_reload(void) { g_idle_add(reload, NULL); }

void mw_post_edit(char *command) { g_idle_add_full(G_PRIORITY_DEFAULT, edit, command, free); }

void mw_post_zoom(int percent) { g_idle_add(zoom, GINT_TO_POINTER(percent)); }
