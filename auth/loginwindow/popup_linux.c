//go:build cgo && !gnustep

// Pop-ups: windows that a page opens. Go decides on each.

#include "window_linux.h"

#include <stdlib.h>

#include "_cgo_export.h"

static void on_ready(WebKitWebView *view, gpointer id) {
	(void)view;
	LoginWindow *w = lw_find(GPOINTER_TO_UINT(id));
	if (w)
		gtk_window_present(GTK_WINDOW(w->window));
}

static void on_outside(GtkButton *button, gpointer id) {
	(void)button;
	loginwindowOutside(GPOINTER_TO_UINT(id));
}

// offer_browser adds the button that opens the link in the system's browser to the line with the origin.
static void offer_browser(LoginWindow *w) {
	GtkWidget *button = lw_button(w, "Open in _browser", G_CALLBACK(on_outside));
	gtk_box_pack_end(GTK_BOX(gtk_widget_get_parent(w->origin)), button, FALSE, FALSE, 0);
	gtk_widget_set_focus_on_click(button, FALSE);
	gtk_widget_show(button);
}

// pop_up makes the window. What the page wishes for its size, its place and its bars does not count.
static LoginWindow *pop_up(LoginWindow *parent, guint id, const char *title, gboolean link) {
	LoginWindow *w = lw_window_new(id, title, loginwindowPopUpWidth());
	w->popup = TRUE;
	lw_put_over(w, GTK_WINDOW(parent->window));
	w->view = lw_view_new(id, webkit_web_view_get_user_content_manager(parent->view), parent->view);
	g_signal_connect(w->view, "ready-to-show", G_CALLBACK(on_ready), GUINT_TO_POINTER(id));
	lw_add_page(w);
	if (link)
		offer_browser(w);
	lw_show_notice(w, "", "", LW_BUSY);
	return w;
}

// lw_pop_up handles "create": window.open, and a link or a form with a target. After NULL, window.open returns null to the
// page, as in a browser that blocks a pop-up.
GtkWidget *lw_pop_up(WebKitWebView *opener, WebKitNavigationAction *action, gpointer id) {
	(void)opener;
	LoginWindow *parent = lw_find(GPOINTER_TO_UINT(id));
	if (!parent)
		return NULL;
	const char *uri = webkit_uri_request_get_uri(webkit_navigation_action_get_request(action));
	gboolean link = webkit_navigation_action_get_navigation_type(action) == WEBKIT_NAVIGATION_TYPE_LINK_CLICKED;
	char *title = NULL;
	guint own = loginwindowPopUp(parent->id, (char *)uri, webkit_navigation_action_is_user_gesture(action), link, &title);
	LoginWindow *w = own ? pop_up(parent, own, title, link) : NULL;
	free(title);
	return w ? GTK_WIDGET(w->view) : NULL;
}
