//go:build cgo && !gnustep

// The web view. Go decides on every load of a page, and gets every failure.

#include "window_linux.h"

#include <libsoup/soup.h>

#include "_cgo_export.h"

static int cause(WebKitNavigationAction *action) {
	if (webkit_navigation_action_is_redirect(action))
		return LW_BY_REDIRECT;
	switch (webkit_navigation_action_get_navigation_type(action)) {
	case WEBKIT_NAVIGATION_TYPE_LINK_CLICKED:
		return LW_BY_LINK;
	case WEBKIT_NAVIGATION_TYPE_BACK_FORWARD:
	case WEBKIT_NAVIGATION_TYPE_RELOAD:
	case WEBKIT_NAVIGATION_TYPE_FORM_RESUBMITTED:
		return LW_BY_HISTORY;
	default:
		return LW_BY_PAGE;
	}
}

static gboolean on_navigation(WebKitNavigationPolicyDecision *decision, gboolean new_window, guint id) {
	WebKitNavigationAction *action = webkit_navigation_policy_decision_get_navigation_action(decision);
	WebKitURIRequest *request = webkit_navigation_action_get_request(action);
	const char *method = webkit_uri_request_get_http_method(request);
	return loginwindowNavigate(id, (char *)webkit_uri_request_get_uri(request), new_window,
		webkit_navigation_action_is_user_gesture(action), method && g_strcmp0(method, "GET") != 0, cause(action));
}

// is_document reports whether a response is that to the main frame's request. WebKitGTK before 2.40 does not say so.
static gboolean is_document(WebKitResponsePolicyDecision *decision) {
#if WEBKIT_CHECK_VERSION(2, 40, 0)
	return webkit_response_policy_decision_is_main_frame_main_resource(decision);
#else
	(void)decision;
	return FALSE;
#endif
}

// on_response accepts what the window itself can show. An attachment is a download, whatever its type.
static gboolean on_response(WebKitResponsePolicyDecision *decision, guint id) {
	WebKitURIResponse *response = webkit_response_policy_decision_get_response(decision);
	SoupMessageHeaders *headers = webkit_uri_response_get_http_headers(response);
	const char *disposition = headers ? soup_message_headers_get_one(headers, "Content-Disposition") : NULL;
	gboolean attachment = disposition && g_ascii_strncasecmp(disposition, "attachment", 10) == 0;
	if (is_document(decision))
		loginwindowResponded(id, webkit_uri_response_get_status_code(response));
	if (webkit_response_policy_decision_is_mime_type_supported(decision) && !attachment)
		return TRUE;
	if (attachment)
		loginwindowLimited(id, LW_LIMIT_DOWNLOAD);
	if (is_document(decision))
		loginwindowFailed(id, (char *)webkit_uri_response_get_uri(response), LW_FAIL_CONTENT);
	return FALSE;
}

static gboolean on_decide_policy(WebKitWebView *view, WebKitPolicyDecision *decision, WebKitPolicyDecisionType type,
	gpointer data) {
	(void)view;
	guint id = GPOINTER_TO_UINT(data);
	gboolean load = FALSE;
	if (type == WEBKIT_POLICY_DECISION_TYPE_RESPONSE)
		load = on_response(WEBKIT_RESPONSE_POLICY_DECISION(decision), id);
	else
		load = on_navigation(WEBKIT_NAVIGATION_POLICY_DECISION(decision),
			type == WEBKIT_POLICY_DECISION_TYPE_NEW_WINDOW_ACTION, id);
	if (load)
		webkit_policy_decision_use(decision);
	else
		webkit_policy_decision_ignore(decision);
	return TRUE;
}

// on_sent reports the redirects of the main frame's document.
static void on_sent(WebKitWebResource *resource, WebKitURIRequest *request, WebKitURIResponse *redirect, gpointer id) {
	(void)resource;
	if (redirect)
		loginwindowRequested(GPOINTER_TO_UINT(id), (char *)webkit_uri_request_get_uri(request));
}

// on_resource finds the document of the main frame among all resources. Before a document arrives,
// webkit_web_view_get_uri() does not always return the address that a page navigates to.
static void on_resource(WebKitWebView *view, WebKitWebResource *resource, WebKitURIRequest *request, gpointer id) {
	if (resource != webkit_web_view_get_main_resource(view))
		return;
	loginwindowRequested(GPOINTER_TO_UINT(id), (char *)webkit_uri_request_get_uri(request));
	g_signal_connect(resource, "sent-request", G_CALLBACK(on_sent), id);
}

// on_load_changed reads the address only when the document has committed. Before that, it is the address of a load that
// may never arrive. On the way back and in a pop-up, another document may commit under the address of the window's own
// load: Go notices that (see page.misnamed).
static void on_load_changed(WebKitWebView *view, WebKitLoadEvent event, gpointer id) {
	const char *uri = webkit_web_view_get_uri(view);
	if (event == WEBKIT_LOAD_COMMITTED && uri)
		loginwindowCommitted(GPOINTER_TO_UINT(id), (char *)uri);
}

