// The login window on GTK 3 and WebKitGTK. The main thread is that of the default GLib main context.

#ifndef LOGINWINDOW_WINDOW_LINUX_H
#define LOGINWINDOW_WINDOW_LINUX_H

#include <gtk/gtk.h>
#include <webkit2/webkit2.h>

#include "native.h"

// LW_TRIAL is the variable that makes a child process the trial of the sandbox (trial_linux.c).
#define LW_TRIAL "LOGINWINDOW_SANDBOX_TRIAL"

// LW_OWN marks a window of this package.
#define LW_OWN "loginwindow"

typedef struct {
	guint id;
	gboolean hidden;
	gboolean popup; // its page is in the web process of the window that opened it
	gboolean alternative; // the user may ask for another browser
	GtkWidget *window;
	GtkWidget *stack;   // shows "notice", "password" or "page"
	GtkWidget *lock;    // above the page: the icon
	GtkWidget *origin;  // above the page: scheme and host
	GtkWidget *bar;     // between the origin and the page
	GtkWidget *line;    // the bar's text
	GtkWidget *act;     // the bar's own button
	guint line_number;
	gpointer back_from; // the item of the history at which the user went back; only compared
	guint arming; // the source that makes the button take clicks, or 0
	GtkWidget *heading; // the notice
	GtkWidget *text;
	GtkWidget *spinner;
	GtkWidget *retry;
	GtkWidget *cancel;
	GtkWidget *elsewhere; // in the notice: asks for another browser
	WebKitWebView *view; // NULL before the first load
	gboolean speaks;     // the page opened a dialog before it was shown
	GtkWidget *veil;     // over a page that has not painted yet
	GtkWidget *veil_text;
	guint veil_timer;    // or 0
	gint64 veil_end;     // monotonic time in microseconds
	guint veil_number;   // counts the veils of this window
	gboolean veil_looks; // a picture of the page below this veil is on its way
	WebKitAuthenticationRequest *challenge; // the challenge that the password form answers, or NULL
	WebKitAuthenticationRequest *next_challenge; // the one that waits for its LW_ASK, or NULL
	guint asks;                                  // how many LW_ASK are on their way
	GtkWidget *question;                    // the form's heading
	GtkWidget *explanation;
	GtkWidget *user;
	GtkWidget *password;
	GtkWidget *answer; // the button
} LoginWindow;

// lw_find returns NULL when the window is gone.
LoginWindow *lw_find(guint id);

// lw_window_new creates a window without a page, and does not show it.
LoginWindow *lw_window_new(guint id, const char *title, int width);

// parent_linux.c
void lw_take_icon(LoginWindow *w);
void lw_put_over(LoginWindow *w, GtkWindow *other);
void lw_put_over_app(LoginWindow *w);

// layout_linux.c
GtkWidget *lw_layout(LoginWindow *w);
void lw_add_page(LoginWindow *w);
GtkWidget *lw_label(gboolean large);
GtkWidget *lw_spinner(void);
void lw_name(GtkWidget *widget, const char *name);
void lw_describe(GtkWidget *widget, const char *heading, const char *text);
GtkWidget *lw_button(LoginWindow *w, const char *text, GCallback clicked);
GtkWidget *lw_column(GtkWidget **children, gsize n);
void lw_show_notice(LoginWindow *w, const char *heading, const char *text, int flags);
gboolean lw_page_is_shown(LoginWindow *w);
void lw_show_page(LoginWindow *w, const char *origin, gboolean secure);

// veil_linux.c
GtkWidget *lw_veiled(LoginWindow *w);
void lw_veil(LoginWindow *w);
void lw_drop_veil(LoginWindow *w);

// line_linux.c
GtkWidget *lw_bar(LoginWindow *w);
void lw_say(LoginWindow *w, const char *text, const char *action, guint number);
void lw_drop_line(LoginWindow *w);

// keys_linux.c
void lw_keys(LoginWindow *w);
void lw_mouse(WebKitWebView *view, guint id);
void lw_back(LoginWindow *w, int steps);

// menu_linux.c
void lw_menu(WebKitWebView *view, guint id);

// password_linux.c
GtkWidget *lw_password_form(LoginWindow *w);
void lw_ask(LoginWindow *w, const char *heading, const char *text, gboolean again);
gboolean lw_challenge(WebKitWebView *view, WebKitAuthenticationRequest *request, gpointer id);
gboolean lw_dismiss(LoginWindow *w);
void lw_drop_challenge(LoginWindow *w);
void lw_drop_challenges(LoginWindow *w);

// view_linux.c
WebKitWebView *lw_view_new(guint id, WebKitUserContentManager *content, WebKitWebView *opener);
guint lw_id(WebKitWebView *view);

// textview_linux.c
WebKitWebView *lw_bare_view(const char *property, gpointer value, WebKitSettings *settings, WebKitUserContentManager *content);

// popup_linux.c
GtkWidget *lw_pop_up(WebKitWebView *opener, WebKitNavigationAction *action, gpointer id);

// deny_linux.c
void lw_deny(WebKitWebView *view, guint id);

// filter_linux.c
void lw_compile(guint call, const char *folder, const char *rules);
WebKitUserContentManager *lw_content(void);

// context_linux.c
WebKitWebContext *lw_context(gboolean sandbox);
WebKitSettings *lw_settings(void);
void lw_forget(guint call);

#endif
