//go:build cgo && !gnustep

// The veil is over a page that has arrived and not painted yet. Without it, the window would be white for that time, on a dark
// desktop, too. WebKit has no signal for the first paint, so this looks at pictures of the page.

#include "window_linux.h"

#define VEIL_TICK 50                    // milliseconds between two looks
#define VEIL_LIMIT (5 * G_USEC_PER_SEC) // for a page that stays blank

void lw_drop_veil(LoginWindow *w) {
	if (w->veil_timer)
		g_source_remove(w->veil_timer);
	w->veil_timer = 0;
	gtk_widget_hide(w->veil);
}

// is_blank reports whether all pixels of a picture are the same.
static gboolean is_blank(cairo_surface_t *picture) {
	cairo_surface_flush(picture);
	int width = cairo_image_surface_get_width(picture), height = cairo_image_surface_get_height(picture);
	const guchar *data = cairo_image_surface_get_data(picture);
	for (int y = 0; y < height; y++) {
		const guint32 *line = (const guint32 *)(gconstpointer)(data + (gsize)y * (gsize)cairo_image_surface_get_stride(picture));
		for (int x = 0; x < width; x++)
			if (line[x] != *(const guint32 *)(gconstpointer)data)
				return FALSE;
	}
	return TRUE;
}

// Look is for which veil a picture was asked.
typedef struct {
	guint id, number;
} Look;

// on_picture has the veil go at the next look, because the window itself may be a moment later. A picture may be late: then it shows
// the page below an earlier veil, and says nothing of this one.
static void on_picture(GObject *view, GAsyncResult *result, gpointer data) {
	cairo_surface_t *picture = webkit_web_view_get_snapshot_finish(WEBKIT_WEB_VIEW(view), result, NULL);
	Look *asked = data;
	LoginWindow *w = lw_find(asked->id);
	if (w && w->veil_number == asked->number) {
		w->veil_looks = FALSE;
		if (picture && !is_blank(picture))
			w->veil_end = 0;
	}
	if (picture)
		cairo_surface_destroy(picture);
	g_free(asked);
}

static gboolean look(gpointer data) {
	LoginWindow *w = data;
	if (g_get_monotonic_time() >= w->veil_end) {
		w->veil_timer = 0;
		lw_drop_veil(w);
		return G_SOURCE_REMOVE;
	}
	if (!w->veil_looks) {
		Look *asked = g_new(Look, 1);
		*asked = (Look){w->id, w->veil_number};
		webkit_web_view_get_snapshot(w->view, WEBKIT_SNAPSHOT_REGION_VISIBLE, WEBKIT_SNAPSHOT_OPTIONS_NONE, NULL, on_picture, asked);
	}
	w->veil_looks = TRUE;
	return G_SOURCE_CONTINUE;
}

// lw_veil covers the page until it has painted.
void lw_veil(LoginWindow *w) {
	lw_drop_veil(w);
	w->veil_number++;
	w->veil_looks = FALSE;
	gtk_label_set_text(GTK_LABEL(w->veil_text), gtk_label_get_text(GTK_LABEL(w->heading)));
	gtk_widget_show(w->veil);
	w->veil_end = g_get_monotonic_time() + VEIL_LIMIT;
	w->veil_timer = g_timeout_add(VEIL_TICK, look, w);
}

// lw_veiled puts a page below its veil.
GtkWidget *lw_veiled(LoginWindow *w) {
	GtkWidget *overlay = gtk_overlay_new(), *spinner = lw_spinner();
	w->veil = gtk_event_box_new();
	gtk_widget_set_name(w->veil, "veil");
	w->veil_text = lw_label(TRUE);
	gtk_widget_set_size_request(spinner, 32, 32);
	g_object_bind_property(w->veil, "visible", spinner, "active", G_BINDING_SYNC_CREATE);
	GtkWidget *children[] = {spinner, w->veil_text};
	gtk_container_add(GTK_CONTAINER(w->veil), lw_column(children, G_N_ELEMENTS(children)));
	gtk_style_context_add_class(gtk_widget_get_style_context(w->veil), GTK_STYLE_CLASS_BACKGROUND);
	gtk_widget_show_all(w->veil);
	gtk_widget_hide(w->veil);
	gtk_widget_set_no_show_all(w->veil, TRUE);
	gtk_container_add(GTK_CONTAINER(overlay), GTK_WIDGET(w->view));
	gtk_overlay_add_overlay(GTK_OVERLAY(overlay), w->veil);
	return overlay;
}
