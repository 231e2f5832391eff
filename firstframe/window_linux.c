//go:build cgo && !bindings

// Has the page of Wails' window paint on a stage, an off-screen window, until the window is shown. A window that is not on the
// screen paints nothing.

#include "window_linux.h"

#include <gtk/gtk.h>
#include <webkit2/webkit2.h>

extern void firstframeVisible(gboolean visible);

static GdkRGBA light, dark;
static gboolean prefer_dark_before; // GTK's own setting, which counts if the desktop has no preference
static WebKitWebView *view;         // of Wails; NULL before it exists, and when it is gone
static GtkWidget *window, *stage;   // stage is NULL except from the start until the window is shown

static gboolean named_dark(const char *theme) {
	return theme && (g_str_has_suffix(theme, "-dark") || g_str_has_suffix(theme, "-Dark") || g_str_has_suffix(theme, ":dark"));
}

// is_dark decides as WebKitGTK does for prefers-color-scheme.
static gboolean is_dark(void) {
	const char *forced = g_getenv("GTK_THEME");
	if (forced)
		return named_dark(forced);
	gboolean prefer = FALSE;
	char *theme = NULL;
	g_object_get(gtk_settings_get_default(), "gtk-application-prefer-dark-theme", &prefer, "gtk-theme-name", &theme, NULL);
	gboolean result = prefer || named_dark(theme);
	g_free(theme);
	return result;
}

// has_shadow says whether GTK draws the frame of the window, as under Wayland, with a shadow inside the native window. There a
// background would cover what is behind the shadow.
static gboolean has_shadow(void) { return gtk_style_context_has_class(gtk_widget_get_style_context(window), "csd"); }

// paint gives the view and the window the page's background: before the page has painted, and while the window grows.
static gboolean paint(gpointer data) {
	const GdkRGBA *colour = is_dark() ? &dark : &light;
	GdkWindow *native = window ? gtk_widget_get_window(window) : NULL;
	if (view)
		webkit_web_view_set_background_color(view, colour);
	G_GNUC_BEGIN_IGNORE_DEPRECATIONS
	if (native && !has_shadow())
		gdk_window_set_background_rgba(native, colour);
	G_GNUC_END_IGNORE_DEPRECATIONS
	return G_SOURCE_REMOVE;
}

// on_draw is called at the first frame. With a background before it, the window would be empty for a moment.
static gboolean on_draw(GtkWidget *widget, cairo_t *cairo, gpointer data) {
	g_signal_handlers_disconnect_by_func(widget, on_draw, data);
	g_idle_add(paint, NULL);
	return FALSE;
}

static gboolean take(gpointer data) {
	int scheme = GPOINTER_TO_INT(data);
	gboolean prefer = scheme == 0 ? prefer_dark_before : scheme == 1;
	if (view)
		g_object_set(gtk_settings_get_default(), "gtk-application-prefer-dark-theme", prefer, NULL);
	return G_SOURCE_REMOVE;
}

void ff_post_scheme(int scheme) { g_idle_add_full(G_PRIORITY_HIGH, take, GINT_TO_POINTER(scheme), NULL); }

static void move(GtkWidget *from, GtkWidget *to) {
	GtkWidget *content = gtk_bin_get_child(GTK_BIN(from));
	g_object_ref(content);
	gtk_container_remove(GTK_CONTAINER(from), content);
	gtk_container_add(GTK_CONTAINER(to), content);
	g_object_unref(content);
}

// on_realize is called before the window is mapped for the first time.
static void on_realize(GtkWidget *widget, gpointer data) {
	if (!stage)
		return;
	g_signal_connect_after(window, "draw", G_CALLBACK(on_draw), NULL);
	move(stage, window);
	gtk_widget_destroy(stage);
	stage = NULL;
}

