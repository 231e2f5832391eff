package main

// inLoginWindow are the mutants of the login window.
var inLoginWindow = []mutant{
	{"auth/loginwindow.TestTheWindowDoesNotWaitForThePage", "the window waits for the trial of the sandbox", "auth/loginwindow/open.go",
		`	w.native.open(a)
`, `	_ = w.native.prepare(ctx, w.options.Log)
	w.native.open(a)
`},
	{"auth/loginwindow.TestWindowAsTheUserSeesIt", "Escape does not close the window", "auth/loginwindow/window_linux.c", `event->keyval != GDK_KEY_Escape`, `event`},

	{"auth/loginwindow.TestNewPolicyRefuses", "the window opens any URL", "auth/loginwindow/policy.go", `if !secure || start.Host == "" || start.User != nil {`, `if false && !secure {`},
	{"auth/loginwindow.TestClassify", "a path that begins like the end URL's reaches it", "auth/loginwindow/policy.go", `path(u) == path(end)`, `strings.HasPrefix(path(u), path(end))`},
	{"auth/loginwindow.TestClassify", "a page goes to plain http elsewhere", "auth/loginwindow/policy.go", `web && !loopback(u) && u.Scheme == "https":`, `web && !loopback(u):`},
	{"auth/loginwindow.TestExternalByDefault", "any URL goes outside", "auth/loginwindow/policy.go", `return err == nil && u.Scheme == "https" && u.Hostname() != "" && u.User == nil`, `return err == nil && u != nil`},

	{"auth/loginwindow.TestWhoMayAsk", "a frame asks under the name of the page that is to come", "auth/loginwindow/place.go", `(p.framed[key] == 0 && len(p.framed) < maxFramed)`, `true`},
	{"auth/loginwindow.TestWhoMayAsk", "too many frames to count are none", "auth/loginwindow/place.go", `p.framed[key] == 0 && len(p.framed) < maxFramed`, `p.framed[key] == 0`},
	{"auth/loginwindow.TestWhoMayAsk", "whoever is in the page asks", "auth/loginwindow/place.go", "\treturn stranger\n", "\treturn ownHost\n"},
	{"auth/loginwindow.TestTheFormAndThePage", "a page takes the place of the password form", "auth/loginwindow/cover.go", `if a.cover == password || a.cover == held {`, `if a.cover == held {`},
	{"auth/loginwindow.TestTheFormAndThePage", "a page appears as soon as it takes its question back", "auth/loginwindow/cover.go", "\t\ta.cover, a.next = held, a.restore\n", "\t\ta.cover, a.next = held, a.restore\n\t\tdefer a.setOrigin(a.place.committed)\n"},
	{"auth/loginwindow.TestCrashIsOfThePage", "a crash is told under the name of what was to come", "auth/loginwindow/page.go", `gone := a.place.committed`, `gone := a.place.pending`},
	{"auth/loginwindow.TestPasswordFormCoversThePage", "the form does not cover the page", "auth/loginwindow/password_linux.c", `"password");`, `"page");`},
	{"auth/loginwindow.TestPasswordFormCoversThePage", "nobody hears that the question was taken back", "auth/loginwindow/password_linux.c", "\tloginwindowWithdrawn(w->id);\n", ""},
	{"auth/loginwindow.TestPasswordFormCoversThePage", "the rest of a password presses Continue", "auth/loginwindow/layout_linux.c", `resume ? w->heading : w->retry`, `w->retry`},
	{"auth/loginwindow.TestPasswordFormAsTheUserSeesIt", "where the page navigates to is not told", "auth/loginwindow/view_linux.c", "\tloginwindowRequested(GPOINTER_TO_UINT(id), (char *)webkit_uri_request_get_uri(request));\n\tg_signal", "\tg_signal"},
	{"auth/loginwindow.TestPasswordFormAsTheUserSeesIt", "an empty answer is given", "auth/loginwindow/password_linux.c", "\tif (!*user && !*password)\n\t\treturn;\n", ""},
	{"auth/loginwindow.TestPasswordFormAsTheUserSeesIt", "passwords outlive Forget", "auth/loginwindow/context_linux.c", "\tg_clear_object(&context);\n", ""},
	{"auth/loginwindow.TestNoPageIsSeenUnderAnothersName", "the origin is that of a load that waits", "auth/loginwindow/view_linux.c", `if (event == WEBKIT_LOAD_COMMITTED && uri)`, `if (uri)`},

	{"auth/loginwindow.TestNothingIsLoadedFromThisMachine", "no filter", "auth/loginwindow/filter_linux.c", "\twebkit_user_content_manager_add_filter(manager, filter);\n", ""},
	{"auth/loginwindow.TestNothingIsLoadedFromThisMachine", "user information hides the host", "auth/loginwindow/filter.go", "`^[a-z]+://([^/@]*@)?`", "`^[a-z]+://`"},
	{"auth/loginwindow.TestNothingIsLoadedFromThisMachine", "names without a dot are public", "auth/loginwindow/filter.go", ", `[^./:@\\[]+\\.?`,", ","},
	{"auth/loginwindow.TestNoWayIntoThisMachine", "only images are kept away", "auth/loginwindow/filter.go", "{\"image\", \"style-sheet\", \"script\", \"font\", \"raw\", \"svg-document\", \"media\", \"popup\", \"ping\",\n\t\t\t\"fetch\", \"websocket\", \"other\", \"csp-report\"}", `{"image"}`},
	{"auth/loginwindow.TestNoWayIntoThisMachine", "frames are not looked at", "auth/loginwindow/filter.go", "\t\tr.Trigger.Types, r.Trigger.Context = []string{\"document\"}, []string{\"child-frame\"}\n\t\trules = append(rules, r)\n", ""},
	{"auth/loginwindow.TestAPageOfTheNetworkLoadsFromThere", "a page of the network loads nothing from there", "auth/loginwindow/filter.go", `block(network, append(network, machine...))`, `block(network, machine)`},
	{"auth/loginwindow.TestAPageOfTheNetworkLoadsFromThere", "a page of the network loads from this machine", "auth/loginwindow/filter.go", `block(machine, machine)`, `block(machine, append(network, machine...))`},

	{"auth/loginwindow.TestOneLinkAClick", "one click opens many links", "auth/loginwindow/limits.go", `if !a.clicks.fresh && now.Sub(a.clicks.opened) < gestureLasts {`, `if now.IsZero() {`},
	{"auth/loginwindow.TestOneLinkAClick", "many clicks open links without end", "auth/loginwindow/limits.go", "\tif !a.spend(outsideLink) {\n", "\tif false {\n"},
	{"auth/loginwindow.TestOneClickOpensOneLink", "clicks are not told apart", "auth/loginwindow/view_linux.c", "\tloginwindowPressed(GPOINTER_TO_UINT(id));\n", ""},
	{"auth/loginwindow.TestWhatAPageCausesIsBounded", "log lines without end", "auth/loginwindow/limits.go", `if a.spend(logLine) {`, `if true {`},
	{"auth/loginwindow.TestWhatAPageCausesIsBounded", "password forms without end", "auth/loginwindow/challenge.go", ` || !a.spend(passwordForm) {`, ` {`},
	{"auth/loginwindow.TestAPageAsksInVain", "WebKit decides on permissions", "auth/loginwindow/deny_linux.c", "\twebkit_permission_request_deny(request);\n\treturn TRUE;", "\t(void)request;\n\treturn FALSE;"},
	{"auth/loginwindow.TestAPageAsksInVain", "WebKit opens its file chooser", "auth/loginwindow/deny_linux.c", "\twebkit_file_chooser_request_cancel(request);\n\treturn TRUE;", "\t(void)request;\n\treturn FALSE;"},
	{"auth/loginwindow.TestAlertsEnd", "alerts without end", "auth/loginwindow/deny_linux.c", `return !loginwindowMaySpeak(GPOINTER_TO_UINT(id));`, `return loginwindowMaySpeak(GPOINTER_TO_UINT(id)) == 2;`},
}
