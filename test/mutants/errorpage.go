package main

const (
	errorPageGo = "auth/loginwindow/errorpage.go"
	parentC     = "auth/loginwindow/parent_linux.c"
)

// inErrorPage are the mutants of a provider's error page in the login window, and of the window's place on the desktop.
var inErrorPage = []mutant{
	{"auth/loginwindow.TestErrorPage", "a bad status is no error page", errorPageGo, `status < http.StatusBadRequest && query`, `status < 9*http.StatusBadRequest && query`},
	{"auth/loginwindow.TestErrorPage", "an error in the address is none", errorPageGo, ` && query.Get("error") == ""`, ``},
	{"auth/loginwindow.TestErrorPage", "Google's error page is none", errorPageGo, ` && query.Get("authError") == ""`, ``},
	{"auth/loginwindow.TestErrorPage", "a refusal of web views asks for the settings", errorPageGo, ` || refusesEmbedded(raw) {`, ` {`},
	{"auth/loginwindow.TestErrorPage", "a page after a form answers the request", errorPageGo, `r.beyond = r.beyond || r.used`, ``},
	{"auth/loginwindow.TestErrorPage", "only the page after a form is none that answers the request", errorPageGo, `r.beyond = r.beyond || r.used`, `r.beyond = r.used`},
	{"auth/loginwindow.TestErrorPage", "F5 is a step of the user", errorPageGo, "\tr.used = false\n\tr.beyond", "\tr.beyond"},
	{"auth/loginwindow.TestErrorPage", "after F5 everything answers the request", errorPageGo, `r.beyond && !anew`, `false && anew`},
	{"auth/loginwindow.TestErrorPage", "a new request is none", errorPageGo, `r.beyond && !anew`, `r.beyond && (!anew || true)`},
	{"auth/loginwindow.TestErrorPage", "the status outlives its page", errorPageGo, `r.used, r.status = false, 0`, `r.used = false`},
	{"auth/loginwindow.TestErrorPage", "a notice counts as the page below it", errorPageGo, `p.cover == document && p.reply.err`, `p.reply.err`},
	{"auth/loginwindow.TestErrorPage", "after a password form everything answers the request", "auth/loginwindow/challenge.go", `p.cover, p.asker, p.asks, p.reply.beyond = password, who, c.hostPort(), true`, `p.cover, p.asker, p.asks = password, who, c.hostPort()`},
	{"auth/loginwindow.TestErrorPage", "Escape only cancels", "auth/loginwindow/command.go", `p.failWith(p.cancelled())`, "p.reply.err = nil\n\tp.failWith(p.cancelled())"},
	{"auth/loginwindow.TestErrorPage", "a closed window was only cancelled", "auth/loginwindow/attempt.go", `return nil, a.main.cancelled()`, `return nil, auth.ErrCancelled`},
	{"auth/loginwindow.TestErrorPage", "a busy provider does not know the app", "auth/errorpage.go", `if isUnavailable(status) {`, `if status < 0 {`},
	{"auth/loginwindow.TestErrorPage", "the provider's text is kept as it is", "auth/errorpage.go", `printable(code)`, `code`},
	{"auth.TestErrorPage", "nobody says what the request said", "auth/login.go", `withRequest(err, cfg)`, `err`},
	{"internal/app/bridge.TestFaultOf", "an error page is a cancelled log-in", "internal/app/bridge/fault.go", "\t{auth.ErrErrorPage, \"error_page\"},\n", ""},
	{"auth/loginwindow.TestCancelAboveThePage", "there is no Cancel above the page", "auth/loginwindow/layout_linux.c", "\tgtk_box_pack_end(GTK_BOX(line), way_out(w), FALSE, FALSE, 0);\n", "\t(void)way_out;\n"},
	{"auth/loginwindow.TestCancelAboveThePage", "the status of a response is not told", "auth/loginwindow/view_linux.c", `loginwindowResponded(id, webkit_uri_response_get_status_code(response));`, `loginwindowResponded(id, 0);`},

	{"auth/loginwindow.TestScreenReader", "an idle spinner is on the screen", "auth/loginwindow/layout_linux.c", "\tg_object_bind_property(w->view, \"is-loading\", loading, \"visible\", G_BINDING_SYNC_CREATE);\n", "\tgtk_widget_show(loading);\n"},
	{"auth/loginwindow.TestScreenReader", "the lock has no name", "auth/loginwindow/layout_linux.c", `lw_name(w->lock,`, `(void)(`},
	{"auth/loginwindow.TestScreenReader", "the button of a notice does not say what it is about", "auth/loginwindow/layout_linux.c", `lw_describe(focus, heading, text);`, ``},
	{"auth/loginwindow.TestScreenReader", "it keeps the words of another notice", "auth/loginwindow/layout_linux.c", "\tlw_describe(w->cancel, \"\", \"\");\n", ""},
	{"auth/loginwindow.TestScreenReader", "a click that was meant for the page cancels the log-in", "auth/loginwindow/line_linux.c", `gtk_widget_set_sensitive(w->act, FALSE);`, ``},
	{"auth/loginwindow.TestScreenReader", "the button that closes a line has no name", "auth/loginwindow/line_linux.c", `name_close(w->bar, w->act);`, `(void)name_close;`},
	{"auth/loginwindow.TestScreenReader", "the fields of the password form have no names", "auth/loginwindow/password_linux.c", "\tlw_name(field, gtk_label_get_text(GTK_LABEL(name)));\n", ""},

	{"auth/loginwindow.TestTheAppsWindow", "the login window belongs to none", parentC, "\tgtk_window_set_transient_for(window, other);\n", ""},
	{"auth/loginwindow.TestTheAppsWindow", "it belongs to a hidden window", parentC, `if (app && is_seen(app))`, `if (app && (gtk_widget_realize(GTK_WIDGET(app)), TRUE))`},
	{"auth/loginwindow.TestTheAppsWindow", "it is in the middle of the screen", parentC, `gtk_window_move(window, CLAMP(x`, `if (x < -100000) gtk_window_move(window, CLAMP(x`},
	{"auth/loginwindow.TestTheAppsWindow", "it is partly below the screen", parentC, `CLAMP(y, area.y, area.y + area.height - height - frame_height)`, `y`},
	{"auth/loginwindow.TestTheAppsWindow", "it is partly beside the screen", parentC, `CLAMP(x, area.x, area.x + area.width - width - frame_width)`, `x`},
	{"auth/loginwindow.TestTheAppsWindow", "it has no icon", parentC, `gtk_window_set_icon_list(window, icons);`, `(void)window;`},
}
