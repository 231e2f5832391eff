//go:build cgo && !gnustep

// The web context that all login windows share, and the limits of a page in them.

#include "window_linux.h"

#include "_cgo_export.h"

static WebKitWebContext *context;

static void on_download(WebKitWebContext *c, WebKitDownload *download, gpointer data) {
	(void)c;
	(void)data;
	WebKitWebView *view = webkit_download_get_web_view(download);
	webkit_download_cancel(download);
	if (view)
		loginwindowLimited(lw_id(view), LW_LIMIT_DOWNLOAD);
}

// lw_context creates the context at its first call and keeps it until lw_forget, because the log-out window needs the
// cookies of the log-in. The sandbox cannot be changed once a process runs.
WebKitWebContext *lw_context(gboolean sandbox) {
	if (context)
		return context;
	context = webkit_web_context_new_ephemeral();
	webkit_web_context_set_sandbox_enabled(context, sandbox);
	// The way back requests a page anew, so that neither a page nor its process is kept.
	webkit_web_context_set_cache_model(context, WEBKIT_CACHE_MODEL_DOCUMENT_VIEWER);
	webkit_website_data_manager_set_tls_errors_policy(webkit_web_context_get_website_data_manager(context),
		WEBKIT_TLS_ERRORS_POLICY_FAIL);
	g_signal_connect(context, "download-started", G_CALLBACK(on_download), NULL);
	return context;
}

// unwanted are features of WebKit that have no setting of their own. With the first one, WebKit opens a connection to the target of a
// clicked link before it asks whether the link may be followed. The second one lets a page keep the screen awake. WebKitGTK before
// 2.42 has no list of features: there the redirect's server sees an empty connection.
static const char *const unwanted[] = {"LinkPreconnect", "ScreenWakeLockAPI", NULL};

static void turn_off_unwanted(WebKitSettings *settings) {
#if WEBKIT_CHECK_VERSION(2, 42, 0)
	WebKitFeatureList *features = webkit_settings_get_all_features();
	for (gsize i = 0; i < webkit_feature_list_get_length(features); i++) {
		WebKitFeature *feature = webkit_feature_list_get(features, i);
		if (g_strv_contains(unwanted, webkit_feature_get_identifier(feature)))
			webkit_settings_set_feature_enabled(settings, feature, FALSE);
	}
	webkit_feature_list_unref(features);
#else
	(void)settings;
	(void)unwanted;
#endif
}

// lw_settings sets only what differs from WebKit's defaults, which deny files, clipboard, developer tools and windows without a click.
WebKitSettings *lw_settings(void) {
	WebKitSettings *settings = webkit_settings_new();
	g_object_set(settings,
		"enable-fullscreen", FALSE,
		"enable-webgl", FALSE,
		"enable-media-stream", FALSE,
		// A log-in needs no graphics card, and with some drivers nothing is shown at all.
		"hardware-acceleration-policy", WEBKIT_HARDWARE_ACCELERATION_POLICY_NEVER,
		NULL);
	turn_off_unwanted(settings);
	return settings;
}

// on_forgotten drops the old context, after its windows.
static void on_forgotten(GObject *source, GAsyncResult *result, gpointer call) {
	gboolean ok = webkit_website_data_manager_clear_finish(WEBKIT_WEBSITE_DATA_MANAGER(source), result, NULL);
	loginwindowForgotten(GPOINTER_TO_UINT(call), ok);
}

// lw_forget clears the context and leaves it to its open windows. The passwords of HTTP authentication are no website
// data, and end only with their context.
void lw_forget(guint call) {
	if (!context) {
		loginwindowForgotten(call, TRUE);
		return;
	}
	webkit_website_data_manager_clear(webkit_web_context_get_website_data_manager(context), WEBKIT_WEBSITE_DATA_ALL, 0,
		NULL, on_forgotten, GUINT_TO_POINTER(call));
	g_clear_object(&context);
}
