package main

// inErrorPage are the mutants of a provider's error page in the login window, and of the window's place on the desktop.
var inErrorPage = []mutant{
	{"auth/loginwindow.TestErrorPage", "a bad status is no error page", "errorPage", `status < http.StatusBadRequest && query`, `status < 9*http.StatusBadRequest && query`},
	{"auth/loginwindow.TestErrorPage", "an error in the address is none", "errorPage", `&& query.Get("error") == ""`, ``},
	{"auth/loginwindow.TestErrorPage", "Google's error page is none", "errorPage", `&& query.Get("authError") == ""`, ``},
	{"auth/loginwindow.TestErrorPage", "a refusal of web views asks for the settings", "errorPage", `|| refusesEmbedded(raw) {`, `{`},
	{"auth/loginwindow.TestErrorPage", "a page after a form answers the request", "reply.commit", `r.beyond = r.beyond || r.used`, ``},
	{"auth/loginwindow.TestErrorPage", "only the page after a form is none that answers the request", "reply.commit", `r.beyond = r.beyond || r.used`, `r.beyond = r.used`},
	{"auth/loginwindow.TestErrorPage", "F5 is a step of the user", "reply.asked", `r.used = false
	r.beyond`, `r.beyond`},
	{"auth/loginwindow.TestErrorPage", "after F5 everything answers the request", "reply.asked", `r.beyond && !anew`, `false && anew`},
	{"auth/loginwindow.TestErrorPage", "a new request is none", "reply.asked", `r.beyond && !anew`, `r.beyond && (!anew || true)`},
	{"auth/loginwindow.TestErrorPage", "the status outlives its page", "reply.commit", `r.used, r.status = false, 0`, `r.used = false`},
	{"auth/loginwindow.TestErrorPage", "a notice counts as the page below it", "page.cancelled", `p.cover == document && p.reply.err`, `p.reply.err`},
	{"auth/loginwindow.TestErrorPage", "after a password form everything answers the request", "page.challenged", `p.cover, p.asker, p.asks, p.reply.beyond = password, who, c.hostPort(), true`, `p.cover, p.asker, p.asks = password, who, c.hostPort()`},
	{"auth/loginwindow.TestErrorPage", "Escape only cancels", "page.abandon", `p.failWith(p.cancelled())`, "p.reply.err = nil\n\tp.failWith(p.cancelled())"},
	{"auth/loginwindow.TestErrorPage", "a closed window was only cancelled", "attempt.lastAnswer", `return nil, a.main.cancelled()`, `return nil, auth.ErrCancelled`},
	{"auth/loginwindow.TestErrorPage", "a busy provider does not know the app", "NewErrorPage", `if isUnavailable(status) {`, `if status < 0 {`},
	{"auth/loginwindow.TestErrorPage", "the provider's text is kept as it is", "NewErrorPage", `printable(code)`, `code`},
	{"auth.TestErrorPage", "nobody says what the request said", "Session.askProvider", `withRequest(err, cfg)`, `err`},
	{"internal/app/bridge.TestFaultOf", "an error page is a cancelled log-in", "codes", `{auth.ErrErrorPage, "error_page"},`, ""},
	{"auth/loginwindow.TestCancelAboveThePage", "there is no Cancel above the page", "page", `gtk_box_pack_end(GTK_BOX(line), way_out(w), FALSE, FALSE, 0);`, `(void)way_out;`},
	{"auth/loginwindow.TestCancelAboveThePage", "the status of a response is not told", "on_response", `loginwindowResponded(id, webkit_uri_response_get_status_code(response));`, `loginwindowResponded(id, 0);`},

	{"auth/loginwindow.TestScreenReader", "an idle spinner is on the screen", "page", `g_object_bind_property(w->view, "is-loading", loading, "visible", G_BINDING_SYNC_CREATE);`, `gtk_widget_show(loading);`},
	{"auth/loginwindow.TestScreenReader", "the lock has no name", "lw_show_page", `lw_name(w->lock,`, `(void)(`},
	{"auth/loginwindow.TestScreenReader", "the button of a notice does not say what it is about", "lw_show_notice", `lw_describe(focus, heading, text);`, ``},
	{"auth/loginwindow.TestScreenReader", "it keeps the words of another notice", "lw_show_notice", `lw_describe(w->cancel, "", "");`, ""},
	{"auth/loginwindow.TestScreenReader", "a click that was meant for the page cancels the log-in", "lw_say", `gtk_widget_set_sensitive(w->act, FALSE);`, ``},
	{"auth/loginwindow.TestScreenReader", "the button that closes a line has no name", "lw_bar", `name_close(w->bar, w->act);`, `(void)name_close;`},
	{"auth/loginwindow.TestScreenReader", "the fields of the password form have no names", "entry", `lw_name(field, gtk_label_get_text(GTK_LABEL(name)));`, ""},

	{"auth/loginwindow.TestTheAppsWindow", "the login window belongs to none", "lw_put_over", `gtk_window_set_transient_for(window, other);`, ""},
	{"auth/loginwindow.TestTheAppsWindow", "it belongs to a hidden window", "lw_put_over_app", `if (app && is_seen(app))`, `if (app && (gtk_widget_realize(GTK_WIDGET(app)), TRUE))`},
	{"auth/loginwindow.TestTheAppsWindow", "it is in the middle of the screen", "lw_put_over", `gtk_window_move(window, CLAMP(x`, `if (x < -100000) gtk_window_move(window, CLAMP(x`},
	{"auth/loginwindow.TestTheAppsWindow", "it is partly below the screen", "lw_put_over", `CLAMP(y, area.y, area.y + area.height - height - frame_height)`, `y`},
	{"auth/loginwindow.TestTheAppsWindow", "it is partly beside the screen", "lw_put_over", `CLAMP(x, area.x, area.x + area.width - width - frame_width)`, `x`},
	{"auth/loginwindow.TestTheAppsWindow", "it has no icon", "lw_take_icon", `gtk_window_set_icon_list(window, icons);`, `(void)window;`},
}
