// Command source is a program to drag and copy from: it shows a small window in a corner of the screen, and owns both
// selections of X.
//
//	source TYPE DATA
//
// It prints "ready X Y", the position of the middle of its window, and ends after the first drag.
package main

/*
#cgo pkg-config: gtk+-3.0
#cgo CFLAGS: -Wno-unused-parameter

#include <gtk/gtk.h>
#include <string.h>

static const char *kind, *content;

static void give(GtkWidget *w, GdkDragContext *c, GtkSelectionData *selection, guint info, guint time, gpointer data) {
	gtk_selection_data_set(selection, gtk_selection_data_get_target(selection), 8, (const guchar *)content, strlen(content));
}

static gboolean ready(gpointer window) {
	int x, y;
	gdk_window_get_origin(gtk_widget_get_window(window), &x, &y);
	g_print("ready %d %d\n", x + 30, y + 30);
	return G_SOURCE_REMOVE;
}

static gboolean mapped(GtkWidget *window, GdkEvent *event, gpointer data) {
	g_idle_add(ready, window);
	return FALSE;
}

static void run(char *type, char *text) {
	gtk_init(NULL, NULL);
	kind = type, content = text;
	gtk_clipboard_set_text(gtk_clipboard_get(GDK_SELECTION_PRIMARY), content, -1);
	gtk_clipboard_set_text(gtk_clipboard_get(GDK_SELECTION_CLIPBOARD), content, -1);
	GtkWidget *window = gtk_window_new(GTK_WINDOW_POPUP);
	gtk_window_set_default_size(GTK_WINDOW(window), 60, 60);
	gtk_window_move(GTK_WINDOW(window), 1210, 730);
	GtkTargetEntry entry = {type, 0, 0};
	gtk_drag_source_set(window, GDK_BUTTON1_MASK, &entry, 1, GDK_ACTION_COPY | GDK_ACTION_LINK | GDK_ACTION_MOVE);
	gtk_widget_add_events(window, GDK_STRUCTURE_MASK);
	g_signal_connect(window, "drag-data-get", G_CALLBACK(give), NULL);
	g_signal_connect(window, "drag-end", G_CALLBACK(gtk_main_quit), NULL);
	g_signal_connect(window, "map-event", G_CALLBACK(mapped), NULL);
	gtk_widget_show_all(window);
	gtk_main();
}
*/
import "C"

import (
	"log"
	"os"
	"runtime"
)

func main() {
	runtime.LockOSThread()
	if len(os.Args) != 3 {
		log.Fatal("usage: source TYPE DATA")
	}
	C.run(C.CString(os.Args[1]), C.CString(os.Args[2]))
}
