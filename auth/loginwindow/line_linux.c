//go:build cgo && !gnustep

// The bar between the origin and the page: one line of text, at most one button of its own, and one that closes it.

#include "window_linux.h"

#include "_cgo_export.h"

// ARMED_AFTER is how long the bar's own button takes no click, in milliseconds. The bar moves the page down, so that a
// click that was meant for the page could hit the button.
#define ARMED_AFTER 1000

static gboolean arm(gpointer data) {
	LoginWindow *w = data;
	w->arming = 0;
	gtk_widget_set_sensitive(w->act, TRUE);
	return G_SOURCE_REMOVE;
}

void lw_drop_line(LoginWindow *w) {
	if (w->arming)
		g_source_remove(w->arming);
	w->arming = 0;
}

// on_response gives the focus back to the page.
static void on_response(GtkInfoBar *bar, int response, gpointer id) {
	(void)bar;
	LoginWindow *w = lw_find(GPOINTER_TO_UINT(id));
	if (!w)
		return;
	gtk_widget_grab_focus(GTK_WIDGET(w->view));
	loginwindowLine(w->id, w->line_number, response == GTK_RESPONSE_OK);
}

// name_close finds the button that closes the line among GTK's own parts of the bar. It shows an icon, and says nothing.
static void name_close(GtkWidget *widget, gpointer act) {
	if (GTK_IS_BUTTON(widget) && widget != act)
		lw_name(widget, "Dismiss");
	else if (GTK_IS_CONTAINER(widget))
		gtk_container_forall(GTK_CONTAINER(widget), name_close, act);
}

GtkWidget *lw_bar(LoginWindow *w) {
	w->bar = gtk_info_bar_new();
	w->line = gtk_label_new(NULL);
	gtk_label_set_line_wrap(GTK_LABEL(w->line), TRUE);
	gtk_label_set_xalign(GTK_LABEL(w->line), 0);
	gtk_container_add(GTK_CONTAINER(gtk_info_bar_get_content_area(GTK_INFO_BAR(w->bar))), w->line);
	w->act = gtk_info_bar_add_button(GTK_INFO_BAR(w->bar), "", GTK_RESPONSE_OK);
	gtk_info_bar_set_show_close_button(GTK_INFO_BAR(w->bar), TRUE);
	name_close(w->bar, w->act);
	g_signal_connect(w->bar, "response", G_CALLBACK(on_response), GUINT_TO_POINTER(w->id));
	gtk_widget_show_all(w->bar);
	gtk_widget_hide(w->bar);
	gtk_widget_set_no_show_all(w->bar, TRUE);
	return w->bar;
}

// lw_say never moves the focus: what the user types goes on to the page, and answers no question.
void lw_say(LoginWindow *w, const char *text, const char *action, guint number) {
	if (!w->view)
		return;
	lw_drop_line(w);
	w->line_number = number;
	gtk_label_set_text(GTK_LABEL(w->line), text);
	gtk_button_set_label(GTK_BUTTON(w->act), action);
	gtk_widget_set_visible(w->act, *action != '\0');
	gtk_widget_set_sensitive(w->act, FALSE);
	if (!*text && gtk_container_get_focus_child(GTK_CONTAINER(w->bar)))
		gtk_widget_grab_focus(GTK_WIDGET(w->view));
	gtk_widget_set_visible(w->bar, *text != '\0');
	if (*action)
		w->arming = g_timeout_add(ARMED_AFTER, arm, w);
}
