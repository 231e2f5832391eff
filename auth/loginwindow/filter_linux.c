//go:build cgo && !gnustep

// The filter that keeps pages away from this machine and its network. Go makes its rules. Without it no window opens.

#include "window_linux.h"

#include "_cgo_export.h"

static WebKitUserContentFilter *filter;

static void on_compiled(GObject *source, GAsyncResult *result, gpointer call) {
	GError *error = NULL;
	WebKitUserContentFilter *compiled =
		webkit_user_content_filter_store_save_finish(WEBKIT_USER_CONTENT_FILTER_STORE(source), result, &error);
	if (compiled && filter)
		webkit_user_content_filter_unref(compiled); // another call has set it
	else if (compiled)
		filter = compiled;
	loginwindowCompiled(GPOINTER_TO_UINT(call), error ? error->message : NULL);
	g_clear_error(&error);
}

// lw_compile compiles the rules in the folder. The folder must stay until Go has the result, and is not needed after
// that.
void lw_compile(guint call, const char *folder, const char *rules) {
	WebKitUserContentFilterStore *store = webkit_user_content_filter_store_new(folder);
	GBytes *source = g_bytes_new(rules, strlen(rules));
	webkit_user_content_filter_store_save(store, "network", source, NULL, on_compiled, GUINT_TO_POINTER(call));
	g_bytes_unref(source);
	g_object_unref(store);
}

// lw_content returns the content manager with the filter for a new view.
WebKitUserContentManager *lw_content(void) {
	WebKitUserContentManager *manager = webkit_user_content_manager_new();
	webkit_user_content_manager_add_filter(manager, filter);
	return manager;
}
