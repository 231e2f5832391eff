//go:build linux && cgo && !gnustep

// Package gtkloop runs a GTK main loop for tests, which cannot use cgo themselves, and closes windows as a user does.
package gtkloop

/*
#cgo pkg-config: gtk+-3.0

#include <gtk/gtk.h>
#include <stdlib.h>

// quit_loop cancels dialogs first. Some have a loop of their own, in which the main loop would stay.
static gboolean quit_loop(gpointer data) {
	(void)data;
	GList *all = gtk_window_list_toplevels();
	for (GList *i = all; i; i = i->next)
		if (GTK_IS_DIALOG(i->data))
			gtk_dialog_response(i->data, GTK_RESPONSE_CANCEL);
	g_list_free(all);
	gtk_main_quit();
	return G_SOURCE_REMOVE;
}

static void post_quit(void) { g_idle_add(quit_loop, NULL); }

static gboolean close_window(gpointer title) {
	GList *all = gtk_window_list_toplevels();
	for (GList *i = all; i; i = i->next) {
		const char *name = gtk_window_get_title(GTK_WINDOW(i->data));
		if (name && gtk_widget_get_mapped(i->data) && g_str_has_prefix(name, title))
			gtk_window_close(GTK_WINDOW(i->data));
	}
	g_list_free(all);
	return G_SOURCE_REMOVE;
}

static void post_close(char *title) { g_idle_add_full(G_PRIORITY_DEFAULT, close_window, title, free); }
*/
import "C"

import (
	"errors"
	"runtime"
)

// Run initialises GTK and runs its main loop until Quit. It keeps the calling goroutine on its thread.
func Run() error {
	runtime.LockOSThread()
	if C.gtk_init_check(nil, nil) == 0 {
		return errors.New("gtkloop: the display cannot be opened")
	}
	C.gtk_main()
	return nil
}

// Quit ends Run, from any goroutine.
func Quit() { C.post_quit() }

// Close asks every mapped window whose title begins with title to close, as the window manager does for the user.
func Close(title string) { C.post_close(C.CString(title)) }
