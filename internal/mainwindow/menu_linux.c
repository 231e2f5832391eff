// The items of the menu bar, which Wails makes and cannot change later, and the context menu.

#include "guard_linux.h"

#include <stdlib.h>

// Change is what happens to the items with a label. Without a key it is whether they are enabled.
typedef struct {
	char *label, *key;
	gboolean enabled, of_page;
} Change;

static void free_change(gpointer data) {
	Change *c = data;
	free(c->label);
	free(c->key);
	g_free(c);
}

static void set_key(GtkWidget *item, const Change *c) {
	guint key;
	GdkModifierType modifiers;
	gtk_accelerator_parse(c->key, &key, &modifiers);
	if (c->of_page) {
		gtk_accel_label_set_accel(GTK_ACCEL_LABEL(gtk_bin_get_child(GTK_BIN(item))), key, modifiers);
		return;
	}
	// The window has the group of the item's first key.
	GList *closures = gtk_widget_list_accel_closures(item);
	if (closures)
		gtk_widget_add_accelerator(item, "activate", gtk_accel_group_from_accel_closure(closures->data), key, modifiers, 0);
	g_list_free(closures);
}

static void visit(GtkWidget *widget, gpointer data) {
	const Change *c = data;
	if (GTK_IS_MENU_ITEM(widget)) {
		if (g_strcmp0(gtk_menu_item_get_label(GTK_MENU_ITEM(widget)), c->label) == 0) {
			if (c->key)
				set_key(widget, c);
			else
				gtk_widget_set_sensitive(widget, c->enabled);
		}
		widget = gtk_menu_item_get_submenu(GTK_MENU_ITEM(widget));
	}
	if (widget && GTK_IS_CONTAINER(widget))
		gtk_container_foreach(GTK_CONTAINER(widget), visit, data);
}

static gboolean change(gpointer data) {
	if (guarded)
		visit(gtk_widget_get_toplevel(GTK_WIDGET(guarded)), data);
	return G_SOURCE_REMOVE;
}

static void post(Change c) {
	Change *data = g_new(Change, 1);
	*data = c;
	g_idle_add_full(G_PRIORITY_DEFAULT, change, data, free_change);
}

void mw_post_enable(char *label, gboolean enabled) { post((Change){.label = label, .enabled = enabled}); }

void mw_post_key(char *label, char *key, gboolean of_page) { post((Change){.label = label, .key = key, .of_page = of_page}); }

// on_context_menu keeps of WebKit's items only those that edit.
static gboolean on_context_menu(WebKitWebView *view, WebKitContextMenu *menu, GdkEvent *event, WebKitHitTestResult *hit,
	gpointer data) {
	GList *items = g_list_copy(webkit_context_menu_get_items(menu));
	for (GList *i = items; i; i = i->next) {
		switch (webkit_context_menu_item_get_stock_action(i->data)) {
		case WEBKIT_CONTEXT_MENU_ACTION_CUT:
		case WEBKIT_CONTEXT_MENU_ACTION_COPY:
		case WEBKIT_CONTEXT_MENU_ACTION_PASTE:
			break;
		default:
			webkit_context_menu_remove(menu, i->data);
		}
	}
	g_list_free(items);
	return webkit_context_menu_get_n_items(menu) == 0;
}

// In production, Wails has a handler of its own, without data, which refuses every context menu. Developers keep WebKit's menu, with
// its inspector. (GLib finds no handler by the signal alone.)
void mw_context_menu(void) {
	guint replaced = g_signal_handlers_disconnect_matched(guarded, G_SIGNAL_MATCH_ID | G_SIGNAL_MATCH_DATA,
		g_signal_lookup("context-menu", WEBKIT_TYPE_WEB_VIEW), 0, NULL, NULL, NULL);
	if (replaced)
		g_signal_connect(guarded, "context-menu", G_CALLBACK(on_context_menu), NULL);
}
