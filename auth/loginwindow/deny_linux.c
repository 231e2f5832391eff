//go:build cgo && !gnustep

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

static gboolean on_print(WebKitWebView *view, WebKitPrintOperation *operation, gpointer id) {
	(void)view;
	(void)operation;
	loginwindowLimited(GPOINTER_TO_UINT(id), LW_LIMIT_PRINT);
	return TRUE;
}

// on_dialog lets WebKit show alert, confirm and prompt, with the address of the document, unless Go refuses. A page does not paint
// while its dialog waits, so the veil goes. The dialog may come before its page is shown: then no veil comes.
static gboolean on_dialog(WebKitWebView *view, WebKitScriptDialog *dialog, gpointer id) {
	(void)view;
	(void)dialog;
	LoginWindow *w = lw_find(GPOINTER_TO_UINT(id));
	if (!w || !loginwindowMaySpeak(w->id))
		return TRUE;
	lw_drop_veil(w);
	w->speaks = !lw_page_is_shown(w);
	return FALSE;
}

// on_color_chooser refuses, because WebKit would open a separate window that shows no origin.
static gboolean on_color_chooser(WebKitWebView *view, WebKitColorChooserRequest *request, gpointer data) {
	(void)view;
	(void)data;
	webkit_color_chooser_request_cancel(request);
	return TRUE;
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
}
