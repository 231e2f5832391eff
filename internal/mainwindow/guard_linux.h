// The native side of the guard. The posted functions run on the thread of the default GLib main context.

#ifndef MAINWINDOW_GUARD_LINUX_H
#define MAINWINDOW_GUARD_LINUX_H

// mw_post_guard looks for the view and connects the guard.
void mw_post_guard(void);

// mw_post_load loads a page in the guarded view. It takes over the string, which must come from malloc.
void mw_post_load(char *uri);

#endif
