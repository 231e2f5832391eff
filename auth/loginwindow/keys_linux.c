//go:build cgo && !gnustep

// Keys and buttons of the mouse that the user means for the window.

#include "window_linux.h"

#include "_cgo_export.h"

typedef struct {
	guint keyval;
	GdkModifierType modifiers; // but for Shift, which some keyboards need for a digit or a sign
	int command;
	gboolean first; // before the page: WebKit scrolls with Alt and an arrow, and does not give the key back
} Shortcut;

static const Shortcut shortcuts[] = {
	{GDK_KEY_Escape, 0, LW_KEY_CANCEL, FALSE},
	{GDK_KEY_Left, GDK_MOD1_MASK, LW_KEY_BACK, TRUE},
	{GDK_KEY_KP_Left, GDK_MOD1_MASK, LW_KEY_BACK, TRUE},
	{GDK_KEY_Back, 0, LW_KEY_BACK, FALSE},
	{GDK_KEY_F5, 0, LW_KEY_RELOAD, FALSE},
	{GDK_KEY_Reload, 0, LW_KEY_RELOAD, FALSE},
	{GDK_KEY_Refresh, 0, LW_KEY_RELOAD, FALSE},
	{GDK_KEY_r, GDK_CONTROL_MASK, LW_KEY_RELOAD, FALSE},
	{GDK_KEY_plus, GDK_CONTROL_MASK, LW_KEY_ZOOM_IN, FALSE},
	{GDK_KEY_equal, GDK_CONTROL_MASK, LW_KEY_ZOOM_IN, FALSE},
	{GDK_KEY_KP_Add, GDK_CONTROL_MASK, LW_KEY_ZOOM_IN, FALSE},
	{GDK_KEY_minus, GDK_CONTROL_MASK, LW_KEY_ZOOM_OUT, FALSE},
	{GDK_KEY_KP_Subtract, GDK_CONTROL_MASK, LW_KEY_ZOOM_OUT, FALSE},
	{GDK_KEY_0, GDK_CONTROL_MASK, LW_KEY_ZOOM_RESET, FALSE},
	{GDK_KEY_KP_0, GDK_CONTROL_MASK, LW_KEY_ZOOM_RESET, FALSE},
	{GDK_KEY_KP_Insert, GDK_CONTROL_MASK, LW_KEY_ZOOM_RESET, FALSE},
	{GDK_KEY_p, GDK_CONTROL_MASK, LW_KEY_PRINT, FALSE},
};

// BACK_BUTTON is the mouse's own button for the way back.
#define BACK_BUTTON 8

// modifiers_of leaves Meta out, because it is on the same key as Alt.
static GdkModifierType modifiers_of(const GdkEventKey *event) { return event->state & (GDK_CONTROL_MASK | GDK_MOD1_MASK); }

static const Shortcut *shortcut(guint keyval, GdkModifierType modifiers) {
	for (gsize i = 0; i < G_N_ELEMENTS(shortcuts); i++)
		if (gdk_keyval_to_lower(keyval) == gdk_keyval_to_lower(shortcuts[i].keyval) && modifiers == shortcuts[i].modifiers)
			return &shortcuts[i];
	return NULL;
}

// on_other_level looks at what else is on the key, because some keyboards have no Latin letters in use, or no digits
// without Shift.
static const Shortcut *on_other_level(const GdkEventKey *event, GdkModifierType modifiers) {
	const Shortcut *found = NULL;
	guint *keyvals = NULL;
	gint n = 0;
	GdkKeymap *keymap = gdk_keymap_get_for_display(gdk_display_get_default());
	if (modifiers != GDK_CONTROL_MASK || event->keyval < 0x80 || // not on a keyboard that has another letter there
		!gdk_keymap_get_entries_for_keycode(keymap, event->hardware_keycode, NULL, &keyvals, &n))
		return NULL;
	for (gint i = 0; i < n && !found; i++)
		found = shortcut(keyvals[i], modifiers);
	g_free(keyvals);
	return found;
}

// on_unused runs for a key that no widget has used. WebKit asks the web process first: it takes the key, and sends the
// event once more when the page, its dialogs and the input method had no use for it.
static gboolean on_unused(GtkWidget *widget, GdkEventKey *event, gpointer id) {
	(void)widget;
	LoginWindow *w = lw_find(GPOINTER_TO_UINT(id));
	const Shortcut *used = shortcut(event->keyval, modifiers_of(event));
	if (!used)
		used = on_other_level(event, modifiers_of(event));
	if (!w || !used)
		return FALSE;
	if (used->command != LW_KEY_CANCEL || !lw_dismiss(w))
		loginwindowCommand(w->id, used->command);
	return TRUE;
}

// on_any runs for every key, before the page has it.
static gboolean on_any(GtkWidget *widget, GdkEventKey *event, gpointer id) {
	(void)widget;
	loginwindowTouched(GPOINTER_TO_UINT(id));
	const Shortcut *used = shortcut(event->keyval, modifiers_of(event));
	if (!used || !used->first)
		return FALSE;
	loginwindowCommand(GPOINTER_TO_UINT(id), used->command);
	return TRUE;
}

void lw_keys(LoginWindow *w) {
	gpointer id = GUINT_TO_POINTER(w->id);
	g_signal_connect(w->window, "key-press-event", G_CALLBACK(on_any), id);
	g_signal_connect_after(w->window, "key-press-event", G_CALLBACK(on_unused), id);
}

static gboolean on_button(GtkWidget *view, GdkEventButton *event, gpointer id) {
	(void)view;
	if (event->button != BACK_BUTTON)
		return FALSE;
	if (event->type == GDK_BUTTON_PRESS)
		loginwindowCommand(GPOINTER_TO_UINT(id), LW_KEY_BACK);
	return TRUE;
}

void lw_mouse(WebKitWebView *view, guint id) {
	g_signal_connect(view, "button-press-event", G_CALLBACK(on_button), GUINT_TO_POINTER(id));
}

// before returns the item some steps before another one, or NULL.
static WebKitBackForwardListItem *before(WebKitBackForwardList *list, gpointer item, int steps) {
	int length = (int)webkit_back_forward_list_get_length(list);
	for (int i = -length; i <= length; i++)
		if (webkit_back_forward_list_get_nth_item(list, i) == item)
			return webkit_back_forward_list_get_nth_item(list, i - steps);
	return NULL;
}

// lw_back counts the steps from the page at which the user went back. WebKit moves on in its list as soon as it begins to
// load, and stays there if the load is refused.
void lw_back(LoginWindow *w, int steps) {
	WebKitBackForwardList *list = w->view ? webkit_web_view_get_back_forward_list(w->view) : NULL;
	if (list && steps == 1)
		w->back_from = webkit_back_forward_list_get_current_item(list);
	WebKitBackForwardListItem *item = list && w->back_from ? before(list, w->back_from, steps) : NULL;
	if (item)
		webkit_web_view_go_to_back_forward_list_item(w->view, item);
	else
		loginwindowNoWayBack(w->id);
}