// failure returns -1 for a load that another one replaced, which is no failure. A load that libsoup has cancelled of its own accord is
// lost. About one in a hundred loads from a host with a bad certificate ends so, in place of on_tls_failed: WebKit connects to the host
// before it loads, and the load seems to end with that first connection.
static int failure(const GError *error) {
	if (g_error_matches(error, WEBKIT_NETWORK_ERROR, WEBKIT_NETWORK_ERROR_CANCELLED))
		return -1;
	if (g_error_matches(error, WEBKIT_POLICY_ERROR, WEBKIT_POLICY_ERROR_FRAME_LOAD_INTERRUPTED_BY_POLICY_CHANGE))
		return LW_FAIL_REFUSED;
	if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
		return LW_FAIL_LOST;
	if (error->domain == G_RESOLVER_ERROR)
		return LW_FAIL_DNS;
	if (g_error_matches(error, G_TLS_ERROR, G_TLS_ERROR_CERTIFICATE_REQUIRED))
		return LW_FAIL_CERTIFICATE;
	if (error->domain == G_TLS_ERROR)
		return LW_FAIL_TLS;
	if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
		return LW_FAIL_TIMEOUT;
	return LW_FAIL_NETWORK;
}

static gboolean on_load_failed(WebKitWebView *view, WebKitLoadEvent event, char *uri, GError *error, gpointer id) {
	(void)view;
	(void)event;
	int kind = failure(error);
	if (kind >= 0)
		loginwindowFailed(GPOINTER_TO_UINT(id), uri, kind);
	else
		loginwindowStopped(GPOINTER_TO_UINT(id));
	return TRUE; // shows no error page of WebKit
}

static gboolean on_tls_failed(WebKitWebView *view, char *uri, GTlsCertificate *certificate, GTlsCertificateFlags errors,
	gpointer id) {
	(void)view;
	(void)certificate;
	int kind = LW_FAIL_TLS;
	if (errors & G_TLS_CERTIFICATE_BAD_IDENTITY)
		kind = LW_FAIL_TLS_HOST;
	else if (errors & (G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED))
		kind = LW_FAIL_TLS_EXPIRED;
	loginwindowFailed(GPOINTER_TO_UINT(id), uri, kind);
	return TRUE;
}

static void on_crash(WebKitWebView *view, WebKitWebProcessTerminationReason reason, gpointer id) {
	if (reason == WEBKIT_WEB_PROCESS_TERMINATED_BY_API)
		return; // the window is being closed
	(void)view;
	loginwindowFailed(GPOINTER_TO_UINT(id), "", LW_FAIL_CRASH); // Go knows whose document it was
}

// on_uri reports a new address of the document in the window (history.pushState). Go ignores those of loads.
static void on_uri(WebKitWebView *view, GParamSpec *property, gpointer id) {
	(void)property;
	const char *uri = webkit_web_view_get_uri(view);
	if (uri)
		loginwindowMoved(GPOINTER_TO_UINT(id), (char *)uri);
}

static void on_responsive(WebKitWebView *view, GParamSpec *property, gpointer id) {
	(void)property;
	if (!webkit_web_view_get_is_web_process_responsive(view))
		loginwindowLimited(GPOINTER_TO_UINT(id), LW_LIMIT_STUCK);
}

// on_press tells Go about each key or button press, so that Go can distinguish the user's clicks.
static gboolean on_press(GtkWidget *view, GdkEvent *event, gpointer id) {
	(void)view;
	(void)event;
	loginwindowPressed(GPOINTER_TO_UINT(id));
	return FALSE;
}

// on_close handles window.close() of the page or of its opener.
static void on_close(WebKitWebView *view, gpointer id) {
	(void)view;
	LoginWindow *w = lw_find(GPOINTER_TO_UINT(id));
	if (w && loginwindowMayClose(w->id))
		gtk_window_close(GTK_WINDOW(w->window));
}

// ID is the name under which a view keeps the id of its window.
#define ID "loginwindow-id"

guint lw_id(WebKitWebView *view) { return GPOINTER_TO_UINT(g_object_get_data(G_OBJECT(view), ID)); }

// lw_view_new makes a view with the handlers and the denials of this package. A pop-up's view is related to its opener's:
// it has the same web process, and the same context even after lw_forget.
WebKitWebView *lw_view_new(guint id, WebKitUserContentManager *content, WebKitWebView *opener) {
	gpointer data = GUINT_TO_POINTER(id);
	WebKitSettings *settings = lw_settings();
	WebKitWebView *view = opener ? lw_bare_view("related-view", opener, settings, content)
								 : lw_bare_view("web-context", lw_context(FALSE), settings, content);
	g_object_unref(settings);
	const struct {
		const char *signal;
		GCallback handler;
	} handlers[] = {
		{"decide-policy", G_CALLBACK(on_decide_policy)},
		{"create", G_CALLBACK(lw_pop_up)},
		{"resource-load-started", G_CALLBACK(on_resource)},
		{"load-changed", G_CALLBACK(on_load_changed)},
		{"load-failed", G_CALLBACK(on_load_failed)},
		{"load-failed-with-tls-errors", G_CALLBACK(on_tls_failed)},
		{"web-process-terminated", G_CALLBACK(on_crash)},
		{"close", G_CALLBACK(on_close)},
		{"notify::uri", G_CALLBACK(on_uri)},
		{"notify::is-web-process-responsive", G_CALLBACK(on_responsive)},
		{"button-press-event", G_CALLBACK(on_press)},
		{"key-press-event", G_CALLBACK(on_press)},
		{"touch-event", G_CALLBACK(on_press)},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(handlers); i++)
		g_signal_connect(view, handlers[i].signal, handlers[i].handler, data);
	g_object_set_data(G_OBJECT(view), ID, data);
	lw_deny(view, id);
	lw_mouse(view, id);
	lw_menu(view, id);
	return view;
}
