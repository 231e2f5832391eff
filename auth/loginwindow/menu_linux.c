//go:build cgo && !gnustep

// The context menu: the way back, reload, and what a form needs. There is no inspector in it, no download and no other
// window.

#include "window_linux.h"

#include "_cgo_export.h"

static void on_back(GSimpleAction *action, GVariant *parameter, gpointer id) {
	(void)action;
	(void)parameter;
	loginwindowCommand(GPOINTER_TO_UINT(id), LW_KEY_BACK);
}

static void on_reload(GSimpleAction *action, GVariant *parameter, gpointer id) {
	(void)action;
	(void)parameter;
	loginwindowCommand(GPOINTER_TO_UINT(id), LW_KEY_RELOAD);
}

// own returns an item of ours, which does what the key for the same command does.
static WebKitContextMenuItem *own(const char *name, const char *label, gboolean enabled, GCallback activated, gpointer id) {
	GSimpleAction *action = g_simple_action_new(name, NULL);
	g_simple_action_set_enabled(action, enabled);
	g_signal_connect(action, "activate", activated, id);
	WebKitContextMenuItem *item = webkit_context_menu_item_new_from_gaction(G_ACTION(action), label, NULL);
	g_object_unref(action);
	return item;
}

// on_context_menu keeps of WebKit's items only those that edit, which act in the page as the keys for them do.
static gboolean on_context_menu(WebKitWebView *view, WebKitContextMenu *menu, GdkEvent *event, WebKitHitTestResult *hit,
	gpointer id) {
	(void)event;
	(void)hit;
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
	gboolean edits = webkit_context_menu_get_n_items(menu) > 0;
	webkit_context_menu_insert(menu, own("back", "_Back", webkit_web_view_can_go_back(view), G_CALLBACK(on_back), id), 0);
	webkit_context_menu_insert(menu, own("reload", "_Reload", TRUE, G_CALLBACK(on_reload), id), 1);
	if (edits)
		webkit_context_menu_insert(menu, webkit_context_menu_item_new_separator(), 2);
	return FALSE;
}

void lw_menu(WebKitWebView *view, guint id) {
	g_signal_connect(view, "context-menu", G_CALLBACK(on_context_menu), GUINT_TO_POINTER(id));
}
