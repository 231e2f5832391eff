//go:build cgo && !gnustep

// Windows: created, looked up and destroyed by id, on the main thread.

#include "window_linux.h"

#include <stdlib.h>

#include "_cgo_export.h"

typedef struct {
	int op;
	guint id;
	char *a, *b;
	int flags;
} Command;

static GHashTable *windows; // id -> LoginWindow

LoginWindow *lw_find(guint id) {
	return windows ? g_hash_table_lookup(windows, GUINT_TO_POINTER(id)) : NULL;
}

// on_destroy runs before the children are destroyed. It ends the web process first. Otherwise WebKit 2.50 keeps the
// receiving thread of one web process in three for ever. The process of a pop-up is that of its opener, which goes on.
static void on_destroy(GtkWidget *widget, gpointer id) {
	(void)widget;
	LoginWindow *w = lw_find(GPOINTER_TO_UINT(id));
	if (w) {
		lw_drop_challenges(w);
		lw_drop_line(w);
		if (w->view)
			lw_drop_veil(w);
		if (w->view && !w->popup)
			webkit_web_view_terminate_web_process(w->view);
	}
	g_hash_table_remove(windows, id);
	loginwindowGone(GPOINTER_TO_UINT(id));
}

static gboolean on_map(GtkWidget *widget, GdkEvent *event, gpointer id) {
	(void)widget;
	(void)event;
	loginwindowMapped(GPOINTER_TO_UINT(id));
	return FALSE;
}

LoginWindow *lw_window_new(guint id, const char *title, int width) {
	if (!windows)
		windows = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	LoginWindow *w = g_new0(LoginWindow, 1);
	gpointer data = GUINT_TO_POINTER(id);
	w->id = id;
	g_hash_table_insert(windows, data, w);
	w->window = gtk_window_new(GTK_WINDOW_TOPLEVEL);
	g_object_set_data(G_OBJECT(w->window), LW_OWN, w->window);
	gtk_container_add(GTK_CONTAINER(w->window), lw_layout(w));
	gtk_window_set_title(GTK_WINDOW(w->window), title);
	gtk_window_set_default_size(GTK_WINDOW(w->window), width, loginwindowHeight());
	gtk_window_set_position(GTK_WINDOW(w->window), GTK_WIN_POS_CENTER);
	g_signal_connect(w->window, "destroy", G_CALLBACK(on_destroy), data);
	g_signal_connect(w->window, "map-event", G_CALLBACK(on_map), data);
	lw_take_icon(w);
	lw_keys(w);
	return w;
}

static void open_window(const Command *c) {
	LoginWindow *w = lw_window_new(c->id, c->a, loginwindowWidth());
	w->hidden = (c->flags & LW_HIDDEN) != 0;
	w->alternative = (c->flags & LW_ALTERNATIVE) != 0;
	lw_show_notice(w, c->b, "", LW_BUSY);
	lw_put_over_app(w);
	if (!w->hidden)
		gtk_window_present(GTK_WINDOW(w->window));
}

// load creates the web view for the first page. A later page gets a new process, except in a pop-up. Go loads no page before the
// filter is ready.
static void load(LoginWindow *w, const Command *c) {
	lw_show_notice(w, c->b, "", LW_BUSY);
	if (!w->popup && w->view) {
		webkit_web_view_terminate_web_process(w->view);
	} else if (!w->view) {
		WebKitUserContentManager *content = lw_content();
		lw_context((c->flags & LW_SANDBOX) != 0);
		w->view = lw_view_new(w->id, content, NULL);
		g_object_unref(content);
		lw_add_page(w);
	}
	webkit_web_view_load_uri(w->view, c->a);
}

static void destroy_window(guint id) {
	LoginWindow *w = lw_find(id);
	if (w)
		gtk_widget_destroy(w->window);
	else
		loginwindowGone(id); // never opened, or just closed by the user
}

// on_window runs the operations that need a window.
static void on_window(const Command *c) {
	LoginWindow *w = lw_find(c->id);
	if (!w)
		return;
	switch (c->op) {
	case LW_PRESENT:
		gtk_window_present(GTK_WINDOW(w->window));
		break;
	case LW_ORIGIN:
		gtk_window_set_title(GTK_WINDOW(w->window), c->a);
		lw_show_page(w, c->b, (c->flags & LW_SECURE) != 0);
		break;
	case LW_NOTICE:
		lw_show_notice(w, c->a, c->b, c->flags);
		break;
	case LW_ASK:
		lw_ask(w, c->a, c->b, (c->flags & LW_AGAIN) != 0);
		break;
	case LW_BACK:
		lw_back(w, c->flags);
		break;
	case LW_ZOOM:
		if (w->view)
			webkit_web_view_set_zoom_level(w->view, c->flags / 100.0);
		break;
	case LW_LINE:
		lw_say(w, c->a, c->b, (guint)c->flags);
		break;
	case LW_LOAD:
		load(w, c);
		break;
	}
}

static gboolean run(gpointer data) {
	const Command *c = data;
	switch (c->op) {
	case LW_OPEN:
		open_window(c);
		break;
	case LW_DESTROY:
		destroy_window(c->id);
		break;
	case LW_SHOW:
		if (!gtk_show_uri_on_window(NULL, c->a, GDK_CURRENT_TIME, NULL))
			loginwindowNotOpened(c->id, c->a);
		break;
	case LW_COMPILE:
		lw_compile(c->id, c->a, c->b);
		break;
	case LW_FORGET:
		lw_forget(c->id);
		break;
	default:
		on_window(c);
	}
	return G_SOURCE_REMOVE;
}

static void command_free(gpointer data) {
	Command *c = data;
	free(c->a);
	free(c->b);
	g_free(c);
}

void lw_post(int op, uint32_t id, char *a, char *b, int flags) {
	Command *command = g_new0(Command, 1);
	*command = (Command){op, id, a, b, flags};
	g_idle_add_full(G_PRIORITY_DEFAULT, run, command, command_free);
}
