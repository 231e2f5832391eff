package main

// inWindowUser are the mutants of what people do in the login window, and of what a page may ask them.
var inWindowUser = []mutant{
	{"auth/loginwindow.TestHiddenWindowHasNoUser", "a hidden window takes commands", "page.command", `if p.ended || p.hidden {`, `if p.ended {`},
	{"auth/loginwindow.TestIdleHidden", "a hidden window ends after an hour", "attempt.idleTime", `if a.hidden {`, `if false {`},
	{"auth/loginwindow.TestProgramsAreNamed", "a program gets a URL of any length", "policy.opensProgram", `|| len(raw) > maxTarget {`, `{`},
	{"auth/loginwindow.TestAnAnswerThatCannotBeUsed", "nothing is said about an answer that cannot be used", "page.notShown", `p.remark(foreignWords)`, `_ = foreignWords`},
	{"auth/loginwindow.TestThePageHasTheKeyFirst", "the window has the key first", "lw_keys", `g_signal_connect_after(w->window`, `g_signal_connect(w->window`},
	{"auth/loginwindow.TestEscapeAsks", "Escape does nothing", "shortcuts", `{GDK_KEY_Escape, 0, LW_KEY_CANCEL, FALSE},`, ""},
	{"auth/loginwindow.TestCommands", "Escape alone ends the log-in", "page.escape", `p.say(cancelQuestion, p.abandon)`, `p.abandon()`},
	{"auth/loginwindow.TestCommands", "an Escape for the password form ends the log-in", "page.escape", `case p.cover == held || p.cover == password:`, `case p.cover == password:`},
	{"auth/loginwindow.TestCommands", "a form is sent a second time", "page.navigate", `n.post && n.kind == again {`, `n.post && n.kind == again && p.hidden {`},
	{"auth/loginwindow.TestWayBackReloadAndZoom", "a form is sent a second time on the way back", "page.navigate", `n.post && n.kind == again {`, `n.post && n.kind == again && p.hidden {`},
	{"auth/loginwindow.TestWayBackReloadAndZoom", "WebKit scrolls with Alt+Left", "shortcuts", `{GDK_KEY_Left, GDK_MOD1_MASK, LW_KEY_BACK, TRUE},`, `{GDK_KEY_Left, GDK_MOD1_MASK, LW_KEY_BACK, FALSE},`},
	{"auth/loginwindow.TestWayBackReloadAndZoom", "the mouse has no way back", "on_button", `if (event->button != BACK_BUTTON)`, `if (event->button != 1000)`},
	{"auth/loginwindow.TestBackShowsNoPageUnderAnothersName", "on the way back, a page is named as WebKit names it", "page.commit", `if p.misnamed(raw) {`, `if raw == "" && p.misnamed(raw) {`},
	{"auth/loginwindow.TestBackShowsNoPageUnderAnothersName", "a page that was not named is uncovered under the name before it", "page.commit", `p.place = place{} // the page below`, `// the page below`},
	{"auth/loginwindow.TestTheDesktopsLook", "the window has a colour of its own", "lw_layout", `w->stack = gtk_stack_new();`, `w->stack = gtk_stack_new();
	G_GNUC_BEGIN_IGNORE_DEPRECATIONS
	gtk_widget_override_background_color(w->stack, GTK_STATE_FLAG_NORMAL, &(GdkRGBA){1, 1, 1, 1});
	G_GNUC_END_IGNORE_DEPRECATIONS`},
	{"auth/loginwindow.TestContextMenu", "WebKit makes the context menu", "loginwindow.on_context_menu", `webkit_context_menu_remove(menu, i->data);`, `break;`},

	{"auth/loginwindow.TestProgramsAreNamed", "a program opens any scheme", "policy.opensProgram", `if p.schemes[u.Scheme] == "" || len(raw) > maxTarget {`, `if len(raw) > maxTarget {`},
	{"auth/loginwindow.TestProgramsAreNamed", "a page attaches a file to a mail", "policy.opensProgram", `if !slices.Contains(mailFields, strings.ToLower(name)) {`, `if !slices.Contains(mailFields, strings.ToLower(name)) && name == "" {`},
	{"auth/loginwindow.TestFurtherSchemes", "an app adds any scheme", "schemesOf", `if err := urlscheme.Check(name); err != nil {`, `if err := urlscheme.Check(name); err != nil && name == "" {`},
	{"internal/urlscheme.TestCheck", "only the scheme of files is unsafe", "Check", `slices.Contains(unsafe, name)`, `name == "file"`},
	{"internal/urlscheme.TestCheck", "the schemes of Windows are safe", "Check", `if prefixed ||`, `if prefixed &&`},
	{"internal/config.TestLoadAppRefuses", "the settings add any scheme", "values.schemes", `if err := urlscheme.Check(name); err != nil {`, `if err := urlscheme.Check(name); err != nil && name == "" {`},
	{"auth/loginwindow.TestProgramQuestion", "no click is needed", "page.offer", `case !p.byClick():`, `case name == "":`},
	{"auth/loginwindow.TestProgramQuestion", "a click counts for ever", "page.byClick", `if !p.clicks.fresh || now.Sub(p.clicks.last) >= gestureLasts {`, `if !p.clicks.fresh {`},
	{"auth/loginwindow.TestProgramQuestion", "one click brings many questions", "page.byClick", `p.clicks = clicks{opened: now}
	return true
}

// pressed`, `return true
}

// pressed`},
	{"auth/loginwindow.TestProgramQuestion", "the question does not name the host", "page.offer", `“" + host + "” asks for it.`, `" + host[:0] + "The page asks for it.`},
	{"auth/loginwindow.TestProgramQuestion", "the program opens without an answer", "page.offer", `p.say(question, func() { p.window.native.showURI(p.id, target) })`, "p.say(question, nil)\n\t\tp.window.native.showURI(p.id, target)"},
	{"auth/loginwindow.TestProgramQuestion", "a question outlives its page", "page.commit", `if p.bar.act != nil {`, `if p.bar.act != nil && raw == "" {`},
	{"auth/loginwindow.TestProgramQuestion", "a click on one line counts for the next", "page.endLine", `|| number != p.bar.number {`, `{`},
	{"auth/loginwindow.TestProgramQuestion", "a remark takes the place of a question", "page.remark", `if p.bar.act == nil && p.spend`, `if p.spend`},
	{"auth/loginwindow.TestPrograms", "nobody says that there is no program", "run", `loginwindowNotOpened(c->id, c->a);`, `break;`},
	{"auth/loginwindow.TestWhatAPageCausesIsBounded", "questions without end", "page.offer", `case p.spend(programQuestion):`, `default:`},
	{"auth/loginwindow.TestWhatAPageCausesIsBounded", "lines about the page without end", "page.remark", `&& p.spend(pageRemark) {`, `{`},
	{"auth/loginwindow.TestWhatAPageCausesIsBounded", "lines about limitations without end", "page.cannot", `|| !p.spend(limitationLine) {`, `{`},
	{"auth/loginwindow.TestWhatAPageCausesIsBounded", "https in place of http without end", "page.upgrade", `|| !p.spend(upgradedPage) {`, `{`},

	{"auth/loginwindow.TestUpgrade", "the http page is loaded", "secureForm", `u.Scheme = "https"`, `u.Scheme = "http"`},
	{"auth/loginwindow.TestUpgrade", "a form is lost without words", "page.upgrade", `u == nil || p.refusedPost ||`, `u == nil ||`},
	{"auth/loginwindow.TestUpgrade", "https and http lead to each other for ever", "page.upgrade", `|| u.String() == p.upgraded ||`, `||`},
	{"auth/loginwindow.TestSecureForm", "this machine has an https form", "secureForm", `|| loopback(u) {`, `{`},
	{"auth/loginwindow.TestHTTPSInPlaceOfHTTP", "the filter lets plain http pass", "contentRules", `rules = append(rules, blockPlain(machine))`, ""},
	{"auth/loginwindow.TestClassify", "a redirect to plain http is left to the filter", "policy.filters", `&& k != byRedirect`, ``},
	{"auth/loginwindow.TestRefusesEmbedded", "an error in base64 is not read", "refusesEmbedded", `strings.Contains(string(decoded), disallowed)`, `decoded == nil`},
	{"auth/loginwindow.TestHTTPSInPlaceOfHTTP", "a page goes to plain http", "policy.loads", `return u.Scheme == "https"`, `return true`},
	{"auth/loginwindow.TestClientCertificate", "a host that wants a certificate is told to be unsafe", "page.reason", `p.certificate == hostPort(raw):`, `p.certificate == "":`},
	{"auth/loginwindow.TestLimitationsAreSaid", "a page prints in vain", "on_print", `loginwindowLimited(GPOINTER_TO_UINT(id), LW_LIMIT_PRINT);`, `(void)id;`},
	{"auth/loginwindow.TestLimitationsAreSaid", "a download is cancelled without words", "on_download", `loginwindowLimited(lw_id(view), LW_LIMIT_DOWNLOAD);`, `return;`},
	{"auth/loginwindow.TestLimitationsAreSaid", "an attachment is dropped without words", "on_response", `if (attachment)
		loginwindowLimited(id, LW_LIMIT_DOWNLOAD);`, ""},
	{"auth/loginwindow.TestLimitationsAreSaid", "nobody says that the page hangs", "on_responsive", `loginwindowLimited(GPOINTER_TO_UINT(id), LW_LIMIT_STUCK);`, `return;`},

	{"auth/loginwindow.TestIdle", "the log-in has a deadline", "attempt.wait", `if left <= 0 {`, `if left <= idleLimit {`},
	{"auth/loginwindow.TestIdle", "keys in the page do not count", "page.pressed", `p.clicks.fresh, p.clicks.last, p.touched = true, now, now`, `p.clicks.fresh, p.clicks.last = true, now`},
	{"auth.TestHowLongALoginWaits", "every log-in ends after an hour", "openWithin", `; !attended {`, `; true || attended {`},
	{"auth.TestHowLongALoginWaits", "a log-in in the browser never ends", "openWithin", `; !attended {`, `; attended && false {`},
}
