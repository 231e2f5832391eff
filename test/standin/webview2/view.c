// The web view, its controller, its settings and its profile.

#include "standin.h"

#include <stdlib.h>
#include <wchar.h>

// fire raises an event, if the app has a handler for it. An event without one keeps the arguments' defaults.
void fire(View *v, int slot, Object *arguments) {
	void *handler = v->closed ? NULL : v->handlers[slot];
	if (handler)
		invoke(handler, v->core, arguments);
	if (arguments)
		end_event(arguments);
}

void fire_key(View *v, WPARAM key, BOOL system, BOOL *handled) {
	Object *a = object("ICoreWebView2AcceleratorKeyPressedEventArgs", N_ICoreWebView2AcceleratorKeyPressedEventArgs, NULL);
	readable(a, ICoreWebView2AcceleratorKeyPressedEventArgs__KeyEventKind, 0);
	readable(a, ICoreWebView2AcceleratorKeyPressedEventArgs__VirtualKey, 1);
	writable(a, ICoreWebView2AcceleratorKeyPressedEventArgs__SetHandled, 2);
	a->number[0] = system ? 2 : 0;
	a->number[1] = (INT64)key;
	if (v->on_key && !v->closed)
		invoke(v->on_key, v->controller, a);
	*handled = a->number[2] != 0;
	end_event(a);
}

static HRESULT add(Object *o, int slot, void *handler, INT64 *token) {
	HERE("add");
	if (!handler || !token)
		return E_POINTER;
	take(handler);
	drop(o->view->handlers[slot]);
	o->view->handlers[slot] = handler;
	*token = slot;
	return S_OK;
}

// EVENTS are those that a web view has here.
#define EVENTS(DO) \
	DO(ICoreWebView2__add_NavigationStarting) \
	DO(ICoreWebView2__add_ContentLoading) \
	DO(ICoreWebView2__add_SourceChanged) \
	DO(ICoreWebView2__add_NavigationCompleted) \
	DO(ICoreWebView2__add_FrameNavigationStarting) \
	DO(ICoreWebView2__add_ScriptDialogOpening) \
	DO(ICoreWebView2__add_PermissionRequested) \
	DO(ICoreWebView2__add_ProcessFailed) \
	DO(ICoreWebView2__add_NewWindowRequested) \
	DO(ICoreWebView2__add_WebResourceRequested) \
	DO(ICoreWebView2__add_WindowCloseRequested) \
	DO(ICoreWebView2_4__add_DownloadStarting) \
	DO(ICoreWebView2_5__add_ClientCertificateRequested) \
	DO(ICoreWebView2_10__add_BasicAuthenticationRequested) \
	DO(ICoreWebView2_11__add_ContextMenuRequested) \
	DO(ICoreWebView2_14__add_ServerCertificateErrorDetected) \
	DO(ICoreWebView2_18__add_LaunchingExternalUriScheme)
#define ADD(slot) \
	METHOD on_##slot(Object *o, void *handler, INT64 *token) { return add(o, slot, handler, token); }
EVENTS(ADD)

METHOD navigate(Object *o, const WCHAR *url) {
	HERE("Navigate");
	say("Navigate %ls", url);
	load(o->view, url, (Request){.main = TRUE, .kind = 2, .history = -1});
	return S_OK;
}

METHOD source(Object *o, WCHAR **out) {
	HERE("Source");
	return give_text(o->view->url, out);
}

METHOD settings(Object *o, Object **out) {
	HERE("Settings");
	return give(o->view->settings, out);
}

METHOD profile(Object *o, Object **out) {
	HERE("Profile");
	return give(o->view->profile, out);
}

METHOD browser_process(Object *o, LONG *out) {
	HERE("BrowserProcessId");
	(void)o;
	*out = 0;
	return S_OK;
}

METHOD can_go_back(Object *o, LONG *out) {
	HERE("CanGoBack");
	*out = o->view->history_at > 0;
	return S_OK;
}

METHOD back(Object *o) {
	HERE("GoBack");
	go_back(o->view);
	return S_OK;
}

METHOD add_filter(Object *o, const WCHAR *url, LONG context, LONG sources) {
	HERE("AddWebResourceRequestedFilterWithRequestSourceKinds");
	o->view->filtered = !wcscmp(url, L"*") && context == 0 && sources == -1;
	return S_OK;
}

METHOD core_of(Object *o, Object **out) {
	HERE("CoreWebView2");
	return give(o->view->core, out);
}

