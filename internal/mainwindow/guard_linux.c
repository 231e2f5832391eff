#include "guard_linux.h"

#include <stdlib.h>

extern void mainwindowGuarded(gboolean found);
extern gboolean mainwindowAllowed(char *uri);
extern void mainwindowEnded(char *reason);

WebKitWebView *guarded;

// decide refuses every navigation that is not allowed, in the window or in a frame, and every new window. The default
// handler decides about responses: it shows what WebKit can show, and downloads nothing by itself.
static gboolean decide(WebKitWebView *view, WebKitPolicyDecision *decision, WebKitPolicyDecisionType type, gpointer data) {
	if (type == WEBKIT_POLICY_DECISION_TYPE_RESPONSE)
		return FALSE;
	WebKitNavigationAction *action =
	    webkit_navigation_policy_decision_get_navigation_action(WEBKIT_NAVIGATION_POLICY_DECISION(decision));
	const char *uri = webkit_uri_request_get_uri(webkit_navigation_action_get_request(action));
	if (mainwindowAllowed((char *)uri))
		return FALSE;
	webkit_policy_decision_ignore(decision);
	return TRUE;
}

static void ended(WebKitWebView *view, WebKitWebProcessTerminationReason reason, gpointer data) {
	switch (reason) {
	case WEBKIT_WEB_PROCESS_CRASHED:
		mainwindowEnded("crashed");
		break;
	case WEBKIT_WEB_PROCESS_EXCEEDED_MEMORY_LIMIT:
		mainwindowEnded("out of memory");
		break;
	default:
		mainwindowEnded("terminated");
	}
}

// collect adds the web views below a widget.
static void collect(GtkWidget *widget, gpointer views) {
	if (WEBKIT_IS_WEB_VIEW(widget))
		g_ptr_array_add(views, widget);
	else if (GTK_IS_CONTAINER(widget))
		gtk_container_forall(GTK_CONTAINER(widget), collect, views);
}

static gboolean guard(gpointer data) {
	GPtrArray *views = g_ptr_array_new();
	GList *windows = gtk_window_list_toplevels();
	for (GList *i = windows; i; i = i->next)
		collect(i->data, views);
	g_list_free(windows);
	gboolean found = views->len == 1;
	if (found) {
		guarded = g_ptr_array_index(views, 0);
		g_object_add_weak_pointer(G_OBJECT(guarded), (gpointer *)&guarded);
		g_signal_connect(guarded, "decide-policy", G_CALLBACK(decide), NULL);
		g_signal_connect(guarded, "web-process-terminated", G_CALLBACK(ended), NULL);
		mw_context_menu();
		found = mw_messages();
	}
	g_ptr_array_unref(views);
	mainwindowGuarded(found);
	return G_SOURCE_REMOVE;
}

static gboolean load(gpointer uri) {
	if (guarded)
		webkit_web_view_load_uri(guarded, uri);
	return G_SOURCE_REMOVE;
}

// The priority is higher than that of everything else in the loop, because the guard has to be connected before the view's
// own events.
void mw_post_guard(void) { g_idle_add_full(G_PRIORITY_HIGH, guard, NULL, NULL); }

void mw_post_load(char *uri) { g_idle_add_full(G_PRIORITY_DEFAULT, load, uri, free); }
