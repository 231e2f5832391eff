// The way in, and the environment: one for each folder.

#include "standin.h"

#include <stdlib.h>
#include <wchar.h>

static Browser *browsers[64];
static int browser_count;

// make_folder makes a folder and those above it.
static void make_folder(const WCHAR *folder) {
	WCHAR part[MAX_PATH];
	for (size_t i = 3; i < MAX_PATH && folder[i - 1]; i++)
		if (folder[i] == L'\\' || !folder[i]) {
			wcsncpy(part, folder, i);
			part[i] = 0;
			CreateDirectoryW(part, NULL);
		}
}

// browser_of returns the browser process of a folder. Two environments on one folder must agree in every option.
static Browser *browser_of(const WCHAR *folder, const WCHAR *arguments) {
	for (int i = 0; i < browser_count; i++) {
		if (wcscmp(browsers[i]->folder, folder))
			continue;
		if (!wcscmp(browsers[i]->arguments, arguments))
			return browsers[i];
		say("FAULT one folder with two lists of arguments");
		return NULL;
	}
	Browser *b = calloc(1, sizeof *b);
	wcsncpy(b->folder, folder, MAX_PATH - 1);
	wcsncpy(b->arguments, arguments, 1023);
	if (browser_count < 64)
		browsers[browser_count++] = b;
	make_folder(folder);
	return b;
}

METHOD options(Object *o, Object **out) {
	HERE("CreateCoreWebView2ControllerOptions");
	(void)o;
	*out = object("ICoreWebView2ControllerOptions", N_ICoreWebView2ControllerOptions, NULL);
	writable(*out, ICoreWebView2ControllerOptions__SetIsInPrivateModeEnabled, 0);
	return S_OK;
}

typedef struct {
	Object *environment;
	HWND parent;
	BOOL in_private;
	void *handler;
} Wanted;

static void make_controller(void *data) {
	Wanted *w = data;
	if (w->parent != HWND_MESSAGE && !IsWindow(w->parent)) {
		invoke(w->handler, (void *)(INT_PTR)E_ABORT, NULL);
	} else {
		View *v = view_new(w->environment, w->environment->browser, w->parent);
		if (!w->in_private)
			say("FAULT a profile that keeps its data");
		invoke(w->handler, S_OK, v->controller);
	}
	drop(w->handler);
	free(w);
}

METHOD create_controller(Object *o, HWND parent, Object *with, void *handler) {
	HERE("CreateCoreWebView2ControllerWithOptions");
	if (parent != HWND_MESSAGE && !IsWindow(parent)) {
		say("FAULT a web view without a window");
		return E_INVALIDARG;
	}
	Wanted *w = malloc(sizeof *w);
	*w = (Wanted){o, parent, with->number[0] != 0, handler};
	take(handler);
	post_call(make_controller, w);
	return S_OK;
}

METHOD create_response(Object *o, void *content, int status, const WCHAR *reason, const WCHAR *headers, Object **out) {
	HERE("CreateWebResourceResponse");
	(void)o;
	(void)content;
	if (status < 200 || status > 599 || !reason || !headers)
		say("FAULT a response with the status %d", status);
	*out = object("ICoreWebView2WebResourceResponse", N_ICoreWebView2WebResourceResponse, NULL);
	(*out)->number[0] = status;
	return S_OK;
}

static const char *const iids[] = {IID_ICoreWebView2Environment, IID_ICoreWebView2Environment10, NULL};

static void ready(void *data) {
	Object *environment = data;
	invoke(environment->task, S_OK, environment);
	drop(environment->task);
}

// arguments_of reads the first property of ICoreWebView2EnvironmentOptions.
static void arguments_of(void *options, WCHAR *out, size_t size) {
	WCHAR *text = NULL;
	HRESULT(STDMETHODCALLTYPE *get)(void *, WCHAR **) = (*(void ***)options)[3];
	*out = 0;
	if (options && SUCCEEDED(get(options, &text)) && text) {
		wcsncpy(out, text, size - 1);
		CoTaskMemFree(text);
	}
}

static void register_page(void) {
	WNDCLASSW class = {0};
	class.lpfnWndProc = page_proc;
	class.lpszClassName = L"WebView2StandInPage";
	class.hbrBackground = (HBRUSH)(COLOR_WINDOW + 1);
	RegisterClassW(&class);
}

__declspec(dllexport) HRESULT STDMETHODCALLTYPE CreateWebViewEnvironmentWithOptionsInternal(
	BOOL unknown, int type, const WCHAR *folder, void *with, void *handler) {
	APTTYPE apartment;
	APTTYPEQUALIFIER qualifier;
	WCHAR arguments[1024];
	(void)unknown;
	(void)type;
	if (CoGetApartmentType(&apartment, &qualifier) || (apartment != APTTYPE_STA && apartment != APTTYPE_MAINSTA)) {
		say("FAULT this is no single-threaded apartment");
		return 0x8001010E;
	}
	ui_thread = GetCurrentThreadId();
	loop_window();
	register_page();
	arguments_of(with, arguments, 1024);
	Browser *b = browser_of(folder, arguments);
	if (!b)
		return HRESULT_FROM_WIN32(ERROR_INVALID_STATE);
	say("environment %ls %ls", folder, arguments);
	Object *environment = object("ICoreWebView2Environment", N_ICoreWebView2Environment10, iids);
	environment->browser = b;
	environment->task = handler;
	take(handler);
	implement(environment, ICoreWebView2Environment__CreateWebResourceResponse, create_response);
	implement(environment, ICoreWebView2Environment10__CreateCoreWebView2ControllerOptions, options);
	implement(environment, ICoreWebView2Environment10__CreateCoreWebView2ControllerWithOptions, create_controller);
	post_call(ready, environment);
	return S_OK;
}

__declspec(dllexport) HRESULT STDMETHODCALLTYPE DllCanUnloadNow(void) { return S_FALSE; }
