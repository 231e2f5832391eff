// What a page does: the acts in its comment, one after the other. Some are for tests of Windows alone: "crash", "exit" and "hang" of a
// process, "confirm" and "prompt", "menu", "launch URL" for a program, and "certificate HOST:PORT" of the user.

#include "standin.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define WAIT_TIMER 1

static void step(void *data);

// Step is one act that is to come, of the document that was there when it was planned.
typedef struct {
	View *view;
	DWORD document;
} Step;

void go_on(View *v) {
	Step *s = malloc(sizeof *s);
	*s = (Step){v, v->document};
	v->state = RUNS;
	post_call(step, s);
}

void stop_acts(View *v) {
	free(v->acts);
	v->acts = v->next = NULL;
	v->gesture = FALSE;
	v->state = RUNS;
	if (v->page)
		KillTimer(v->page, WAIT_TIMER);
}

void begin_acts(View *v, char *body) {
	char *begin = body ? strstr(body, "<!--acts\n") : NULL, *end = begin ? strstr(begin, "-->") : NULL;
	if (!end)
		return;
	*end = 0;
	v->acts = strdup(begin + strlen("<!--acts\n"));
	v->next = v->acts;
	go_on(v);
}

static void fetched(Request *r) {
	if (!r->view->closed && r->document == r->view->document)
		go_on(r->view);
}

// new_window asks for a window. The answer may come later.
static void window_given(Object *a) {
	Object *core = a->child[1];
	if (core && !core->view->closed)
		load(core->view, a->text[0], (Request){.main = TRUE, .kind = 2, .history = -1});
}

METHOD put_window(Object *o, Object *core) {
	HERE("SetNewWindow");
	if (!o->number[0])
		say("FAULT a window without Handled");
	o->child[1] = core;
	core->view->opener = o->view;
	return S_OK;
}

static void new_window(View *v, const WCHAR *url) {
	Object *a = object("ICoreWebView2NewWindowRequestedEventArgs", N_ICoreWebView2NewWindowRequestedEventArgs, NULL);
	Object *features = object("ICoreWebView2WindowFeatures", N_ICoreWebView2WindowFeatures, NULL);
	readable(features, ICoreWebView2WindowFeatures__HasSize, 0);
	a->view = v;
	a->child[0] = features;
	a->completed = window_given;
	wcscpy(a->text[0], url);
	a->number[1] = v->gesture;
	v->gesture = FALSE; // one window for each click
	readable_text(a, ICoreWebView2NewWindowRequestedEventArgs__Uri, 0);
	implement(a, ICoreWebView2NewWindowRequestedEventArgs__SetNewWindow, put_window);
	writable(a, ICoreWebView2NewWindowRequestedEventArgs__SetHandled, 0);
	readable(a, ICoreWebView2NewWindowRequestedEventArgs__IsUserInitiated, 1);
	readable_child(a, ICoreWebView2NewWindowRequestedEventArgs__WindowFeatures, 0);
	deferrable(a, ICoreWebView2NewWindowRequestedEventArgs__GetDeferral);
	fire(v, ICoreWebView2__add_NewWindowRequested, a);
	if (!a->number[0])
		say("FAULT WebView2 opens a window of its own");
}

static void dialog_closed(Object *a) {
	say("dialog %ls%s", a->text[1], a->number[1] ? " accepted" : "");
	if (!a->view->closed && (DWORD)a->number[2] == a->view->document)
		go_on(a->view);
}

METHOD accept_dialog(Object *o) {
	HERE("Accept");
	o->number[1] = TRUE;
	return S_OK;
}

static void dialog(View *v, int kind, const WCHAR *text) {
	Object *a = object("ICoreWebView2ScriptDialogOpeningEventArgs", N_ICoreWebView2ScriptDialogOpeningEventArgs, NULL);
	if (v->settings->number[1])
		say("FAULT WebView2 shows a dialog of its own");
	a->view = v;
	a->completed = dialog_closed;
	wcscpy(a->text[0], v->url);
	wcscpy(a->text[1], text);
	a->number[0] = kind;
	a->number[2] = v->document;
	readable_text(a, ICoreWebView2ScriptDialogOpeningEventArgs__Uri, 0);
	readable_text(a, ICoreWebView2ScriptDialogOpeningEventArgs__Message, 1);
	readable(a, ICoreWebView2ScriptDialogOpeningEventArgs__Kind, 0);
	implement(a, ICoreWebView2ScriptDialogOpeningEventArgs__Accept, accept_dialog);
	deferrable(a, ICoreWebView2ScriptDialogOpeningEventArgs__GetDeferral);
	fire(v, ICoreWebView2__add_ScriptDialogOpening, a);
}

