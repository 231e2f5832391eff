//go:build cgo

// What a page may ask of the user or the machine: almost nothing.

#include "window_linux.h"

#include "_cgo_export.h"

static gboolean on_permission(WebKitWebView *view, WebKitPermissionRequest *request, gpointer data) {
	(void)view;
	(void)data;
	webkit_permission_request_deny(request);
	return TRUE;
}

static gboolean on_file_chooser(WebKitWebView *view, WebKitFileChooserRequest *request, gpointer data) {
	(void)view;
	(void)data;
	webkit_file_chooser_request_cancel(request);
	return TRUE;
}

static gboolean on_print(WebKitWebView *view, WebKitPrintOperation *operation, gpointer data) {
	(void)view;
	(void)operation;
	(void)data;
	return TRUE;
}

// on_dialog lets WebKit show alert, confirm and prompt, with the address of the document, unless Go refuses.
static gboolean on_dialog(WebKitWebView *view, WebKitScriptDialog *dialog, gpointer id) {
	(void)view;
	(void)dialog;
	return !loginwindowMaySpeak(GPOINTER_TO_UINT(id));
}

// on_color_chooser refuses, because WebKit would open a separate window that shows no origin.
static gboolean on_color_chooser(WebKitWebView *view, WebKitColorChooserRequest *request, gpointer data) {
	(void)view;
	(void)data;
	webkit_color_chooser_request_cancel(request);
	return TRUE;
}

// on_context_menu keeps only what a form needs: no inspector, no downloads, no other windows.
static gboolean on_context_menu(WebKitWebView *view, WebKitContextMenu *menu, GdkEvent *event, WebKitHitTestResult *hit,
	gpointer data) {
	(void)view;
	(void)event;
	(void)hit;
	(void)data;
	GList *items = g_list_copy(webkit_context_menu_get_items(menu));
	for (GList *i = items; i; i = i->next) {
		switch (webkit_context_menu_item_get_stock_action(i->data)) {
		case WEBKIT_CONTEXT_MENU_ACTION_CUT:
		case WEBKIT_CONTEXT_MENU_ACTION_COPY:
		case WEBKIT_CONTEXT_MENU_ACTION_PASTE:
		case WEBKIT_CONTEXT_MENU_ACTION_DELETE:
		case WEBKIT_CONTEXT_MENU_ACTION_SELECT_ALL:
		case WEBKIT_CONTEXT_MENU_ACTION_COPY_LINK_TO_CLIPBOARD:
			break;
		default:
			webkit_context_menu_remove(menu, i->data);
		}
	}
	g_list_free(items);
	return webkit_context_menu_get_n_items(menu) == 0;
}

void lw_deny(WebKitWebView *view, guint id) {
	gpointer data = GUINT_TO_POINTER(id);
	gtk_drag_dest_unset(GTK_WIDGET(view)); // dropping a file would navigate to file:
	g_signal_connect(view, "authenticate", G_CALLBACK(lw_challenge), data);
	g_signal_connect(view, "permission-request", G_CALLBACK(on_permission), data);
	g_signal_connect(view, "run-file-chooser", G_CALLBACK(on_file_chooser), data);
	g_signal_connect(view, "run-color-chooser", G_CALLBACK(on_color_chooser), data);
	g_signal_connect(view, "print", G_CALLBACK(on_print), data);
	g_signal_connect(view, "script-dialog", G_CALLBACK(on_dialog), data);
	g_signal_connect(view, "context-menu", G_CALLBACK(on_context_menu), data);
}