METHOD put_bounds(Object *o, RECT r) {
	HERE("SetBounds");
	if (r.right < r.left || r.right > 10000 || r.bottom > 10000)
		say("FAULT bounds %ld %ld %ld %ld", r.left, r.top, r.right, r.bottom);
	if (o->view->page)
		MoveWindow(o->view->page, r.left, r.top, r.right - r.left, r.bottom - r.top, TRUE);
	return S_OK;
}

METHOD put_visible(Object *o, LONG on) {
	HERE("SetIsVisible");
	if (on != 0 && on != 1)
		say("FAULT SetIsVisible %ld", on);
	if (o->view->page)
		ShowWindow(o->view->page, on ? SW_SHOWNA : SW_HIDE);
	return S_OK;
}

METHOD put_zoom(Object *o, double factor) {
	HERE("SetZoomFactor");
	(void)o;
	if (factor < 0.2 || factor > 5)
		say("FAULT SetZoomFactor %f", factor);
	say("zoom %.2f", factor);
	return S_OK;
}

METHOD move_focus(Object *o, LONG reason) {
	HERE("MoveFocus");
	if (reason < 0 || reason > 2)
		say("FAULT MoveFocus %ld", reason);
	if (o->view->page)
		SetFocus(o->view->page);
	return S_OK;
}

METHOD on_move_focus(Object *o, void *handler, INT64 *token) {
	HERE("add_MoveFocusRequested");
	take(handler);
	o->view->on_move_focus = handler;
	*token = 1;
	return S_OK;
}

METHOD on_key(Object *o, void *handler, INT64 *token) {
	HERE("add_AcceleratorKeyPressed");
	take(handler);
	o->view->on_key = handler;
	*token = 1;
	return S_OK;
}

METHOD moved(Object *o) {
	HERE("NotifyParentWindowPositionChanged");
	(void)o;
	return S_OK;
}

METHOD put_background(Object *o, DWORD color) {
	HERE("SetDefaultBackgroundColor");
	(void)o;
	if ((color & 0xff) != 0xff)
		say("FAULT a background that is not opaque");
	return S_OK;
}

// forget deletes what pages have stored.
void forget(Browser *b) { b->cookie_count = b->password_count = 0; }

static void stop_view(View *v) {
	v->closed = TRUE;
	stop_acts(v);
	if (v->page)
		DestroyWindow(v->page);
	for (int i = 0; i < MAX_SLOTS; i++)
		drop(v->handlers[i]);
	drop(v->on_key);
	drop(v->on_move_focus);
}

METHOD close_controller(Object *o) {
	View *v = o->view;
	HERE("Close");
	if (event_depth > 0)
		say("FAULT Close inside of the handler of an event");
	if (v->closed) {
		say("FAULT Close again");
		return S_OK;
	}
	stop_view(v);
	if (--v->browser->controllers == 0)
		forget(v->browser); // the profile is InPrivate
	say("closed, %d left", v->browser->controllers);
	return S_OK;
}

static void run_cleared(void *data) {
	Object *waiting = data;
	forget(waiting->browser);
	say("cleared");
	invoke(waiting->task, S_OK, NULL);
	drop(waiting->task);
}

METHOD clear_all(Object *o, void *handler) {
	HERE("ClearBrowsingDataAll");
	Object *waiting = object("cleared", 3, NULL);
	waiting->browser = o->view->browser;
	waiting->task = handler;
	take(handler);
	post_call(run_cleared, waiting);
	return S_OK;
}

static const char *const core_iids[] = {IID_ICoreWebView2, IID_ICoreWebView2_2, IID_ICoreWebView2_4, IID_ICoreWebView2_5,
	IID_ICoreWebView2_10, IID_ICoreWebView2_11, IID_ICoreWebView2_13, IID_ICoreWebView2_14, IID_ICoreWebView2_18,
	IID_ICoreWebView2_22, NULL};
static const char *const controller_iids[] = {IID_ICoreWebView2Controller, IID_ICoreWebView2Controller2,
	IID_ICoreWebView2Controller3, IID_ICoreWebView2Controller4, NULL};
static const char *const settings_iids[] = {IID_ICoreWebView2Settings, IID_ICoreWebView2Settings2, IID_ICoreWebView2Settings3,
	IID_ICoreWebView2Settings4, IID_ICoreWebView2Settings5, IID_ICoreWebView2Settings6, NULL};
