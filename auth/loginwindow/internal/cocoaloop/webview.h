#ifndef COCOALOOP_WEBVIEW_H
#define COCOALOOP_WEBVIEW_H

#include <stdint.h>

// What the stand-in in Go has the views do. All of these run on the main thread.

enum { CL_CANCEL, CL_ALLOW, CL_GONE };
enum { CL_NEW_WINDOW, CL_MAIN, CL_FRAME };

// cl_decide asks whether a navigation may load.
int cl_decide(uint32_t view, const char *url, const char *method, int type, int target, int download);

// cl_respond asks whether a response may be shown.
int cl_respond(uint32_t view, const char *url, int status, const char *type, const char *disposition);

// cl_create asks for the view of a pop-up. 0 means none.
uint32_t cl_create(uint32_t opener, const char *url, int type);

// cl_challenge asks for a password. The answer comes by clAnswered.
void cl_challenge(uint32_t view, const char *host, int port, const char *method, int failures, uint64_t token);

enum { CL_START, CL_REDIRECT, CL_COMMIT, CL_FINISH, CL_PUSH, CL_CRASH, CL_CLOSE, CL_PRINT, CL_STUCK };
void cl_event(uint32_t view, int event, const char *url, int post);
void cl_fail(uint32_t view, const char *url, const char *domain, int code);

// cl_alert shows a dialog, and calls clAnswered at its end.
void cl_alert(uint32_t view, const char *url, const char *text, uint64_t token);

// cl_capture asks for a camera or a microphone, and returns whether the page got it.
int cl_capture(uint32_t view, const char *url, int microphone);

// cl_choose asks for a file, and returns whether the page got one.
int cl_choose(uint32_t view);

// cl_resend gives back a key that the page had no use for.
void cl_resend(uint32_t view);

// cl_opens_windows reports whether scripts may open windows without a click.
int cl_opens_windows(uint32_t view);

// cl_zoom returns the size of the pages of a view, in percent.
int cl_zoom(uint32_t view);

// cl_views counts the views that are left.
int cl_views(void);

#endif
