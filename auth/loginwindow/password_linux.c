//go:build cgo && !gnustep

// The form for a name and a password (HTTP authentication). It covers the page, so that the user cannot confuse the
// two. Go decides who may ask. What the user types stays here.

#include "window_linux.h"

#include "_cgo_export.h"

// take removes a challenge, the form's or the next one.
static WebKitAuthenticationRequest *take(WebKitAuthenticationRequest **place) {
	WebKitAuthenticationRequest *request = *place;
	*place = NULL;
	return request;
}

// on_cancelled hears of the end of a challenge. One that this window has ended or answered was taken before.
static void on_cancelled(WebKitAuthenticationRequest *request, gpointer id) {
	LoginWindow *w = lw_find(GPOINTER_TO_UINT(id));
	if (!w || (w->challenge != request && w->next_challenge != request))
		return;
	g_object_unref(take(w->challenge == request ? &w->challenge : &w->next_challenge));
	loginwindowWithdrawn(w->id);
}

static void drop(WebKitAuthenticationRequest **place) {
	WebKitAuthenticationRequest *request = take(place);
	if (!request)
		return;
	webkit_authentication_request_cancel(request);
	g_object_unref(request);
}

// lw_drop_challenge leaves the next challenge alone, because what Go posted before that came must not end it.
void lw_drop_challenge(LoginWindow *w) { drop(&w->challenge); }

void lw_drop_challenges(LoginWindow *w) {
	drop(&w->challenge);
	drop(&w->next_challenge);
}

gboolean lw_dismiss(LoginWindow *w) {
	if (!w->challenge)
		return FALSE;
	lw_drop_challenge(w);
	loginwindowDismissed(w->id);
	return TRUE;
}

static void on_dismiss(GtkButton *button, gpointer id) {
	(void)button;
	LoginWindow *w = lw_find(GPOINTER_TO_UINT(id));
	if (w)
		lw_dismiss(w);
}

// on_answer takes no empty answer: a Return key that is held down from "Try again" on would give one.
//
// It lets the HTTP library keep the password for the other loads of the page, because lw_forget can drop it
// there. It could not drop a password that WebKit keeps.
static void on_answer(GtkButton *button, gpointer id) {
	(void)button;
	LoginWindow *w = lw_find(GPOINTER_TO_UINT(id));
	if (!w || !w->challenge)
		return;
	const char *user = gtk_entry_get_text(GTK_ENTRY(w->user));
	const char *password = gtk_entry_get_text(GTK_ENTRY(w->password));
	if (!*user && !*password)
		return;
	WebKitCredential *credential = webkit_credential_new(user, password, WEBKIT_CREDENTIAL_PERSISTENCE_NONE);
	WebKitAuthenticationRequest *request = take(&w->challenge);
	webkit_authentication_request_authenticate(request, credential);
	webkit_credential_free(credential);
	gtk_entry_set_text(GTK_ENTRY(w->password), "");
	g_object_unref(request);
	loginwindowAnswered(w->id);
}

static gboolean wants_password(WebKitAuthenticationRequest *request) {
	switch (webkit_authentication_request_get_scheme(request)) {
	case WEBKIT_AUTHENTICATION_SCHEME_DEFAULT:
	case WEBKIT_AUTHENTICATION_SCHEME_HTTP_BASIC:
	case WEBKIT_AUTHENTICATION_SCHEME_HTTP_DIGEST:
	case WEBKIT_AUTHENTICATION_SCHEME_NTLM:
	case WEBKIT_AUTHENTICATION_SCHEME_NEGOTIATE:
		return TRUE;
	default:
		return FALSE;
	}
}

static gboolean wants_certificate(WebKitAuthenticationRequest *request) {
	WebKitAuthenticationScheme scheme = webkit_authentication_request_get_scheme(request);
	return scheme == WEBKIT_AUTHENTICATION_SCHEME_CLIENT_CERTIFICATE_REQUESTED ||
		scheme == WEBKIT_AUTHENTICATION_SCHEME_CLIENT_CERTIFICATE_PIN_REQUESTED;
}

// may_ask has Go decide. A challenge that may ask waits for the LW_ASK that Go has posted for it.
static gboolean may_ask(LoginWindow *w, WebKitAuthenticationRequest *request) {
	if (!loginwindowChallenged(w->id, (char *)webkit_authentication_request_get_host(request),
			webkit_authentication_request_get_port(request), webkit_authentication_request_is_for_proxy(request),
			webkit_authentication_request_is_retry(request)))
		return FALSE;
	lw_drop_challenges(w);
	w->next_challenge = g_object_ref(request);
	w->asks++;
	g_signal_connect(request, "cancelled", G_CALLBACK(on_cancelled), GUINT_TO_POINTER(w->id));
	return TRUE;
}

#define EARLY_TICK 20                    // milliseconds between two questions to Go
#define EARLY_LIMIT (1 * G_USEC_PER_SEC) // for a load of which the page's process says nothing

// Early is a challenge that came before word of its load: the two come from different processes.
typedef struct {
	guint id;
	WebKitAuthenticationRequest *request;
	gulong cancelled; // the handler
	gint64 end;       // monotonic time in microseconds
} Early;

static void on_early_cancelled(WebKitAuthenticationRequest *request, gpointer data) {
	Early *e = data;
	(void)request;
	e->end = 0;
	loginwindowLost(e->id);
}