static const char *const profile_iids[] = {IID_ICoreWebView2Profile, IID_ICoreWebView2Profile2, NULL};

// What the settings were set to, by number: on by default.
enum { MESSAGES, DIALOGS, TOOLS, ERROR_PAGE };

static void make_settings(View *v) {
	Object *s = v->settings = object("ICoreWebView2Settings", N_ICoreWebView2Settings6, settings_iids);
	const int others[] = {ICoreWebView2Settings__SetIsStatusBarEnabled, ICoreWebView2Settings__SetAreDefaultContextMenusEnabled,
		ICoreWebView2Settings__SetAreHostObjectsAllowed, ICoreWebView2Settings__SetIsZoomControlEnabled,
		ICoreWebView2Settings3__SetAreBrowserAcceleratorKeysEnabled, ICoreWebView2Settings4__SetIsPasswordAutosaveEnabled,
		ICoreWebView2Settings4__SetIsGeneralAutofillEnabled, ICoreWebView2Settings6__SetIsSwipeNavigationEnabled};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		writable(s, others[i], 5);
	for (int i = MESSAGES; i <= ERROR_PAGE; i++)
		s->number[i] = 1;
	writable(s, ICoreWebView2Settings__SetIsWebMessageEnabled, MESSAGES);
	writable(s, ICoreWebView2Settings__SetAreDefaultScriptDialogsEnabled, DIALOGS);
	writable(s, ICoreWebView2Settings__SetAreDevToolsEnabled, TOOLS);
	writable(s, ICoreWebView2Settings__SetIsBuiltInErrorPageEnabled, ERROR_PAGE);
}

static void make_controller(View *v) {
	Object *c = v->controller = object("ICoreWebView2Controller", N_ICoreWebView2Controller4, controller_iids);
	implement(c, ICoreWebView2Controller__SetBounds, put_bounds);
	implement(c, ICoreWebView2Controller__SetIsVisible, put_visible);
	implement(c, ICoreWebView2Controller__SetZoomFactor, put_zoom);
	implement(c, ICoreWebView2Controller__MoveFocus, move_focus);
	implement(c, ICoreWebView2Controller__add_MoveFocusRequested, on_move_focus);
	implement(c, ICoreWebView2Controller__add_AcceleratorKeyPressed, on_key);
	implement(c, ICoreWebView2Controller__NotifyParentWindowPositionChanged, moved);
	implement(c, ICoreWebView2Controller__Close, close_controller);
	implement(c, ICoreWebView2Controller__CoreWebView2, core_of);
	implement(c, ICoreWebView2Controller2__SetDefaultBackgroundColor, put_background);
	writable(c, ICoreWebView2Controller4__SetAllowExternalDrop, 0);
}

static void make_core(View *v) {
	Object *c = v->core = object("ICoreWebView2", N_ICoreWebView2_22, core_iids);
#define IMPLEMENT(slot) implement(c, slot, on_##slot);
	EVENTS(IMPLEMENT)
	implement(c, ICoreWebView2__Navigate, navigate);
	implement(c, ICoreWebView2__Source, source);
	implement(c, ICoreWebView2__Settings, settings);
	implement(c, ICoreWebView2__BrowserProcessId, browser_process);
	implement(c, ICoreWebView2__CanGoBack, can_go_back);
	implement(c, ICoreWebView2__GoBack, back);
	implement(c, ICoreWebView2_13__Profile, profile);
	implement(c, ICoreWebView2_22__AddWebResourceRequestedFilterWithRequestSourceKinds, add_filter);
}

View *view_new(Object *environment, Browser *browser, HWND parent) {
	View *v = calloc(1, sizeof *v);
	v->environment = environment;
	v->browser = browser;
	v->parent = parent;
	wcscpy(v->url, L"about:blank");
	make_core(v);
	make_controller(v);
	make_settings(v);
	v->profile = object("ICoreWebView2Profile", N_ICoreWebView2Profile2, profile_iids);
	implement(v->profile, ICoreWebView2Profile2__ClearBrowsingDataAll, clear_all);
	v->core->view = v->controller->view = v->settings->view = v->profile->view = v;
	if (parent != HWND_MESSAGE) {
		v->page = CreateWindowExW(0, L"WebView2StandInPage", L"page", WS_CHILD, 0, 0, 1, 1, parent, NULL, NULL, NULL);
		SetWindowLongPtrW(v->page, GWLP_USERDATA, (LONG_PTR)v);
	}
	browser->controllers++;
	return v;
}
