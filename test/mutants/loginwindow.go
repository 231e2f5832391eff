package main

// inLoginWindow are the mutants of the login window.
var inLoginWindow = []mutant{
	{"auth/loginwindow.TestTheWindowDoesNotWaitForThePage", "the window waits for the trial of the sandbox", "auth/loginwindow/open.go",
		`	w.native.open(a.main)
`, `	_ = w.native.prepare(ctx, w.options.Log)
	w.native.open(a.main)
`},

	{"auth/loginwindow.TestNewPolicyRefuses", "the window opens any URL", "auth/loginwindow/policy.go", `if !secure || start.Host == "" || start.User != nil {`, `if false && !secure {`},
	{"auth/loginwindow.TestClassify", "a path that begins like the end URL's reaches it", "auth/loginwindow/policy.go", `path(u) == path(end)`, `strings.HasPrefix(path(u), path(end))`},
	{"auth/loginwindow.TestClassify", "a page goes to plain http elsewhere", "auth/loginwindow/policy.go", "\treturn u.Scheme == \"https\"\n}\n\n// allowsLoopback", "\treturn true\n}\n\n// allowsLoopback"},
	{"auth/loginwindow.TestExternalByDefault", "any URL goes outside", "auth/loginwindow/policy.go", `return err == nil && u.Scheme == "https" && u.Hostname() != "" && u.User == nil`, `return err == nil && u != nil`},

	{"auth/loginwindow.TestWhoMayAsk", "a frame asks under the name of the page that is to come", "auth/loginwindow/place.go", `(p.framed[key] == 0 && len(p.framed) < maxFramed)`, `true`},
	{"auth/loginwindow.TestWhoMayAsk", "too many frames to count are none", "auth/loginwindow/place.go", `p.framed[key] == 0 && len(p.framed) < maxFramed`, `p.framed[key] == 0`},
	{"auth/loginwindow.TestWhoMayAsk", "whoever is in the page asks", "auth/loginwindow/place.go", "\treturn stranger\n", "\treturn ownHost\n"},
	{"auth/loginwindow.TestTheFormAndThePage", "a page takes the place of the password form", "auth/loginwindow/cover.go", "\tif p.cover == password || p.cover == held {\n\t\tp.hold()\n\t\tp.next", "\tif p.cover == held {\n\t\tp.hold()\n\t\tp.next"},
	{"auth/loginwindow.TestTheFormAndThePage", "a page appears as soon as it takes its question back", "auth/loginwindow/cover.go", "\t\tp.cover, p.next = held, p.restore\n", "\t\tp.cover, p.next = held, p.restore\n\t\tdefer p.setOrigin(p.place.committed)\n"},
	{"auth/loginwindow.TestCrashIsOfThePage", "a crash is told under the name of what was to come", "auth/loginwindow/page.go", `gone := p.place.committed`, `gone := p.place.pending`},
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
	{"auth/loginwindow.TestNoWayIntoThisMachine", "only images are kept away", "auth/loginwindow/filter.go", "{\"image\", \"style-sheet\", \"script\", \"font\", \"raw\", \"svg-document\", \"media\", \"ping\",\n\t\t\t\"fetch\", \"websocket\", \"other\", \"csp-report\"}", `{"image"}`},
	{"auth/loginwindow.TestNoWayIntoThisMachine", "frames are not looked at", "auth/loginwindow/filter.go", "\t\tr.Trigger.Types, r.Trigger.Context = []string{\"document\"}, []string{\"child-frame\"}\n\t\trules = append(rules, r)\n", ""},
	{"auth/loginwindow.TestAPageOfTheNetworkLoadsFromThere", "a page of the network loads nothing from there", "auth/loginwindow/filter.go", `block(network, append(network, machine...))`, `block(network, machine)`},
	{"auth/loginwindow.TestAPageOfTheNetworkLoadsFromThere", "a page of the network loads from this machine", "auth/loginwindow/filter.go", `block(machine, machine)`, `block(machine, append(network, machine...))`},

	{"auth/loginwindow.TestOnePopUpAClick", "one click opens many pop-ups", "auth/loginwindow/limits.go", `case !p.clicks.fresh && now.Sub(p.clicks.opened) < gestureLasts,`, `case now.IsZero(),`},
	{"auth/loginwindow.TestOnePopUpAClick", "many clicks open pop-ups without end", "auth/loginwindow/limits.go", "\tcase !p.spend(popUpWindow):\n", "\tcase false:\n"},
	{"auth/loginwindow.TestFewPopUpsAtATime", "any number of pop-ups is open", "auth/loginwindow/limits.go", "\t\tlen(p.pages) > maxPopUps: // one of the pages is the log-in's own\n", "\t\tfalse:\n"},
	{"auth/loginwindow.TestPopUpsAreBounded", "clicks are not told apart", "auth/loginwindow/view_linux.c", "\tloginwindowPressed(GPOINTER_TO_UINT(id));\n", ""},
	{"auth/loginwindow.TestClassify", "a pop-up needs no click", "auth/loginwindow/policy.go", `case n.newWindow && n.gesture && (`, `case n.newWindow && (`},
	{"auth/loginwindow.TestClassify", "a pop-up goes anywhere", "auth/loginwindow/policy.go", `(loads || p.filters(u, n.kind) || n.url == blank || n.url == ""): // window.open("")`, `true:`},
	{"auth/loginwindow.TestRefusedPopUps", "a hidden window opens pop-ups", "auth/loginwindow/page.go", `return !p.hidden`, `return true`},
	{"auth/loginwindow.TestRefusedPopUps", "pop-ups open after the end", "auth/loginwindow/popup.go", "\tif !p.navigate(n) {\n\t\treturn nil\n\t}\n\tp.mu.Lock()\n\tdefer p.mu.Unlock()\n\tif p.ended || ", "\tp.mu.Lock()\n\tdefer p.mu.Unlock()\n\tif "},
	{"auth/loginwindow.TestPopUpsEndWithTheLogIn", "an answer in a new window is lost", "auth/loginwindow/popup.go", "\tif !p.navigate(n) {\n", "\tif v, _ := p.policy.classify(n); v != popup {\n"},
	{"auth/loginwindow.TestPopUpsEndWithTheLogIn", "pop-ups outlive their opener and the log-in", "auth/loginwindow/page.go", "\tp.closePopUps()\n\tif p.opener != nil {\n", "\tif p.opener != nil {\n"},
	{"auth/loginwindow.TestPopUpsCloseWithTheirOpener", "pop-ups outlive the process of their page", "auth/loginwindow/page.go", "\tp.place = place{}\n\tp.closePopUps()\n", "\tp.place = place{}\n"},
	{"auth/loginwindow.TestPopUpIsNotTheLogIn", "a pop-up is reported as the log-in", "auth/loginwindow/page.go", "\tif p.opener == nil {\n\t\tp.showOnce", "\tif p != nil {\n\t\tp.showOnce"},
	{"auth/loginwindow.TestPopUpAsTheUserSeesIt", "a pop-up is loaded again without its opener", "auth/loginwindow/page.go", "\tif p.opener == nil {\n\t\tp.visit(", "\tif true {\n\t\tp.visit("},
	{"auth/loginwindow.TestWhoMayAsk", "a blank document keeps the name of the page before it", "auth/loginwindow/place.go", "{ p.committed, p.pending, p.framed = raw, \"\", nil }", "{\n\tif raw != blank {\n\t\tp.committed = raw\n\t}\n\tp.pending, p.framed = \"\", nil\n}"},
	{"auth/loginwindow.TestPopUpOriginIsHonest", "a blank document is not shown as one", "auth/loginwindow/cover.go", `p.window.native.setOrigin(p.id, blank+" — "+p.window.options.Title, blank, false)`, ``},
	{"auth/loginwindow.TestOpenOutside", "a pop-up of a script can leave", "auth/loginwindow/popup.go", "\tif n.link {\n\t\topened.link = n.url\n\t}\n", "\topened.link = n.url\n"},
	{"auth/loginwindow.TestNoWindowClosesUnderAPassword", "a window closes under a password", "auth/loginwindow/popup.go", "\tif p.cover == password || p.cover == held {\n\t\tp.hold()", "\tif p == nil {\n\t\tp.hold()"},
	{"auth/loginwindow.TestNoWindowClosesUnderAPassword", "another window closes under a password", "auth/loginwindow/popup.go", `return !slices.ContainsFunc(p.pages, func(other *page) bool { return other.cover == password || other.cover == held })`, `return !slices.ContainsFunc(p.pages, func(*page) bool { return false })`},
	{"auth/loginwindow.TestPasswordOfAPopUpReachesNoPage", "a script closes any window", "auth/loginwindow/view_linux.c", `if (w && loginwindowMayClose(w->id))`, `if (w)`},
	{"auth/loginwindow.TestPopUps", "no pop-ups", "auth/loginwindow/view_linux.c", "\t\t{\"create\", G_CALLBACK(lw_pop_up)},\n", ""},
	{"auth/loginwindow.TestPopUps", "a closed pop-up takes its opener along", "auth/loginwindow/window_linux.c", `if (w->view && !w->popup)`, `if (w->view)`},
	{"auth/loginwindow.TestPopUps", "the filter blocks pop-ups", "auth/loginwindow/filter.go", `"svg-document", "media", "ping",`, `"svg-document", "media", "popup", "ping",`},
	{"auth/loginwindow.TestPopUps", "the callback passes through a pop-up", "auth/loginwindow/view_linux.c", "\tg_object_unref(settings);\n\tconst struct {", "\tg_object_unref(settings);\n\tif (opener)\n\t\treturn view;\n\tconst struct {"},
	{"auth/loginwindow.TestAPopUpAsksInVain", "pop-ups are denied nothing", "auth/loginwindow/view_linux.c", "\tlw_deny(view, id);\n", "\tif (!opener)\n\t\tlw_deny(view, id);\n"},
	{"auth/loginwindow.TestWhatAPageCausesIsBounded", "log lines without end", "auth/loginwindow/limits.go", `if a.spend(logLine) {`, `if true {`},
	{"auth/loginwindow.TestWhatAPageCausesIsBounded", "password forms without end", "auth/loginwindow/challenge.go", ` || !p.spend(passwordForm) {`, ` {`},
	{"auth/loginwindow.TestAPageAsksInVain", "WebKit decides on permissions", "auth/loginwindow/deny_linux.c", "\twebkit_permission_request_deny(request);\n\treturn TRUE;", "\t(void)request;\n\treturn FALSE;"},
	{"auth/loginwindow.TestAPageAsksInVain", "WebKit opens its file chooser", "auth/loginwindow/deny_linux.c", "\twebkit_file_chooser_request_cancel(request);\n\treturn TRUE;", "\t(void)request;\n\treturn FALSE;"},
	{"auth/loginwindow.TestAlertsEnd", "alerts without end", "auth/loginwindow/deny_linux.c", `return !loginwindowMaySpeak(GPOINTER_TO_UINT(id));`, `return loginwindowMaySpeak(GPOINTER_TO_UINT(id)) == 2;`},
	{"auth/loginwindow.TestAlternative", "that nothing is taken after the user asked for another browser", "auth/loginwindow/alternative.go",
		`	a.ended, a.left = true, true`, `	a.left = true`},
	{"auth/loginwindow.TestAlternative", "that an answer that waits is not taken", "auth/loginwindow/attempt.go",
		`			if a.hasLeft() {
				return nil, auth.ErrAlternative
			}
			if accept`, `			if accept`},
	{"auth/loginwindow.TestAlternative", "that a hidden window takes no button", "auth/loginwindow/alternative.go",
		`	if a.ended || a.hidden {`, `	if a.ended {`},
	{"auth/loginwindow.TestALimitationOffersTheAlternative", "that the button needs another browser", "auth/loginwindow/alternative.go",
		`	case a.window.options.Alternative:`, `	case true:`},
	{"auth/loginwindow.TestALimitationOffersTheAlternative", "what helps where there is no other browser", "auth/loginwindow/alternative.go",
		` || what == limitEmbedded:`, `:`},
	{"auth/loginwindow.TestUseMyBrowser", "the button beside Cancel", "auth/loginwindow/layout_linux.c",
		`	if (w->alternative)
		gtk_box_pack_end`, `	if (!w->alternative)
		gtk_box_pack_end`},
	{"auth/loginwindow.TestUseMyBrowser", "the button in a notice", "auth/loginwindow/layout_linux.c",
		`w->alternative && !resume`, `!w->alternative`},
}
