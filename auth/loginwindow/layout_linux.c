//go:build cgo && !gnustep

// The contents of a login window: a line with the origin above the page, or instead a notice or the password form. The
// line, the notice and the form are native widgets: their text is never markup, follows the desktop's theme, and
// outlives the web process.

#include "window_linux.h"

#include "_cgo_export.h"

static void on_retry(GtkButton *button, gpointer id) {
	(void)button;
	loginwindowRetry(GPOINTER_TO_UINT(id));
}

static void on_cancel(GtkButton *button, gpointer id) {
	(void)button;
	LoginWindow *w = lw_find(GPOINTER_TO_UINT(id));
	if (w)
		gtk_window_close(GTK_WINDOW(w->window));
}

static void on_elsewhere(GtkButton *button, gpointer id) {
	(void)button;
	loginwindowElsewhere(GPOINTER_TO_UINT(id));
}

GtkWidget *lw_label(gboolean large) {
	GtkWidget *l = gtk_label_new(NULL);
	gtk_label_set_line_wrap(GTK_LABEL(l), TRUE);
	gtk_label_set_line_wrap_mode(GTK_LABEL(l), PANGO_WRAP_WORD_CHAR);
	gtk_label_set_justify(GTK_LABEL(l), GTK_JUSTIFY_CENTER);
	gtk_label_set_width_chars(GTK_LABEL(l), large ? 44 : 60);
	gtk_label_set_max_width_chars(GTK_LABEL(l), large ? 44 : 60);
	if (large) {
		PangoAttrList *attributes = pango_attr_list_new();
		pango_attr_list_insert(attributes, pango_attr_scale_new(PANGO_SCALE_X_LARGE));
		pango_attr_list_insert(attributes, pango_attr_weight_new(PANGO_WEIGHT_BOLD));
		gtk_label_set_attributes(GTK_LABEL(l), attributes);
		pango_attr_list_unref(attributes);
	}
	return l;
}

// lw_name gives a widget a name, for people who cannot see what it shows.
void lw_name(GtkWidget *widget, const char *name) { atk_object_set_name(gtk_widget_get_accessible(widget), name); }

// lw_describe has a screen reader read a heading and a text when the keyboard comes to a widget.
void lw_describe(GtkWidget *widget, const char *heading, const char *text) {
	char *both = g_strjoin(*text ? ". " : "", heading, text, NULL);
	atk_object_set_description(gtk_widget_get_accessible(widget), both);
	g_free(both);
}

GtkWidget *lw_spinner(void) {
	GtkWidget *spinner = gtk_spinner_new();
	lw_name(spinner, "Loading");
	return spinner;
}

GtkWidget *lw_button(LoginWindow *w, const char *text, GCallback clicked) {
	GtkWidget *b = gtk_button_new_with_mnemonic(text);
	gtk_widget_set_can_default(b, TRUE);
	g_signal_connect(b, "clicked", clicked, GUINT_TO_POINTER(w->id));
	return b;
}

static GtkWidget *elsewhere(LoginWindow *w) {
	return lw_button(w, "Use my _browser instead", G_CALLBACK(on_elsewhere));
}

// lw_column puts the parts of a notice or a form in a column, in the middle of the window.
GtkWidget *lw_column(GtkWidget **children, gsize n) {
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 18);
	for (gsize i = 0; i < n; i++)
		gtk_container_add(GTK_CONTAINER(box), children[i]);
	gtk_widget_set_halign(box, GTK_ALIGN_CENTER);
	gtk_widget_set_valign(box, GTK_ALIGN_CENTER);
	gtk_container_set_border_width(GTK_CONTAINER(box), 24);
	return box;
}

static GtkWidget *notice(LoginWindow *w) {
	GtkWidget *buttons = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
	w->spinner = lw_spinner();
	w->heading = lw_label(TRUE);
	w->text = lw_label(FALSE);
	w->retry = lw_button(w, "", G_CALLBACK(on_retry));
	w->cancel = lw_button(w, "_Cancel", G_CALLBACK(on_cancel));
	gtk_style_context_add_class(gtk_widget_get_style_context(w->retry), GTK_STYLE_CLASS_SUGGESTED_ACTION);
	gtk_widget_set_size_request(w->spinner, 32, 32);
	gtk_widget_set_halign(buttons, GTK_ALIGN_CENTER);
	gtk_box_set_homogeneous(GTK_BOX(buttons), TRUE);
	w->elsewhere = elsewhere(w);
	gtk_container_add(GTK_CONTAINER(buttons), w->cancel);
	gtk_container_add(GTK_CONTAINER(buttons), w->elsewhere);
	gtk_container_add(GTK_CONTAINER(buttons), w->retry);
	GtkWidget *children[] = {w->spinner, w->heading, w->text, buttons};
	return lw_column(children, G_N_ELEMENTS(children));
}

// way_out is the button that ends the log-in, or closes a pop-up, whatever the page shows. It has no mnemonic, because the keys of
// a page must not end the log-in by mistake.
static GtkWidget *way_out(LoginWindow *w) {
	return lw_button(w, w->popup ? "Close" : "Cancel", G_CALLBACK(on_cancel));
}