static void early_free(gpointer data) {
	Early *e = data;
	g_signal_handler_disconnect(e->request, e->cancelled);
	g_object_unref(e->request);
	g_free(e);
}

static gboolean still_early(LoginWindow *w, WebKitAuthenticationRequest *request) {
	return loginwindowMayAskSoon(w->id, (char *)webkit_authentication_request_get_host(request),
		webkit_authentication_request_get_port(request));
}

static gboolean ask_again(gpointer data) {
	Early *e = data;
	LoginWindow *w = lw_find(e->id);
	if (e->end == 0 || (w && may_ask(w, e->request)))
		return G_SOURCE_REMOVE;
	if (w && g_get_monotonic_time() < e->end && still_early(w, e->request))
		return G_SOURCE_CONTINUE;
	webkit_authentication_request_authenticate(e->request, NULL);
	return G_SOURCE_REMOVE;
}

static void wait_for_load(LoginWindow *w, WebKitAuthenticationRequest *request) {
	Early *e = g_new(Early, 1);
	*e = (Early){w->id, g_object_ref(request), 0, g_get_monotonic_time() + EARLY_LIMIT};
	e->cancelled = g_signal_connect(request, "cancelled", G_CALLBACK(on_early_cancelled), e);
	g_timeout_add_full(G_PRIORITY_DEFAULT, EARLY_TICK, ask_again, e, early_free);
}

// lw_challenge handles "authenticate". A challenge that may not ask gets no answer, and neither does a request for a
// client certificate, of which this process has none. The load then continues without, and the server decides.
gboolean lw_challenge(WebKitWebView *view, WebKitAuthenticationRequest *request, gpointer id) {
	(void)view;
	LoginWindow *w = lw_find(GPOINTER_TO_UINT(id));
	if (w && wants_certificate(request))
		loginwindowCertificate(w->id, (char *)webkit_authentication_request_get_host(request),
			webkit_authentication_request_get_port(request));
	if (w && wants_password(request)) {
		if (may_ask(w, request))
			return TRUE;
		if (still_early(w, request)) {
			wait_for_load(w, request);
			return TRUE;
		}
	}
	webkit_authentication_request_authenticate(request, NULL);
	return TRUE;
}

static GtkWidget *entry(GtkWidget *grid, int row, const char *text) {
	GtkWidget *field = gtk_entry_new();
	GtkWidget *name = gtk_label_new_with_mnemonic(text);
	gtk_label_set_mnemonic_widget(GTK_LABEL(name), field);
	lw_name(field, gtk_label_get_text(GTK_LABEL(name)));
	gtk_widget_set_halign(name, GTK_ALIGN_END);
	gtk_entry_set_width_chars(GTK_ENTRY(field), 32);
	gtk_entry_set_activates_default(GTK_ENTRY(field), TRUE);
	gtk_grid_attach(GTK_GRID(grid), name, 0, row, 1, 1);
	gtk_grid_attach(GTK_GRID(grid), field, 1, row, 1, 1);
	return field;
}

GtkWidget *lw_password_form(LoginWindow *w) {
	GtkWidget *grid = gtk_grid_new();
	GtkWidget *buttons = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
	w->question = lw_label(TRUE);
	w->explanation = lw_label(FALSE);
	gtk_grid_set_row_spacing(GTK_GRID(grid), 12);
	gtk_grid_set_column_spacing(GTK_GRID(grid), 12);
	gtk_widget_set_halign(grid, GTK_ALIGN_CENTER);
	w->user = entry(grid, 0, "_User name");
	w->password = entry(grid, 1, "_Password");
	gtk_entry_set_visibility(GTK_ENTRY(w->password), FALSE);
	gtk_entry_set_input_purpose(GTK_ENTRY(w->password), GTK_INPUT_PURPOSE_PASSWORD);
	w->answer = lw_button(w, "_Log in", G_CALLBACK(on_answer));
	gtk_style_context_add_class(gtk_widget_get_style_context(w->answer), GTK_STYLE_CLASS_SUGGESTED_ACTION);
	gtk_widget_set_halign(buttons, GTK_ALIGN_CENTER);
	gtk_box_set_homogeneous(GTK_BOX(buttons), TRUE);
	gtk_container_add(GTK_CONTAINER(buttons), lw_button(w, "_Cancel", G_CALLBACK(on_dismiss)));
	gtk_container_add(GTK_CONTAINER(buttons), w->answer);
	GtkWidget *children[] = {w->question, w->explanation, grid, buttons};
	return lw_column(children, G_N_ELEMENTS(children));
}

void lw_ask(LoginWindow *w, const char *heading, const char *text, gboolean again) {
	if (--w->asks > 0)
		return; // another one follows, for the challenge that has replaced this one
	w->challenge = w->next_challenge;
	w->next_challenge = NULL;
	if (!w->challenge)
		return; // it has just ended, and Go knows
	gtk_label_set_text(GTK_LABEL(w->question), heading);
	gtk_label_set_text(GTK_LABEL(w->explanation), text);
	if (!again)
		gtk_entry_set_text(GTK_ENTRY(w->user), "");
	gtk_entry_set_text(GTK_ENTRY(w->password), "");
	gtk_stack_set_visible_child_name(GTK_STACK(w->stack), "password");
	gtk_widget_grab_default(w->answer);
	lw_describe(w->user, heading, text);
	lw_describe(w->password, heading, text);
	gtk_widget_grab_focus(again ? w->password : w->user);
}