// own_url puts a path in the place of that of the document.
static void own_url(View *v, const WCHAR *path, const WCHAR *query, WCHAR *out) {
	wcscpy(out, v->url);
	WCHAR *slash = wcsstr(out, L"://");
	slash = slash ? wcschr(slash + 3, '/') : NULL;
	if (slash)
		*slash = 0;
	wcscat(out, path);
	wcscat(out, query);
}

static void permission(View *v, const WCHAR *name) {
	const WCHAR *const kinds[] = {L"", L"microphone", L"camera", L"geolocation", L"notifications", L"other-sensors", L"clipboard-read"};
	const int deny = 2;
	WCHAR url[MAX_URL], query[64];
	Object *a = object("ICoreWebView2PermissionRequestedEventArgs", N_ICoreWebView2PermissionRequestedEventArgs, NULL);
	for (int i = 0; i < 7; i++)
		if (!wcscmp(kinds[i], name))
			a->number[1] = i;
	readable(a, ICoreWebView2PermissionRequestedEventArgs__PermissionKind, 1);
	writable(a, ICoreWebView2PermissionRequestedEventArgs__SetState, 0);
	fire(v, ICoreWebView2__add_PermissionRequested, a);
	if (a->number[0] == 0)
		say("FAULT WebView2 asks for a permission");
	_snwprintf(query, 63, L"?%ls", name);
	own_url(v, a->number[0] == deny ? L"/denied" : L"/granted", query, url);
	fetch(v, url, fetched);
}

static void process_failed(View *v, int kind) {
	Object *a = object("ICoreWebView2ProcessFailedEventArgs", N_ICoreWebView2ProcessFailedEventArgs, NULL);
	readable(a, ICoreWebView2ProcessFailedEventArgs__ProcessFailedKind, 0);
	a->number[0] = kind;
	fire(v, ICoreWebView2__add_ProcessFailed, a);
}

// launch asks whether a program may open a URL, as for one that was no navigation.
static void launch(View *v, const WCHAR *url) {
	Object *a = object("ICoreWebView2LaunchingExternalUriSchemeEventArgs", N_ICoreWebView2LaunchingExternalUriSchemeEventArgs, NULL);
	wcscpy(a->text[0], url);
	a->number[0] = v->gesture;
	readable_text(a, ICoreWebView2LaunchingExternalUriSchemeEventArgs__Uri, 0);
	readable(a, ICoreWebView2LaunchingExternalUriSchemeEventArgs__IsUserInitiated, 0);
	writable(a, ICoreWebView2LaunchingExternalUriSchemeEventArgs__SetCancel, 1);
	fire(v, ICoreWebView2_18__add_LaunchingExternalUriScheme, a);
	if (!a->number[1])
		say("FAULT WebView2 asks whether a program may open %ls", url);
}

// client_certificate asks for a certificate of the user.
static void client_certificate(View *v, const WCHAR *host) {
	Object *a = object("ICoreWebView2ClientCertificateRequestedEventArgs", N_ICoreWebView2ClientCertificateRequestedEventArgs, NULL);
	wcscpy(a->text[0], host);
	WCHAR *colon = wcschr(a->text[0], ':');
	if (colon) {
		a->number[0] = _wtoi(colon + 1);
		*colon = 0;
	}
	readable_text(a, ICoreWebView2ClientCertificateRequestedEventArgs__Host, 0);
	readable(a, ICoreWebView2ClientCertificateRequestedEventArgs__Port, 0);
	writable(a, ICoreWebView2ClientCertificateRequestedEventArgs__SetHandled, 1);
	fire(v, ICoreWebView2_5__add_ClientCertificateRequested, a);
	if (!a->number[1])
		say("FAULT WebView2 asks for a certificate");
}