// resize gives the stage the size of the window, so that the page has the room that the menu bar leaves it there.
static void resize(GtkWidget *widget, GParamSpec *property, gpointer data) {
	int width, height;
	if (!stage)
		return;
	gtk_window_get_default_size(GTK_WINDOW(window), &width, &height);
	gtk_widget_set_size_request(stage, width, height);
}

// enter moves the content to the stage.
static gboolean enter(gpointer data) {
	if (!window || gtk_widget_get_realized(window)) // It is gone, or somebody has shown it already.
		return G_SOURCE_REMOVE;
	stage = gtk_offscreen_window_new();
	resize(NULL, NULL, NULL);
	// The app may decide later where the window goes.
	g_signal_connect(window, "notify::default-width", G_CALLBACK(resize), NULL);
	g_signal_connect(window, "notify::default-height", G_CALLBACK(resize), NULL);
	move(window, stage);
	gtk_widget_show_all(stage);
	return G_SOURCE_REMOVE;
}

static gboolean on_map(GtkWidget *widget, GdkEvent *event, gpointer data) {
	firstframeVisible(TRUE);
	return FALSE;
}

static void on_hide(GtkWidget *widget, gpointer data) { firstframeVisible(FALSE); }

static void on_theme(GtkSettings *settings, GParamSpec *property, gpointer data) { paint(data); }

static void on_destroy(GtkWidget *widget, gpointer data) {
	if (stage)
		gtk_widget_destroy(stage);
	stage = window = NULL;
}

static void found(WebKitWebView *wails, GtkWidget *toplevel) {
	view = wails;
	g_object_add_weak_pointer(G_OBJECT(view), (gpointer *)&view);
	window = toplevel;
	GtkSettings *settings = gtk_settings_get_default();
	g_object_get(settings, "gtk-application-prefer-dark-theme", &prefer_dark_before, NULL);
	g_signal_connect(settings, "notify::gtk-application-prefer-dark-theme", G_CALLBACK(on_theme), NULL);
	g_signal_connect(settings, "notify::gtk-theme-name", G_CALLBACK(on_theme), NULL);
	paint(NULL);
	g_idle_add(paint, NULL); // once more, because Wails has queued its own colour
	// Wails shows its window with gtk_widget_show_all, and hides it later.
	gtk_widget_set_no_show_all(window, TRUE);
	gtk_window_set_position(GTK_WINDOW(window), GTK_WIN_POS_CENTER);
	g_signal_connect_after(window, "realize", G_CALLBACK(on_realize), NULL);
	g_signal_connect(window, "map-event", G_CALLBACK(on_map), NULL);
	g_signal_connect(window, "hide", G_CALLBACK(on_hide), NULL);
	g_signal_connect(window, "destroy", G_CALLBACK(on_destroy), NULL);
	// Not here, because GTK is in the middle of adding the view to the window.
	g_idle_add_full(G_PRIORITY_HIGH, enter, NULL, NULL);
}

// on_hierarchy is called for each widget that comes into a window. Wails' view is the one with the default context.
static gboolean on_hierarchy(GSignalInvocationHint *hint, guint count, const GValue *values, gpointer data) {
	GtkWidget *widget = g_value_get_object(&values[0]);
	if (!WEBKIT_IS_WEB_VIEW(widget) || webkit_web_view_get_context(WEBKIT_WEB_VIEW(widget)) != webkit_web_context_get_default())
		return TRUE;
	GtkWidget *toplevel = gtk_widget_get_toplevel(widget);
	if (!GTK_IS_WINDOW(toplevel))
		return TRUE;
	found(WEBKIT_WEB_VIEW(widget), toplevel);
	return FALSE;
}

void ff_prepare(const char *light_text, const char *dark_text) {
	gdk_rgba_parse(&light, light_text);
	gdk_rgba_parse(&dark, dark_text);
	g_type_class_ref(GTK_TYPE_WIDGET); // Without its class there is no signal yet.
	g_signal_add_emission_hook(g_signal_lookup("hierarchy-changed", GTK_TYPE_WIDGET), 0, on_hierarchy, NULL, NULL);
}
