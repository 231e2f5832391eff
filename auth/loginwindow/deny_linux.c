//go:build cgo

// What a page may ask of the user or the machine: almost nothing.

#include "window_linux.h"

#include "_cgo_export.h"

// on_authenticate leaves WebKit's own dialog to the host of the page, and to a proxy. Others cannot ask for a password
// under its name, and nobody for a client certificate, which this process has none of: there the load goes on without,
// and the server says what it thinks of that.
static gboolean on_authenticate(WebKitWebView *view, WebKitAuthenticationRequest *request, gpointer id) {
	LoginWindow *w = lw_find(GPOINTER_TO_UINT(id));
	WebKitAuthenticationScheme scheme = webkit_authentication_request_get_scheme(request);
	const char *address = webkit_web_view_get_uri(view);
	GUri *uri = address ? g_uri_parse(address, G_URI_FLAGS_NONE, NULL) : NULL;
	gboolean ours = uri && g_strcmp0(g_uri_get_host(uri), webkit_authentication_request_get_host(request)) == 0;
	g_clear_pointer(&uri, g_uri_unref);
	gboolean password = scheme != WEBKIT_AUTHENTICATION_SCHEME_CLIENT_CERTIFICATE_REQUESTED &&
		scheme != WEBKIT_AUTHENTICATION_SCHEME_CLIENT_CERTIFICATE_PIN_REQUESTED;
	if (w && !w->hidden && password && (ours || webkit_authentication_request_is_for_proxy(request))) {
		loginwindowCommitted(w->id, (char *)address); // the dialog stands in the page
		return FALSE;
	}
	webkit_authentication_request_authenticate(request, NULL);
	return TRUE;
}

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

// on_dialog keeps alert and confirm away from a hidden window, where they would wait for ever.
static gboolean on_dialog(WebKitWebView *view, WebKitScriptDialog *dialog, gpointer id) {
	(void)view;
	(void)dialog;
	LoginWindow *w = lw_find(GPOINTER_TO_UINT(id));
	return !w || w->hidden;
}

// on_context_menu leaves what a form needs: no inspector, no downloads, no other windows.
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
	gtk_drag_dest_unset(GTK_WIDGET(view)); // a dropped file would be a navigation to file:
	g_signal_connect(view, "authenticate", G_CALLBACK(on_authenticate), data);
	g_signal_connect(view, "permission-request", G_CALLBACK(on_permission), data);
	g_signal_connect(view, "run-file-chooser", G_CALLBACK(on_file_chooser), data);
	g_signal_connect(view, "print", G_CALLBACK(on_print), data);
	g_signal_connect(view, "script-dialog", G_CALLBACK(on_dialog), data);
	g_signal_connect(view, "context-menu", G_CALLBACK(on_context_menu), data);
}
