// What the native sides of the login window that are written in C or Objective-C have in common with Go. Everything except
// lw_post runs on the main thread. Go and the events know a window by its id. If the window is gone, the id finds none.

#ifndef LOGINWINDOW_NATIVE_H
#define LOGINWINDOW_NATIVE_H

#include <stdint.h>

// The operations that Go posts to the main thread. The comments give the use of the parameters a, b and flags.
enum {
	LW_OPEN,    // a: title, b: heading, flags: LW_HIDDEN, LW_ALTERNATIVE
	LW_DESTROY, //
	LW_PRESENT, //
	LW_ORIGIN,  // a: title, b: origin, flags: LW_SECURE
	LW_NOTICE,  // a: heading, b: text, flags: LW_BUSY, LW_RESUME, LW_CLOSES
	LW_ASK,     // a: heading, b: text, flags: LW_AGAIN
	LW_LINE,    // a: text, b: the button's label, flags: the line's number
	LW_LOAD,    // a: URL, b: heading, flags: LW_SANDBOX
	LW_SHOW,    // a: URL for the program of its scheme
	LW_BACK,    // flags: steps
	LW_ZOOM,    // flags: percent
	LW_FORGET,  // id names the caller, not a window
	LW_COMPILE, // a: folder, b: rules; id names the caller
};

enum {
	LW_HIDDEN = 1,
	LW_SANDBOX = 2,
	LW_SECURE = 4,
	LW_BUSY = 8,
	LW_RESUME = 16,
	LW_AGAIN = 32,
	LW_CLOSES = 64,
	LW_ALTERNATIVE = 128,
};

// Why a page could not be shown.
enum {
	LW_FAIL_NETWORK,
	LW_FAIL_LOST,
	LW_FAIL_DNS,
	LW_FAIL_TIMEOUT,
	LW_FAIL_TLS,
	LW_FAIL_TLS_EXPIRED,
	LW_FAIL_TLS_HOST,
	LW_FAIL_CERTIFICATE,
	LW_FAIL_CRASH,
	LW_FAIL_CONTENT,
	LW_FAIL_REFUSED,
};

// What the user asks of the window.
enum {
	LW_KEY_CANCEL,
	LW_KEY_BACK,
	LW_KEY_RELOAD,
	LW_KEY_ZOOM_IN,
	LW_KEY_ZOOM_OUT,
	LW_KEY_ZOOM_RESET,
	LW_KEY_PRINT,
};

// What caused a navigation.
enum {
	LW_BY_PAGE,
	LW_BY_LINK,
	LW_BY_HISTORY,
	LW_BY_REDIRECT,
};

// What log-in pages use and this window cannot do.
enum {
	LW_LIMIT_DOWNLOAD,
	LW_LIMIT_PRINT,
	LW_LIMIT_STUCK,
};

// lw_post runs an operation on the main thread. It takes ownership of the strings, which must come from malloc or be
// NULL.
void lw_post(int op, uint32_t id, char *a, char *b, int flags);

#endif
