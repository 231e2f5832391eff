//go:build linux && cgo && !gnustep

package gtkloop

/*
#cgo webkit2_41 pkg-config: webkit2gtk-4.1
#cgo !webkit2_41 pkg-config: webkit2gtk-4.0

#include <stdlib.h>
#include <webkit2/webkit2.h>

typedef struct {
	GMutex lock;
	GCond changed;
	gboolean done;
	GString *seen;
	const char *text; // a name, the beginning of a title, or what is to copy
	const char *label;
	gboolean on, before;
	int x, y, shade;
	GtkCallback visit;
} Call;

static void finish(Call *c) {
	g_mutex_lock(&c->lock);
	c->done = TRUE;
	g_cond_signal(&c->changed);
	g_mutex_unlock(&c->lock);
}

static void wait_for(Call *c, GSourceFunc run) {
	g_idle_add_full(G_PRIORITY_DEFAULT, run, c, NULL);
	g_mutex_lock(&c->lock);
	while (!c->done)
		g_cond_wait(&c->changed, &c->lock);
	g_mutex_unlock(&c->lock);
}

// legible appends the text of a label, in which an ellipsis takes the place of what has no room.
static void legible(GString *seen, GtkLabel *label) {
	const char *text = gtk_label_get_text(label);
	PangoLayout *layout = gtk_label_get_layout(label);
	if (!pango_layout_is_ellipsized(layout)) {
		g_string_append_printf(seen, "%s\n", text);
		return;
	}
	for (GSList *i = pango_layout_get_line_readonly(layout, 0)->runs; i; i = i->next) {
		const PangoItem *item = ((const PangoLayoutRun *)i->data)->item;
		if (item->analysis.flags & PANGO_ANALYSIS_FLAG_IS_ELLIPSIS)
			g_string_append(seen, "…");
		else
			g_string_append_len(seen, text + item->offset, item->length);
	}
	g_string_append_c(seen, '\n');
}

static void look(GtkWidget *widget, gpointer data) {
	Call *c = data;
	if (!gtk_widget_get_mapped(widget))
		return;
	if (g_strcmp0(gtk_widget_get_name(widget), "veil") == 0)
		g_string_append(c->seen, "[veil]\n");
	if (WEBKIT_IS_WEB_VIEW(widget)) {
		const char *document = webkit_web_view_get_title(WEBKIT_WEB_VIEW(widget));
		g_string_append_printf(c->seen, "[page]\n%s\n", document ? document : "");
		if (webkit_web_inspector_get_web_view(webkit_web_view_get_inspector(WEBKIT_WEB_VIEW(widget))))
			g_string_append(c->seen, "[developer tools]\n");
	}
	else if (GTK_IS_LABEL(widget))
		legible(c->seen, GTK_LABEL(widget));
	if (GTK_IS_CONTAINER(widget))
		gtk_container_forall(GTK_CONTAINER(widget), look, c);
}

static gboolean is_minimised(GtkWidget *window) {
	return (gdk_window_get_state(gtk_widget_get_window(window)) & GDK_WINDOW_STATE_ICONIFIED) != 0;
}

static gboolean run_seen(gpointer data) {
	Call *c = data;
	GList *all = gtk_window_list_toplevels();
	for (GList *i = all; i; i = i->next) {
		const char *title = gtk_window_get_title(GTK_WINDOW(i->data));
		if (title && gtk_widget_get_mapped(i->data))
			g_string_append_printf(c->seen, "title: %s%s\n", title, is_minimised(i->data) ? " (minimised)" : "");
		look(i->data, c);
	}
	g_list_free(all);
	finish(c);
	return G_SOURCE_REMOVE;
}

static char *seen(void) {
	Call c = {.seen = g_string_new(NULL)};
	wait_for(&c, run_seen);
	return g_string_free(c.seen, FALSE);
}

static gboolean run_copy(gpointer data) {
	Call *c = data;
	gtk_clipboard_set_text(gtk_clipboard_get(GDK_SELECTION_CLIPBOARD), c->text, -1);
	finish(c);
	return G_SOURCE_REMOVE;
}

static void copy(const char *text) {
	Call c = {.text = text};
	wait_for(&c, run_copy);
}

static void look_at_lock(GtkWidget *widget, gpointer data) {
	Call *c = data;
	const char *icon = NULL;
	if (GTK_IS_IMAGE(widget))
		gtk_image_get_icon_name(GTK_IMAGE(widget), &icon, NULL);
	if (icon && g_str_has_prefix(icon, "channel-"))
		g_string_append_printf(c->seen, "%s: %s\n", icon, atk_object_get_name(gtk_widget_get_accessible(widget)));
	if (GTK_IS_CONTAINER(widget))
		gtk_container_forall(GTK_CONTAINER(widget), look_at_lock, c);
}

static void look_at_field(GtkWidget *widget, gpointer data) {
	Call *c = data;
	if (GTK_IS_ENTRY(widget))
		g_string_append_printf(c->seen, "%s\n", gtk_entry_get_text(GTK_ENTRY(widget)));
	else if (GTK_IS_CONTAINER(widget))
		gtk_container_forall(GTK_CONTAINER(widget), look_at_field, c);
}

static gboolean run_visit(gpointer data) {
	Call *c = data;
	GList *all = gtk_window_list_toplevels();
	for (GList *i = all; i; i = i->next)
		c->visit(i->data, c);
	g_list_free(all);
	finish(c);
	return G_SOURCE_REMOVE;
}

static char *visit(GtkCallback one) {
	Call c = {.seen = g_string_new(NULL), .visit = one};
	wait_for(&c, run_visit);
	return g_string_free(c.seen, FALSE);
}

static char *locks(void) { return visit(look_at_lock); }

static char *typed(void) { return visit(look_at_field); }

static void inspect(GtkWidget *widget, gpointer data) {
	if (WEBKIT_IS_WEB_VIEW(widget))
		webkit_web_inspector_show(webkit_web_view_get_inspector(WEBKIT_WEB_VIEW(widget)));
	else if (GTK_IS_CONTAINER(widget))
		gtk_container_forall(GTK_CONTAINER(widget), inspect, data);
}

static void inspect_all(void) { g_free(visit(inspect)); }

// press presses the button with a label, without its mnemonic, if it takes clicks.
static void press(GtkWidget *widget, gpointer data) {
	Call *c = data;
	const char *label = GTK_IS_BUTTON(widget) ? gtk_button_get_label(GTK_BUTTON(widget)) : NULL;
	if (!c->on && label && gtk_widget_get_mapped(widget) && gtk_widget_is_sensitive(widget)) {
		char **parts = g_strsplit(label, "_", -1);
		char *plain = g_strjoinv("", parts);
		c->on = g_strcmp0(plain, c->label) == 0;
		g_strfreev(parts);
		g_free(plain);
		if (c->on) {
			gtk_button_clicked(GTK_BUTTON(widget));
			return;
		}
	}
	if (!c->on && GTK_IS_CONTAINER(widget))
		gtk_container_forall(GTK_CONTAINER(widget), press, c);
}

static void press_in(GtkWidget *window, gpointer data) {
	Call *c = data;
	const char *title = gtk_window_get_title(GTK_WINDOW(window));
	if (title && g_str_has_prefix(title, c->text))
		press(window, c);
}

static gboolean press_button(const char *title, const char *label) {
	Call c = {.text = title, .label = label, .visit = press_in};
	wait_for(&c, run_visit);
	return c.on;
}

static gboolean run_set(gpointer data) {
	Call *c = data;
	g_object_get(gtk_settings_get_default(), c->text, &c->before, NULL);
	g_object_set(gtk_settings_get_default(), c->text, c->on, NULL);
	finish(c);
	return G_SOURCE_REMOVE;
}

static gboolean set(const char *name, gboolean on) {
	Call c = {.text = name, .on = on};
	wait_for(&c, run_set);
	return c.before;
}

static gboolean run_shade(gpointer data) {
	Call *c = data;
	GList *all = gtk_window_list_toplevels();
	for (GList *i = all; i; i = i->next) {
		const char *title = gtk_window_get_title(GTK_WINDOW(i->data));
		if (!title || !g_str_has_prefix(title, c->text) || !gtk_widget_get_mapped(i->data))
			continue;
		GdkWindow *window = gtk_widget_get_window(i->data);
		int x = c->x < 0 ? c->x + gdk_window_get_width(window) : c->x, y = c->y < 0 ? c->y + gdk_window_get_height(window) : c->y;
		GdkPixbuf *pixel = gdk_pixbuf_get_from_window(window, x, y, 1, 1);
		if (pixel) {
			const guchar *part = gdk_pixbuf_read_pixels(pixel);
			c->shade = (part[0] + part[1] + part[2]) / 3;
			g_object_unref(pixel);
		}
	}
	g_list_free(all);
	finish(c);
	return G_SOURCE_REMOVE;
}

static int shade(const char *title, int x, int y) {
	Call c = {.text = title, .x = x, .y = y, .shade = -1};
	wait_for(&c, run_shade);
	return c.shade;
}
*/
import "C"