static GtkWidget *page(LoginWindow *w) {
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
	GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
	GtkWidget *loading = lw_spinner();
	w->lock = gtk_image_new();
	w->origin = gtk_label_new(NULL);
	// The end of a host name says whose it is, so a name that is too long loses its beginning.
	gtk_label_set_ellipsize(GTK_LABEL(w->origin), PANGO_ELLIPSIZE_START);
	gtk_widget_set_no_show_all(loading, TRUE);
	g_object_bind_property(w->view, "is-loading", loading, "active", G_BINDING_SYNC_CREATE);
	g_object_bind_property(w->view, "is-loading", loading, "visible", G_BINDING_SYNC_CREATE);
	gtk_container_set_border_width(GTK_CONTAINER(line), 6);
	gtk_box_pack_start(GTK_BOX(line), w->lock, FALSE, FALSE, 0);
	gtk_box_pack_start(GTK_BOX(line), w->origin, FALSE, TRUE, 0);
	gtk_box_pack_end(GTK_BOX(line), way_out(w), FALSE, FALSE, 0);
	if (w->alternative)
		gtk_box_pack_end(GTK_BOX(line), elsewhere(w), FALSE, FALSE, 0);
	gtk_box_pack_end(GTK_BOX(line), loading, FALSE, FALSE, 0);
	gtk_box_pack_start(GTK_BOX(box), line, FALSE, FALSE, 0);
	gtk_box_pack_start(GTK_BOX(box), gtk_separator_new(GTK_ORIENTATION_HORIZONTAL), FALSE, FALSE, 0);
	gtk_box_pack_start(GTK_BOX(box), lw_bar(w), FALSE, FALSE, 0);
	gtk_box_pack_start(GTK_BOX(box), lw_veiled(w), TRUE, TRUE, 0);
	return box;
}

GtkWidget *lw_layout(LoginWindow *w) {
	w->stack = gtk_stack_new();
	gtk_stack_add_named(GTK_STACK(w->stack), notice(w), "notice");
	gtk_stack_add_named(GTK_STACK(w->stack), lw_password_form(w), "password");
	gtk_widget_show_all(w->stack);
	return w->stack;
}

void lw_add_page(LoginWindow *w) {
	GtkWidget *box = page(w);
	gtk_widget_show_all(box);
	gtk_stack_add_named(GTK_STACK(w->stack), box, "page");
}

// lw_show_notice gives the focus to the heading if the user may still be typing a password.
void lw_show_notice(LoginWindow *w, const char *heading, const char *text, int flags) {
	gboolean busy = (flags & LW_BUSY) != 0, resume = (flags & LW_RESUME) != 0, closes = (flags & LW_CLOSES) != 0;
	lw_drop_challenge(w);
	gtk_label_set_selectable(GTK_LABEL(w->heading), resume);
	gtk_button_set_label(GTK_BUTTON(w->retry), resume ? "C_ontinue" : "_Try again");
	gtk_label_set_text(GTK_LABEL(w->heading), heading);
	gtk_label_set_text(GTK_LABEL(w->text), text);
	gtk_widget_set_visible(w->text, *text != '\0');
	gtk_widget_set_visible(w->spinner, busy);
	g_object_set(w->spinner, "active", busy, NULL);
	gtk_widget_set_visible(w->retry, !busy && !closes);
	gtk_button_set_label(GTK_BUTTON(w->cancel), closes ? "_Close" : "_Cancel");
	gtk_widget_set_visible(w->elsewhere, w->alternative && !resume);
	gtk_stack_set_visible_child_name(GTK_STACK(w->stack), "notice");
	GtkWidget *focus = busy || closes ? w->cancel : resume ? w->heading : w->retry;
	lw_describe(w->cancel, "", "");
	lw_describe(focus, heading, text);
	gtk_widget_grab_focus(focus);
	if (resume)
		gtk_label_select_region(GTK_LABEL(w->heading), 0, 0);
}

gboolean lw_page_is_shown(LoginWindow *w) {
	return g_strcmp0(gtk_stack_get_visible_child_name(GTK_STACK(w->stack)), "page") == 0;
}

void lw_show_page(LoginWindow *w, const char *origin, gboolean secure) {
	lw_drop_challenge(w);
	const char *icon = secure ? "channel-secure-symbolic" : "channel-insecure-symbolic";
	gboolean known = gtk_icon_theme_has_icon(gtk_icon_theme_get_default(), icon);
	gtk_image_set_from_icon_name(GTK_IMAGE(w->lock), icon, GTK_ICON_SIZE_MENU);
	gtk_widget_set_visible(w->lock, known);
	lw_name(w->lock, secure ? "The connection is encrypted" : "The connection is not encrypted");
	gtk_label_set_text(GTK_LABEL(w->origin), origin);
	g_object_set(w->spinner, "active", FALSE, "visible", FALSE, NULL);
	if (lw_page_is_shown(w))
		return;
	gtk_stack_set_visible_child_name(GTK_STACK(w->stack), "page");
	if (!w->speaks)
		lw_veil(w);
	w->speaks = FALSE;
	gtk_widget_grab_focus(GTK_WIDGET(w->view));
}
