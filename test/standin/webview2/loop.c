// Calls that the message loop of the app's thread runs later, as WebView2's own events come.

#include "standin.h"

#include <stdlib.h>

typedef struct {
	void (*f)(void *);
	void *data;
} Call;

static HWND window;

// MARK comes into the queue before each event. If it is dispatched during the event, its handler waits for something.
#define MARK (WM_APP + 1)

static LRESULT CALLBACK loop_proc(HWND w, UINT m, WPARAM a, LPARAM l) {
	if (m == MARK && event_depth > 0)
		say("FAULT the handler of an event runs a message loop");
	if (m != WM_APP)
		return DefWindowProcW(w, m, a, l);
	Call *c = (Call *)l;
	c->f(c->data);
	free(c);
	return 0;
}

HWND loop_window(void) {
	WNDCLASSW class = {0};
	if (window)
		return window;
	class.lpfnWndProc = loop_proc;
	class.lpszClassName = L"WebView2StandIn";
	RegisterClassW(&class);
	window = CreateWindowExW(0, class.lpszClassName, L"", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
	return window;
}

void mark(void) { PostMessageW(window, MARK, 0, 0); }

void post_call(void (*f)(void *), void *data) {
	Call *c = malloc(sizeof *c);
	*c = (Call){f, data};
	if (!PostMessageW(window, WM_APP, 0, (LPARAM)c))
		say("FAULT the message loop is gone");
}