import "unsafe"

// Seen returns what the user can see in all windows: a line with each title, one for each label, with "…" for what has no room, and
// "[page]" with the document's own title for a web page. "[developer tools]" follows where WebKit shows them, and after "[veil]" comes
// what is over a page that has not painted yet.
func Seen() string {
	text := C.seen()
	defer C.free(unsafe.Pointer(text))
	return C.GoString(text)
}

// Locks returns a line for each lock beside an origin: the icon's name, and the one for people who cannot see it. An icon is on the
// screen only where the desktop's theme has it.
func Locks() string {
	text := C.locks()
	defer C.free(unsafe.Pointer(text))
	return C.GoString(text)
}

// Typed returns a line for what is in each field of all windows, shown or not.
func Typed() string {
	text := C.typed()
	defer C.free(unsafe.Pointer(text))
	return C.GoString(text)
}

// Inspect asks WebKit for its developer tools in every window with a page.
func Inspect() { C.inspect_all() }

// Press presses the button with the label in the window whose title begins with title. The label is without its mnemonic. Press reports
// whether there was such a button, and it took the click.
func Press(title, label string) bool {
	t, l := C.CString(title), C.CString(label)
	defer C.free(unsafe.Pointer(t))
	defer C.free(unsafe.Pointer(l))
	return C.press_button(t, l) != 0
}

// Copy puts a text into the clipboard.
func Copy(text string) {
	s := C.CString(text)
	defer C.free(unsafe.Pointer(s))
	C.copy(s)
}

// Set changes one of GTK's settings, as the desktop does when its user changes it, and returns what it was before.
func Set(name string, on bool) (before bool) {
	setting, value := C.CString(name), C.gboolean(C.FALSE)
	defer C.free(unsafe.Pointer(setting))
	if on {
		value = C.TRUE
	}
	return C.set(setting, value) != 0
}

// Shade returns how light a pixel of the window is whose title begins with title: 0 is black, 255 white. A place that is negative
// counts from the right and from below. Without such a window, it returns -1.
func Shade(title string, x, y int) int {
	text := C.CString(title)
	defer C.free(unsafe.Pointer(text))
	return int(C.shade(text, C.int(x), C.int(y)))
}
