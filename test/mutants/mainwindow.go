package main

// inMainWindow are the mutants of the main window, of its pictures, and of the app's one start.
var inMainWindow = []mutant{
	{"internal/single.TestASecondStartEnds", "a start that was answered goes on", "Start", `if notify(socket) == nil {`, `if notify(socket) == nil && false {`},
	{"internal/single.TestAStartWaitsForTheEnd", "an app that ends answers", "Instance.Leave", `_ = i.listener.Close()`, `_ = i.listener`},
	{"internal/single.TestNobodyAnswers", "any answer will do", "notify", `if string(said) != answer {`, `if false {`},
	{"internal/single.TestAfterACrash", "the socket of a dead process stays", "serve", `err := os.Remove(socket)`, `err := error(nil)`},
	{"internal/single.TestWhatOthersLeftInTheFolder", "a FIFO in the place of the lock is waited for", "Start", `file, err := safefile.Append(path)`, `_ = safefile.Append
	file, err := os.Open(os.DevNull)`},
	{"main.TestW_BIND_MIN", "a bound method takes a word of the page's", "main.App.CancelLogIn", `) CancelLogIn() error {`, `) CancelLogIn(string) error {`},
	{"main.TestW_BIND_MIN", "one more method is bound", "main.newApp", `func newApp(`, `func (a *App) More() {}

func newApp(`},
	{"internal/paths.TestRuntime", "a folder that others can write to stays so", "Runtime", `safefile.Folder(dir) == nil`, `func() error { _ = safefile.Folder; return os.MkdirAll(dir, 0o700) }() == nil`},
	{"test/e2e.TestJourneySecondStart", "a second start goes on", "main.main", `log, a.startedAgain); !only {`, `log, a.startedAgain); !only && false {`},
	{"test/e2e.TestJourneySecondStart", "the first start does not come to the front", "main.App.answer", `case <-a.secondStarts:
			a.present()`, `case <-a.secondStarts:`},
	{"test/e2e.TestJourneyTwoUsers", "all users have one folder", "compileFilter", "folder, err := os.MkdirTemp(\"\", \"loginwindow-\")\n\tif err == nil {\n\t\tdefer os.RemoveAll(folder)", "folder := os.TempDir() + \"/loginwindow\"\n\terr := os.MkdirAll(folder, 0o700)\n\tif err == nil {"},
	{"test/e2e.TestJourneyDisplays", "the background covers what is behind the shadow", "paint", `native && !has_shadow()`, `native && (1 || has_shadow())`},
	{"test/e2e.TestJourneyOnlyItsOwnPages", "the main window goes anywhere", "decide", `webkit_policy_decision_ignore(decision);
	return TRUE;`, `return FALSE;`},
	{"test/e2e.TestJourneyFirstLogIn", "a screen reader does not get Logout", "home.html", `<button id="log-out"`, `<button id="log-out" aria-hidden="true"`},
	{"test/e2e.TestJourneyFirstLogIn", "a screen reader gets a spinner while nothing waits", "home.html", `<span class="progress" aria-hidden="true"></span>`, `<span role="progressbar" aria-label="Loading"></span>`},
	{"internal/app/window.TestIsOwnPage", "every file of the app is a page", "isOwnPage", `strings.HasSuffix(u.Path, ".html") && err == nil`, `err == nil`},
	{"internal/app/window.TestIsOwnPage", "every host of the app's scheme will do", "isOwnPage", `|| u.Host != "wails"`, ``},
	{"main.TestTheWindow", "the main window takes drops", "Options", `DisableWebViewDrop: true`, `DisableWebViewDrop: false`},
	{"main.TestTheWindow", "every origin may call the bound methods", "Options", `Bind:           []any{app},`, `Bind: []any{app}, BindingsAllowedOrigins: "*",`},
	{"main.TestTheWindow", "the page has the browser's context menu", "Options", `Bind:           []any{app},`, `Bind: []any{app}, EnableDefaultContextMenu: true,`},
	{"main.TestTheWindow", "the page does not come from the program", "Options", `Assets: page,`, ``},
	{"internal/app/assets.TestAssets", "the page may have frames", "ContentSecurityPolicy", `frame-src 'none'`, `frame-src *`},
	{"test/e2e.TestJourneyPageEnds", "a page that has ended stays away", "Reviver.Ended", `mainwindow.Load(startPage)`, `_ = mainwindow.Load`},
	{"test/e2e.TestJourneyPageEnds", "a page that ends again and again is loaded without end", "Reviver.Ended", `count >= endsToAsk && !r.wantsPageAgain(ctx)`, `false && !r.wantsPageAgain(ctx)`},
	{"internal/app/window.TestEnds", "the page is not told that it had to be loaded again", "Reviver.Reloaded", `r.ends.within(time.Now()) >= endsToTell`, `r.ends.within(time.Now()) > endsToAsk`},
	{"internal/app/publisher.TestRevision", "all answers to the page have one revision", "Publisher.Current", `p.revision++`, ``},
	{"internal/transport.TestPublic", "an address is looked at before the connection only", "public.dial", `dialer.Control = func(`, `_ = func(`},
	{"internal/transport.TestPublic", "an address in the URL goes to the proxy", "public.RoundTrip", `!p.reaches(address) && r.URL.Host`, `p.reaches(address) && r.URL.Host`},
	{"internal/transport.TestPublic", "every port of the one host will do", "public.dial", `if hostAndPort != p.reach.Host {`, `if p.reach.Host == "" {`},
	{"internal/transport.TestIsPublic", "an IPv4 address within an IPv6 one is not looked at", "isPublic", `if nat64.Contains(address) {`, `if false {`},
	{"internal/transport.TestIsPublic", "an IPv4 address in its IPv6 form is not looked at", "isPublic", `address = address.Unmap()
	if nat64`, `if nat64`},
	{"internal/picture.TestFetch", "pictures come from private addresses", "fetch", `Transport: transport.Public(base, reach)`, `Transport: base`},
	{"internal/picture.TestNoErrorQuotesTheURL", "an error quotes the URL", "fetch", `return nil, reason(hostOf(err), err)
	}
	defer`, `_ = hostOf
		return nil, err
	}
	defer`},
	{"internal/picture.TestNoErrorQuotesACertificate", "an error quotes a certificate", "reason", `return transport.Failure(host, err)`, `return err`},
	{"internal/picture.TestNoErrorQuotesACertificate", "a host has any length", "isAllowed", `len(u.Host) > maxHost`, `len(u.Host) < 0`},
	{"internal/picture.TestRedraw", "a picture may have any number of pixels", "redraw", `config.Width*config.Height > maxPixels`, `false`},
	{"internal/picture.TestRedraw", "a picture may have any side", "redraw", `config.Width > maxSide || config.Height > maxSide || config.Width*config.Height > maxPixels`, `config.Width < maxSide && config.Width*config.Height > maxPixels`},
	{"internal/picture.TestRedrawEnds", "reading a picture has no end", "untilDone.Read", `if r.ctx.Err() != nil {`, `if false {`},
	{"test/architecture.TestW_VER", "the command line of Wails is another version", "tools/go.mod", `github.com/wailsapp/wails/v2 v2.16.0`, `github.com/wailsapp/wails/v2 v2.15.0`},
	{"test/architecture.TestNotInTheSource", "a switch turns the web view's own rules off", "window.Options", `StartHidden: true,`, `StartHidden: true, // disable-web-` + `security`},
}
