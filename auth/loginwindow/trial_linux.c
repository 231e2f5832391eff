//go:build cgo && !gnustep

// The trial of the sandbox: a child process starts a web process as the windows do. WebKit ends the process whose web
// process dies during its start, and then the child ends instead of the app.

#include "window_linux.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

// The descriptors of the child. It ends when the first is closed, and writes a byte to the second when a page is
// loaded.
enum { TRIAL_END = 0, TRIAL_LOADED = 3 };

static void on_load_changed(WebKitWebView *view, WebKitLoadEvent event, gpointer data) {
	(void)view;
	(void)data;
	if (event == WEBKIT_LOAD_FINISHED && write(TRIAL_LOADED, "1", 1) != 1)
		_exit(EXIT_FAILURE);
}

static void on_terminated(WebKitWebView *view, WebKitWebProcessTerminationReason reason, gpointer data) {
	(void)view;
	(void)reason;
	(void)data;
	_exit(EXIT_FAILURE);
}

static gboolean on_end(GIOChannel *channel, GIOCondition condition, gpointer data) {
	(void)channel;
	(void)condition;
	(void)data;
	_exit(EXIT_SUCCESS);
}

// lw_trial replaces main in the child. It is a constructor, so that it runs before Go starts and before any package of
// the program is initialised: the child runs nothing of the program itself.
__attribute__((constructor)) static void lw_trial(void) {
	if (!getenv(LW_TRIAL))
		return;
	unsetenv(LW_TRIAL);
	// These would use the app's port, and open a window.
	unsetenv("WEBKIT_INSPECTOR_SERVER");
	unsetenv("WEBKIT_INSPECTOR_HTTP_SERVER");
	unsetenv("GTK_DEBUG");
	if (!gtk_init_check(NULL, NULL)) {
		fputs("GTK cannot open the display\n", stderr);
		_exit(EXIT_FAILURE);
	}
	WebKitSettings *settings = lw_settings();
	GtkWidget *view = g_object_new(WEBKIT_TYPE_WEB_VIEW, "web-context", lw_context(TRUE), "settings", settings, NULL);
	g_signal_connect(view, "load-changed", G_CALLBACK(on_load_changed), NULL);
	g_signal_connect(view, "web-process-terminated", G_CALLBACK(on_terminated), NULL);
	g_io_add_watch(g_io_channel_unix_new(TRIAL_END), G_IO_IN | G_IO_HUP | G_IO_ERR, on_end, NULL);
	webkit_web_view_load_uri(WEBKIT_WEB_VIEW(view), "about:blank");
	gtk_main();
	_exit(EXIT_FAILURE);
}