METHOD count(Object *o, LONG *out) {
	*out = (LONG)o->number[0];
	return S_OK;
}

static const WCHAR *const menu_names[] = {L"back", L"saveAs", L"copy", L"inspectElement", L"print"};
static Object *menu_left[5];

METHOD get_item(Object *o, LONG at, Object **out) {
	if (at < 0 || at >= o->number[0])
		return E_INVALIDARG;
	return give(menu_left[at], out);
}

METHOD remove_item(Object *o, LONG at) {
	if (at < 0 || at >= o->number[0])
		return E_INVALIDARG;
	memmove(menu_left + at, menu_left + at + 1, (size_t)(o->number[0] - at - 1) * sizeof *menu_left);
	o->number[0]--;
	return S_OK;
}

// menu opens the context menu, and logs what is in it.
static void menu(View *v) {
	Object *a = object("ICoreWebView2ContextMenuRequestedEventArgs", N_ICoreWebView2ContextMenuRequestedEventArgs, NULL);
	Object *items = object("ICoreWebView2ContextMenuItemCollection", N_ICoreWebView2ContextMenuItemCollection, NULL);
	for (int i = 0; i < 5; i++) {
		menu_left[i] = object("ICoreWebView2ContextMenuItem", N_ICoreWebView2ContextMenuItem, NULL);
		wcscpy(menu_left[i]->text[0], menu_names[i]);
		readable_text(menu_left[i], ICoreWebView2ContextMenuItem__Name, 0);
	}
	items->number[0] = 5;
	implement(items, ICoreWebView2ContextMenuItemCollection__Count, count);
	implement(items, ICoreWebView2ContextMenuItemCollection__GetValueAtIndex, get_item);
	implement(items, ICoreWebView2ContextMenuItemCollection__RemoveValueAtIndex, remove_item);
	a->child[0] = items;
	readable_child(a, ICoreWebView2ContextMenuRequestedEventArgs__MenuItems, 0);
	fire(v, ICoreWebView2_11__add_ContextMenuRequested, a);
	for (int i = 0; i < (int)items->number[0]; i++)
		say("menu item %ls", menu_left[i]->text[0]);
	go_on(v);
}

// perform carries out one act. It reports whether the next one may come at once.
static BOOL perform(View *v, const char *verb, WCHAR *argument) {
	Request main = {.main = TRUE, .kind = 2, .history = -1, .user = v->gesture};
	if (!strcmp(verb, "go") || !strcmp(verb, "follow") || !strcmp(verb, "download")) {
		load(v, argument, main);
	} else if (!strcmp(verb, "post")) {
		main.post = TRUE;
		load(v, argument, main);
	} else if (!strcmp(verb, "frame")) {
		load(v, argument, (Request){.frame = TRUE, .kind = 2, .user = v->gesture});
	} else if (!strcmp(verb, "opener")) {
		if (v->opener && !v->opener->closed)
			load(v->opener, argument, (Request){.main = TRUE, .kind = 2, .history = -1});
	} else if (!strcmp(verb, "popup") || !strcmp(verb, "link")) {
		new_window(v, argument);
	} else if (!strcmp(verb, "push")) {
		push_state(v, argument);
	} else if (!strcmp(verb, "close")) {
		fire(v, ICoreWebView2__add_WindowCloseRequested, NULL);
	} else if (!strcmp(verb, "crash")) {
		process_failed(v, 1);
		return FALSE;
	} else if (!strcmp(verb, "exit")) {
		process_failed(v, 0);
		return FALSE;
	} else if (!strcmp(verb, "hang")) {
		process_failed(v, 2);
	} else if (!strcmp(verb, "get")) {
		fetch(v, argument, fetched);
		return FALSE;
	} else if (!strcmp(verb, "permission")) {
		permission(v, argument);
		return FALSE;
	} else if (!strcmp(verb, "alert") || !strcmp(verb, "confirm") || !strcmp(verb, "prompt")) {
		dialog(v, *verb == 'a' ? 0 : *verb == 'c' ? 1 : 2, argument);
		return FALSE;
	} else if (!strcmp(verb, "launch")) {
		launch(v, argument);
	} else if (!strcmp(verb, "certificate")) {
		client_certificate(v, argument);
	} else if (!strcmp(verb, "menu")) {
		menu(v);
		return FALSE;
	} else if (!strcmp(verb, "click")) {
		v->state = WAITS_CLICK;
		return FALSE;
	} else if (!strcmp(verb, "wait")) {
		v->state = WAITS;
		if (v->page)
			SetTimer(v->page, WAIT_TIMER, (UINT)_wtoi(argument), NULL);
		return FALSE;
	} else if (!strcmp(verb, "key")) {
		v->state = WAITS_KEY;
		WideCharToMultiByte(CP_UTF8, 0, argument, -1, v->key, sizeof v->key, NULL, NULL);
		return FALSE;
	} else if (strcmp(verb, "print") && strcmp(verb, "chooser")) {
		say("FAULT no such act: %s", verb);
	}
	return TRUE;
}

