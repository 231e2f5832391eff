// The native side of the guard. The posted functions run on the thread of the default GLib main context.

#ifndef MAINWINDOW_GUARD_LINUX_H
#define MAINWINDOW_GUARD_LINUX_H

#include <gtk/gtk.h>
#include <webkit2/webkit2.h>

// guarded is NULL before the guard is connected, and again when the view is gone.
extern WebKitWebView *guarded;

// mw_post_guard looks for the view and connects the guard.
void mw_post_guard(void);

// mw_messages gives Wails only the messages of the page that may pass. It returns FALSE if Wails does not listen (messages_linux.c).
gboolean mw_messages(void);

// mw_post_load loads a page in the guarded view. It takes over the string, which must come from malloc.
void mw_post_load(char *uri);

// mw_place is where the window is. Its position is that of the frame, and its size that of the content, to which the frame adds a
// little. placed says that the position counts.
typedef struct {
	int x, y, width, height, frame_width, frame_height;
	gboolean placed, maximised;
} mw_place;

// mw_post_follow puts the window where it belongs, and follows it (place_linux.c).
void mw_post_follow(void);

// mw_post_reload loads the current page of the guarded view again.
void mw_post_reload(void);

// mw_post_edit runs one of WebKit's editing commands. It takes over the string, which must come from malloc.
void mw_post_edit(char *command);

// mw_post_zoom sets the size of the page; 100 is normal.
void mw_post_zoom(int percent);

// mw_post_enable makes the items of the menu bar that have a label usable or not. mw_post_key gives them another key, in GTK's
// notation. If the page uses that key itself, it is only shown. Both take over their strings (menu_linux.c).
void mw_post_enable(char *label, gboolean enabled);
void mw_post_key(char *label, char *key, gboolean of_page);

// mw_post_about shows a dialog about the app. It takes over the strings (about_linux.c).
void mw_post_about(char *name, char *version, char *comments, char *licences);

// mw_context_menu gives the guarded view its context menu (menu_linux.c).
void mw_context_menu(void);

// mw_post_present brings the window to the front (present_linux.c).
void mw_post_present(void);

#endif
