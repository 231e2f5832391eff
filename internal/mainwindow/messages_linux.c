// Gives Wails only those messages of the page that may pass. Wails' handler is blocked, except for such a message. (A hook cannot
// stop a signal.)

#include "guard_linux.h"

extern gboolean mainwindowPasses(char *message);

// handler is the one of Wails. It is blocked unless passing is TRUE.
static gulong handler;
static gboolean passing;

// before is called ahead of all handlers, and after behind them.
static gboolean before(GSignalInvocationHint *hint, guint count, const GValue *values, gpointer data) {
	gpointer manager = g_value_get_object(&values[0]);
	if (!guarded || manager != webkit_web_view_get_user_content_manager(guarded))
		return TRUE;
	char *message = jsc_value_to_string(webkit_javascript_result_get_js_value(g_value_get_boxed(&values[1]))); // as Wails reads it
	passing = mainwindowPasses(message);
	if (passing)
		g_signal_handler_unblock(manager, handler);
	g_free(message);
	return TRUE;
}

static void after(WebKitUserContentManager *manager, WebKitJavascriptResult *result, gpointer data) {
	if (passing)
		g_signal_handler_block(manager, handler);
	passing = FALSE;
}

gboolean mw_messages(void) {
	WebKitUserContentManager *manager = webkit_web_view_get_user_content_manager(guarded);
	guint signal = g_signal_lookup("script-message-received", WEBKIT_TYPE_USER_CONTENT_MANAGER);
	handler = g_signal_handler_find(manager, G_SIGNAL_MATCH_ID | G_SIGNAL_MATCH_DETAIL, signal,
		g_quark_from_static_string("external"), NULL, NULL, NULL);
	if (!handler)
		return FALSE;
	g_signal_handler_block(manager, handler);
	g_signal_add_emission_hook(signal, 0, before, NULL, NULL);
	g_signal_connect_after(manager, "script-message-received", G_CALLBACK(after), NULL);
	return TRUE;
}