static void step(void *data) {
	Step *s = data;
	View *v = s->view;
	BOOL stale = v->closed || s->document != v->document || !v->next || !*v->next;
	free(s);
	if (stale)
		return;
	char *line = v->next, *end = strchr(line, '\n'), verb[32] = "", argument[MAX_URL] = "";
	WCHAR wide[MAX_URL];
	v->next = end ? end + 1 : NULL;
	if (end)
		*end = 0;
	sscanf(line, "%31s %4095[^\r]", verb, argument);
	MultiByteToWideChar(CP_UTF8, 0, argument, -1, wide, MAX_URL);
	say("act %s %s", verb, argument);
	if (!*verb || perform(v, verb, wide))
		go_on(v);
}

// key_name names a key as pages do, for those that the tests use.
static void key_name(WPARAM key, char *out) {
	if (key == VK_ESCAPE)
		strcpy(out, "Escape");
	else if (key == VK_RETURN)
		strcpy(out, "Enter");
	else
		sprintf(out, "%c", tolower((int)key));
}

// is_accelerator reports whether WebView2 tells the app of a key: all with Control or Alt, and those that are no characters.
static BOOL is_accelerator(WPARAM key) {
	return GetKeyState(VK_CONTROL) < 0 || GetKeyState(VK_MENU) < 0 || key == VK_ESCAPE || (key >= VK_F1 && key <= VK_F24) ||
		(key >= VK_BROWSER_BACK && key <= VK_BROWSER_HOME);
}

// came_early removes the next act that waits for a key, and reports whether there is one.
static BOOL came_early(View *v, const char *name) {
	char act[40];
	sprintf(act, "key %s\n", name);
	for (char *line = v->next, *end; line && (end = strchr(line, '\n')); line = end + 1)
		if (!strncmp(line, act, strlen(act))) {
			memmove(line, end + 1, strlen(end + 1) + 1);
			return TRUE;
		}
	return FALSE;
}

static void key_pressed(View *v, WPARAM key, BOOL system) {
	BOOL handled = FALSE;
	char name[32];
	if (is_accelerator(key))
		fire_key(v, key, system, &handled);
	key_name(key, name);
	if (handled)
		return;
	BOOL awaited = v->state == WAITS_KEY && !strcmp(name, v->key);
	if (!awaited && !came_early(v, name))
		return;
	v->gesture = TRUE;
	if (awaited)
		go_on(v);
}

LRESULT CALLBACK page_proc(HWND w, UINT m, WPARAM a, LPARAM l) {
	View *v = (View *)GetWindowLongPtrW(w, GWLP_USERDATA);
	switch (v && !v->closed ? m : 0) {
	case WM_LBUTTONDOWN:
		SetFocus(w);
		if (v->state == WAITS_CLICK) {
			v->gesture = TRUE;
			go_on(v);
		}
		return 0;
	case WM_KEYDOWN:
	case WM_SYSKEYDOWN:
		key_pressed(v, a, m == WM_SYSKEYDOWN);
		return 0;
	case WM_TIMER:
		KillTimer(w, WAIT_TIMER);
		go_on(v);
		return 0;
	}
	return DefWindowProcW(w, m, a, l);
}
