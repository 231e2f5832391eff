#ifndef COCOALOOP_LOOP_H
#define COCOALOOP_LOOP_H

#include <stdint.h>

// cocoaloop_begin gets AppKit ready, cocoaloop_run runs the main loop, and cocoaloop_quit ends it.
void cocoaloop_begin(void);
void cocoaloop_run(void);
void cocoaloop_quit(void);

// cocoaloop_post has the main thread run cocoaloopCall.
void cocoaloop_post(uint64_t token);

// What a user sees and does. All of these run on the main thread. A window is named by the beginning of its title.
char *cocoaloop_seen(void);
int cocoaloop_press(const char *title, const char *label);
int cocoaloop_click(const char *title);
void cocoaloop_key(const char *title, const char *name);
void cocoaloop_password(const char *title, const char *user, const char *password);
void cocoaloop_close(const char *title);
char *cocoaloop_menu(const char *title);
void cocoaloop_place(const char *title, int place[4]); // the middle, the width and the height
void cocoaloop_app(int x, int y, int width, int height);

#endif
