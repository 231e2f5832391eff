// A stand-in for EmbeddedBrowserWebView.dll, the library of the WebView2 runtime, for tests of the login window under Wine. It has
// WebView2's own interfaces (interfaces.h comes from interfaces.txt), real windows, its own thread for each request, and real HTTP. It
// has no HTML, no layout and no script: what a page does is in a comment of the page (auth/loginwindow/acts_test.go). It writes
// FAULT into its log (WEBVIEW2_STANDIN_LOG) for what the real one would punish, or would do without asking.
//
// Nothing that passes here is proven for the real WebView2.

#ifndef STANDIN_H
#define STANDIN_H

#define COBJMACROS
#include <windows.h>
#include <objbase.h>

#include "interfaces.h"

#define MAX_SLOTS 160
#define MAX_URL 4096

typedef struct View View;
typedef struct Browser Browser;
typedef struct Object Object;

// Object is a COM object of the stand-in. What it holds depends on its kind.
struct Object {
	void **table;
	LONG refs;
	const char *kind;
	const char *const *iids; // but for IUnknown
	View *view;
	Browser *browser;
	WCHAR text[3][MAX_URL];
	INT64 number[6];
	Object *child[2];
	BOOL deferred, returned;
	void (*completed)(Object *arguments); // after a deferral
	void *task;
};

typedef HRESULT(STDMETHODCALLTYPE *Invoke)(void *self, void *first, void *second);
#define METHOD static HRESULT STDMETHODCALLTYPE

// log.c
void say(const char *format, ...);
BOOL option(const char *name);

// object.c
extern DWORD ui_thread;
extern int event_depth;
Object *object(const char *kind, int slots, const char *const *iids);
void take(void *unknown);
void drop(void *unknown);
BOOL on_ui_thread(const char *what);
HRESULT give_text(const WCHAR *text, WCHAR **out);
HRESULT give(Object *o, Object **out);
void invoke(void *handler, void *first, void *second);
void implement(Object *o, int slot, void *method);
void readable_text(Object *o, int slot, int n);
void writable_text(Object *o, int slot, int n);
void readable(Object *o, int slot, int n);
void readable_long(Object *o, int slot, int n);
void writable(Object *o, int slot, int n);
void readable_child(Object *o, int slot, int n);
void deferrable(Object *o, int slot);
void end_event(Object *arguments);
#define HERE(what) \
	if (!on_ui_thread(what)) \
	return 0x8001010E

// Request is one request over the network, and what came of it.
typedef struct Request {
	View *view;
	DWORD document; // that made it
	WCHAR url[MAX_URL];
	WCHAR authorization[512];
	BOOL main, frame, post, redirected, user, pending_auth;
	int kind; // COREWEBVIEW2_NAVIGATION_KIND
	int history; // the place in the history to which it goes, or -1
	INT64 id;
	// the answer
	int error; // COREWEBVIEW2_WEB_ERROR_STATUS
	DWORD status;
	char *body;
	WCHAR location[MAX_URL], cookie[1024], disposition[256], authenticate[256];
	void (*done)(struct Request *);
} Request;

// http.c
void send_request(Request *r, void (*done)(Request *));
void cookies_for(Browser *b, const WCHAR *host, WCHAR *out, size_t size);

// Browser is a browser process: all controllers of one folder.
struct Browser {
	WCHAR folder[MAX_PATH], arguments[1024];
	int controllers;
	struct { WCHAR host[256], name[128], value[512]; } cookies[64];
	int cookie_count;
	struct { WCHAR host[256], value[512]; } passwords[16];
	int password_count;
};

struct View {
	Object *core, *controller, *settings, *profile, *environment;
	Browser *browser;
	void *handlers[MAX_SLOTS], *on_key, *on_move_focus;
	HWND parent, page;
	BOOL closed, filtered;
	View *opener;
	WCHAR url[MAX_URL];
	INT64 load; // of the main frame
	DWORD document; // counts the documents
	struct { WCHAR url[MAX_URL]; BOOL post; } history[32];
	int history_count, history_at;
	// the acts of the document
	char *acts, *next;
	BOOL gesture;
	enum { RUNS, WAITS, WAITS_CLICK, WAITS_KEY } state;
	char key[32];
};

// view.c
View *view_new(Object *environment, Browser *browser, HWND parent);
void fire(View *v, int slot, Object *arguments);
void fire_key(View *v, WPARAM key, BOOL system, BOOL *handled);
void forget(Browser *b);

// load.c
void load(View *v, const WCHAR *url, Request like);
void fetch(View *v, const WCHAR *url, void (*done)(Request *));
void go_back(View *v);
void push_state(View *v, const WCHAR *url);

// page.c
void begin_acts(View *v, char *body);
void stop_acts(View *v);
void go_on(View *v);
LRESULT CALLBACK page_proc(HWND w, UINT m, WPARAM a, LPARAM l);

// loop.c
void post_call(void (*f)(void *), void *data);
void mark(void);
HWND loop_window(void);

#endif
