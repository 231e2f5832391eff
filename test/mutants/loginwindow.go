package main

// inLoginWindow are the mutants of the login window.
var inLoginWindow = []mutant{
	{"auth/loginwindow.TestTheWindowDoesNotWaitForThePage", "the window waits for the trial of the sandbox", "Window.Open",
		`w.native.open(a.main)`, `_ = w.native.prepare(ctx, w.options.Log)
	w.native.open(a.main)`},

	{"auth/loginwindow.TestNewPolicyRefuses", "the window opens any URL", "newPolicy", `if !secure || start.Host == "" || start.User != nil {`, `if false && !secure {`},
	{"auth/loginwindow.TestClassify", "a path that begins like the end URL's reaches it", "reaches", `path(u) == path(end)`, `strings.HasPrefix(path(u), path(end))`},
	{"auth/loginwindow.TestClassify", "a page goes to plain http elsewhere", "policy.loads", `return u.Scheme == "https"
}

// allowsLoopback`, `return true
}

// allowsLoopback`},
	{"auth/loginwindow.TestExternalByDefault", "any URL goes outside", "externalByDefault", `return err == nil && u.Scheme == "https" && u.Hostname() != "" && u.User == nil`, `return err == nil && u != nil`},

	{"auth/loginwindow.TestWhoMayAsk", "a frame asks under the name of the page that is to come", "place.asker", `(p.framed[key] == 0 && len(p.framed) < maxFramed)`, `true`},
	{"auth/loginwindow.TestWhoMayAsk", "too many frames to count are none", "place.asker", `p.framed[key] == 0 && len(p.framed) < maxFramed`, `p.framed[key] == 0`},
	{"auth/loginwindow.TestWhoMayAsk", "whoever is in the page asks", "place.asker", `return stranger`, `return ownHost`},
	{"auth/loginwindow.TestTheFormAndThePage", "a page takes the place of the password form", "page.display", `if p.cover == password || p.cover == held {
		p.hold()
		p.next`, `if p.cover == held {
		p.hold()
		p.next`},
	{"auth/loginwindow.TestTheFormAndThePage", "a page appears as soon as it takes its question back", "page.hold", `p.cover, p.next = held, p.restore`, `p.cover, p.next = held, p.restore
		defer p.setOrigin(p.place.committed)`},
	{"auth/loginwindow.TestTheFormAndThePage", "a form of the page that is to come ends when that page comes", "page.arrive", "if p.cover == password && p.asks == hostPort(raw) {", "if false {"},
	{"auth/loginwindow.TestTheFormAndThePage", "a page stays below a form of another host, and is taken for it", "page.arrive", "if p.cover == password && p.asks == hostPort(raw) {", "if p.cover == password {"},
	{"auth/loginwindow.TestTheFormAndThePage", "a form of the page itself waits for where that page goes", "page.arrive", `p.asker = ownHost`, ""},
	{"auth/loginwindow.TestPasswordFormAsTheUserSeesIt", "what was shown before a question came ends the question", "lw_drop_challenge", "void lw_drop_challenge(LoginWindow *w) { drop(&w->challenge); }", "void lw_drop_challenge(LoginWindow *w) { lw_drop_challenges(w); }"},
	{"auth/loginwindow.TestAVeilWaitsForItsOwnPicture", "any picture ends a veil", "on_picture", "if (w && w->veil_number == asked->number) {", "if (w) {"},
	{"auth/loginwindow.TestAVeilWaitsForItsOwnPicture", "a veil waits for the picture of another one", "lw_veil", `w->veil_looks = FALSE;
	gtk_label_set_text`, `gtk_label_set_text`},
	{"auth/loginwindow.TestALoginWindowIsNotTheAppsWindow", "a login window is taken for the app's window", "rank", `|| g_object_get_data(G_OBJECT(window), LW_OWN) ||`, `||`},
	{"auth/loginwindow.TestTheAppsWindow", "a login window belongs to a minimised window", "is_seen", `&& !(gdk_window_get_state(native) & GDK_WINDOW_STATE_ICONIFIED)`, ""},
	{"auth/loginwindow.TestCrashIsOfThePage", "a crash is told under the name of what was to come", "page.crashed", `gone := p.place.committed`, `gone := p.place.pending`},
	{"auth/loginwindow.TestPasswordFormCoversThePage", "the form does not cover the page", "lw_ask", `"password");`, `"page");`},
	{"auth/loginwindow.TestPasswordFormCoversThePage", "nobody hears that the question was taken back", "on_cancelled", `loginwindowWithdrawn(w->id);`, ""},
	{"auth/loginwindow.TestPasswordFormCoversThePage", "the rest of a password presses Continue", "lw_show_notice", `resume ? w->heading : w->retry`, `w->retry`},
	{"auth/loginwindow.TestPasswordFormAsTheUserSeesIt", "where the page navigates to is not told", "on_resource", `loginwindowRequested(GPOINTER_TO_UINT(id), (char *)webkit_uri_request_get_uri(request));
	g_signal`, `g_signal`},
	{"auth/loginwindow.TestPasswordFormAsTheUserSeesIt", "the password stays in the form", "on_answer", `gtk_entry_set_text(GTK_ENTRY(w->password), "");`, ``},
	{"auth/loginwindow.TestPasswordFormAsTheUserSeesIt", "an empty answer is given", "on_answer", `if (!*user && !*password)
		return;`, ""},
	{"auth/loginwindow.TestPasswordFormAsTheUserSeesIt", "passwords outlive Forget", "lw_forget", `g_clear_object(&context);`, ""},
	{"auth/loginwindow.TestNoPageIsSeenUnderAnothersName", "the origin is that of a load that waits", "on_load_changed", `if (event == WEBKIT_LOAD_COMMITTED && uri)`, `if (uri)`},

	{"auth/loginwindow.TestNothingIsLoadedFromThisMachine", "no filter", "lw_content", `webkit_user_content_manager_add_filter(manager, filter);`, ""},
	{"auth/loginwindow.TestNothingIsLoadedFromThisMachine", "user information hides the host", "urls", "`^[a-z]+://([^/@]*@)?`", "`^[a-z]+://`"},
	{"auth/loginwindow.TestNothingIsLoadedFromThisMachine", "names without a dot are public", "itsNetwork", ", `[^./:@\\[]+\\.?`,", ","},
	{"auth/loginwindow.TestNoWayIntoThisMachine", "only images are kept away", "block", "{\"image\", \"style-sheet\", \"script\", \"font\", \"raw\", \"svg-document\", \"media\", \"ping\",\n\t\t\t\"fetch\", \"websocket\", \"other\", \"csp-report\"}", `{"image"}`},
	{"auth/loginwindow.TestNoWayIntoThisMachine", "frames are not looked at", "block", `r.Trigger.Types, r.Trigger.Context = []string{"document"}, []string{"child-frame"}
		rules = append(rules, r)`, ""},
	{"auth/loginwindow.TestAPageOfTheNetworkLoadsFromThere", "a page of the network loads nothing from there", "contentRules", `block(network, append(network, machine...))`, `block(network, machine)`},
	{"auth/loginwindow.TestAPageOfTheNetworkLoadsFromThere", "a page of the network loads from this machine", "contentRules", `block(machine, machine)`, `block(machine, append(network, machine...))`},

	{"auth/loginwindow.TestOnePopUpAClick", "one click opens many pop-ups", "page.opensPopUp", `case !p.clicks.fresh && now.Sub(p.clicks.opened) < gestureLasts,`, `case now.IsZero(),`},
	{"auth/loginwindow.TestOnePopUpAClick", "many clicks open pop-ups without end", "page.opensPopUp", `case !p.spend(popUpWindow):`, `case false:`},
	{"auth/loginwindow.TestFewPopUpsAtATime", "any number of pop-ups is open", "page.opensPopUp", `len(p.pages) > maxPopUps: // one of the pages is the log-in's own`, `false:`},
	{"auth/loginwindow.TestPopUpsAreBounded", "clicks are not told apart", "on_press", `loginwindowPressed(GPOINTER_TO_UINT(id));`, ""},
	{"auth/loginwindow.TestClassify", "a pop-up needs no click", "policy.classify", `case n.newWindow && n.gesture && (`, `case n.newWindow && (`},
	{"auth/loginwindow.TestClassify", "a pop-up goes anywhere", "policy.classify", `(loads || p.filters(u, n.kind) || n.url == blank || n.url == ""): // window.open("")`, `true:`},
	{"auth/loginwindow.TestRefusedPopUps", "a hidden window opens pop-ups", "page.navigate", `return !p.hidden`, `return true`},
	{"auth/loginwindow.TestRefusedPopUps", "pop-ups open after the end", "page.popUp", `if !p.navigate(n) {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended ||`, `p.mu.Lock()
	defer p.mu.Unlock()
	if`},
	{"auth/loginwindow.TestPopUpsEndWithTheLogIn", "an answer in a new window is lost", "page.popUp", `if !p.navigate(n) {`, `if v, _ := p.policy.classify(n); v != popup {`},
	{"auth/loginwindow.TestPopUpsEndWithTheLogIn", "pop-ups outlive their opener and the log-in", "page.gone", `p.closePopUps()
	if p.opener != nil {`, `if p.opener != nil {`},
	{"auth/loginwindow.TestPopUpsCloseWithTheirOpener", "pop-ups outlive the process of their page", "page.crashed", `p.place = place{}
	p.closePopUps()`, `p.place = place{}`},
	{"auth/loginwindow.TestPopUpIsNotTheLogIn", "a pop-up is reported as the log-in", "page.mapped", `if p.opener == nil {
		p.showOnce`, `if p != nil {
		p.showOnce`},
	{"auth/loginwindow.TestPopUpAsTheUserSeesIt", "a pop-up is loaded again without its opener", "page.retry", `if p.opener == nil {
		p.visit(`, `if true {
		p.visit(`},
	{"auth/loginwindow.TestWhoMayAsk", "a blank document keeps the name of the page before it", "place.commit", "{ p.committed, p.pending, p.framed = raw, \"\", nil }", "{\n\tif raw != blank {\n\t\tp.committed = raw\n\t}\n\tp.pending, p.framed = \"\", nil\n}"},
	{"auth/loginwindow.TestPopUpOriginIsHonest", "a blank document is not shown as one", "page.setOrigin", `p.window.native.setOrigin(p.id, blank+" — "+p.window.options.Title, blank, false)`, ``},
	{"auth/loginwindow.TestOpenOutside", "a pop-up of a script can leave", "page.popUp", `if n.link {
		opened.link = n.url
	}`, `opened.link = n.url`},
	{"auth/loginwindow.TestNoWindowClosesUnderAPassword", "a window closes under a password", "page.mayClose", `if p.cover == password || p.cover == held {
		p.hold()`, `if p == nil {
		p.hold()`},
	{"auth/loginwindow.TestNoWindowClosesUnderAPassword", "another window closes under a password", "page.mayClose", `return !slices.ContainsFunc(p.pages, func(other *page) bool { return other.cover == password || other.cover == held })`, `return !slices.ContainsFunc(p.pages, func(*page) bool { return false })`},
	{"auth/loginwindow.TestPasswordOfAPopUpReachesNoPage", "a script closes any window", "on_close", `if (w && loginwindowMayClose(w->id))`, `if (w)`},
	{"auth/loginwindow.TestPopUps", "no pop-ups", "lw_view_new", `{"create", G_CALLBACK(lw_pop_up)},`, ""},
	{"auth/loginwindow.TestPopUps", "a closed pop-up takes its opener along", "on_destroy", `if (w->view && !w->popup)`, `if (w->view)`},
	{"auth/loginwindow.TestPopUps", "the filter blocks pop-ups", "block", `"svg-document", "media", "ping",`, `"svg-document", "media", "popup", "ping",`},
	{"auth/loginwindow.TestPopUps", "the callback passes through a pop-up", "lw_view_new", `g_object_unref(settings);
	const struct {`, `g_object_unref(settings);
	if (opener)
		return view;
	const struct {`},
	{"auth/loginwindow.TestAPopUpAsksInVain", "pop-ups are denied nothing", "lw_view_new", `lw_deny(view, id);`, `if (!opener)
		lw_deny(view, id);`},
	{"auth/loginwindow.TestWhatAPageCausesIsBounded", "log lines without end", "attempt.note", `if a.spend(logLine) {`, `if true {`},
	{"auth/loginwindow.TestWhatAPageCausesIsBounded", "password forms without end", "page.challenged", `|| !p.spend(passwordForm) {`, `{`},
	{"auth/loginwindow.TestPermissionsAreRefused", "WebKit decides on permissions", "on_permission", `webkit_permission_request_deny(request);
	return TRUE;`, `(void)request;
	return FALSE;`},
	{"auth/loginwindow.TestAPageAsksInVain", "WebKit opens its file chooser", "on_file_chooser", `webkit_file_chooser_request_cancel(request);
	return TRUE;`, `(void)request;
	return FALSE;`},
	{"auth/loginwindow.TestAlertsEnd", "alerts without end", "on_dialog", `if (!w || !loginwindowMaySpeak(w->id))`, `if (!w || loginwindowMaySpeak(w->id) == 2)`},
	{"auth/loginwindow.TestNoVeilIsOverADialog", "a veil comes over a dialog", "lw_show_page", `if (!w->speaks)`, ``},
	{"auth/loginwindow.TestNoVeilIsOverADialog", "a veil is over a dialog", "on_dialog", `lw_drop_veil(w);`, ``},
	{"auth/loginwindow.TestAlternative", "that nothing is taken after the user asked for another browser", "attempt.leave",
		`a.ended, a.left = true, true`, `a.left = true`},
	{"auth/loginwindow.TestAlternative", "that an answer that waits is not taken", "attempt.wait",
		`if a.hasLeft() {
				return nil, auth.ErrAlternative
			}
			if accept`, `if accept`},
	{"auth/loginwindow.TestAlternative", "that a hidden window takes no button", "attempt.leave",
		`if a.ended || a.hidden {`, `if a.ended {`},
	{"auth/loginwindow.TestALimitationOffersTheAlternative", "that the button needs another browser", "attempt.suggest",
		`case a.window.options.Alternative:`, `case true:`},
	{"auth/loginwindow.TestALimitationOffersTheAlternative", "what helps where there is no other browser", "attempt.suggest",
		`|| what == limitEmbedded:`, `:`},
	{"auth/loginwindow.TestUseMyBrowser", "the button beside Cancel", "page",
		`if (w->alternative)
		gtk_box_pack_end`, `if (!w->alternative)
		gtk_box_pack_end`},
	{"auth/loginwindow.TestUseMyBrowser", "the button in a notice", "lw_show_notice",
		`w->alternative && !resume`, `!w->alternative`},
}
