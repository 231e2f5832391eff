package main

// inMainWindow are the mutants of the main window, of its pictures, and of the app's one start.
var inMainWindow = []mutant{
	{"internal/single.TestASecondStartEnds", "a start that was answered goes on", "internal/single/single.go", `if notify(socket) == nil {`, `if notify(socket) == nil && false {`},
	{"internal/single.TestAStartWaitsForTheEnd", "an app that ends answers", "internal/single/single.go", `		_ = i.listener.Close()`, `		_ = i.listener`},
	{"internal/single.TestNobodyAnswers", "any answer will do", "internal/single/single.go", `if string(said) != answer {`, `if false {`},
	{"internal/single.TestAfterACrash", "the socket of a dead process stays", "internal/single/single.go", `err := os.Remove(socket)`, `err := error(nil)`},
	{"internal/single.TestWhatOthersLeftInTheFolder", "a FIFO in the place of the lock is waited for", "internal/single/single.go", `file, err := safefile.Append(path)`, `_ = safefile.Append
	file, err := os.Open(os.DevNull)`},
	{"main.TestW_BIND_MIN", "a bound method takes a word of the page's", "app.go", `) CancelLogIn() error {`, `) CancelLogIn(string) error {`},
	{"main.TestW_BIND_MIN", "one more method is bound", "app.go", `func newApp(`, `func (a *App) More() {}

func newApp(`},
	{"internal/paths.TestRuntime", "a folder that others can write to stays so", "internal/paths/runtime.go", `safefile.Folder(dir) == nil`, `func() error { _ = safefile.Folder; return os.MkdirAll(dir, 0o700) }() == nil`},
	{"test/e2e.TestJourneySecondStart", "a second start goes on", "main.go", `log, a.startedAgain); !only {`, `log, a.startedAgain); !only && false {`},
	{"test/e2e.TestJourneySecondStart", "the first start does not come to the front", "app.go", `case <-a.secondStarts:
			a.present()`, `case <-a.secondStarts:`},
	{"test/e2e.TestJourneyOnlyItsOwnPages", "the main window goes anywhere", "internal/mainwindow/guard_linux.c", `	webkit_policy_decision_ignore(decision);
	return TRUE;`, `	return FALSE;`},
	{"test/e2e.TestJourneyFirstLogIn", "a screen reader does not get Logout", "frontend/home.html", `<button id="log-out" `, `<button id="log-out" aria-hidden="true" `},
	{"test/e2e.TestJourneyFirstLogIn", "a screen reader gets a spinner while nothing waits", "frontend/home.html", `<span class="progress" aria-hidden="true"></span>`, `<span role="progressbar" aria-label="Loading"></span>`},
	{"internal/app/window.TestIsOwnPage", "every file of the app is a page", "internal/app/window/guard.go", `strings.HasSuffix(u.Path, ".html") && err == nil`, `err == nil`},
	{"internal/app/window.TestIsOwnPage", "every host of the app's scheme will do", "internal/app/window/guard.go", ` || u.Host != "wails"`, ``},
	{"main.TestTheWindow", "the main window takes drops", "internal/app/window/options.go", `DisableWebViewDrop: true`, `DisableWebViewDrop: false`},
	{"main.TestTheWindow", "every origin may call the bound methods", "internal/app/window/options.go", `Bind:           []any{app},`, `Bind: []any{app}, BindingsAllowedOrigins: "*",`},
	{"main.TestTheWindow", "the page has the browser's context menu", "internal/app/window/options.go", `Bind:           []any{app},`, `Bind: []any{app}, EnableDefaultContextMenu: true,`},
	{"main.TestTheWindow", "the page does not come from the program", "internal/app/window/options.go", `Assets: page, `, ``},
	{"internal/app/assets.TestAssets", "the page may have frames", "internal/app/assets/headers.go", `frame-src 'none'`, `frame-src *`},
	{"test/e2e.TestJourneyPageEnds", "a page that has ended stays away", "internal/app/window/revive.go", `	mainwindow.Load(startPage)`, `	_ = mainwindow.Load`},
	{"test/e2e.TestJourneyPageEnds", "a page that ends again and again is loaded without end", "internal/app/window/revive.go", `count >= endsToAsk && !r.wantsPageAgain(ctx)`, `false && !r.wantsPageAgain(ctx)`},
	{"internal/app/window.TestEnds", "the page is not told that it had to be loaded again", "internal/app/window/revive.go", `r.ends.within(time.Now()) >= endsToTell`, `r.ends.within(time.Now()) > endsToAsk`},
	{"internal/app/publisher.TestRevision", "all answers to the page have one revision", "internal/app/publisher/publisher.go", `	p.revision++`, ``},
	{"internal/transport.TestPublic", "an address is looked at before the connection only", "internal/transport/public.go", `		dialer.Control = func(`, `		_ = func(`},
	{"internal/transport.TestPublic", "an address in the URL goes to the proxy", "internal/transport/public.go", `!p.reaches(address) && r.URL.Host`, `p.reaches(address) && r.URL.Host`},
	{"internal/transport.TestPublic", "every port of the one host will do", "internal/transport/public.go", `if hostAndPort != p.reach.Host {`, `if p.reach.Host == "" {`},
	{"internal/transport.TestIsPublic", "an IPv4 address within an IPv6 one is not looked at", "internal/transport/public.go", `if nat64.Contains(address) {`, `if false {`},
	{"internal/transport.TestIsPublic", "an IPv4 address in its IPv6 form is not looked at", "internal/transport/public.go", `	address = address.Unmap()
	if nat64`, `	if nat64`},
	{"internal/picture.TestFetch", "pictures come from private addresses", "internal/picture/picture.go", `Transport: transport.Public(base, reach)`, `Transport: base`},
	{"internal/picture.TestNoErrorQuotesTheURL", "an error quotes the URL", "internal/picture/picture.go", `		return nil, reason(hostOf(err), err)
	}
	defer`, `		_ = hostOf
		return nil, err
	}
	defer`},
	{"internal/picture.TestNoErrorQuotesACertificate", "an error quotes a certificate", "internal/picture/picture.go", `return transport.Failure(host, err)`, `return err`},
	{"internal/picture.TestNoErrorQuotesACertificate", "a host has any length", "internal/picture/picture.go", `len(u.Host) > maxHost`, `len(u.Host) < 0`},
	{"internal/picture.TestRedraw", "a picture may have any number of pixels", "internal/picture/redraw.go", `config.Width*config.Height > maxPixels`, `false`},
	{"internal/picture.TestRedraw", "a picture may have any side", "internal/picture/redraw.go", `config.Width > maxSide || config.Height > maxSide || config.Width*config.Height > maxPixels`, `config.Width < maxSide && config.Width*config.Height > maxPixels`},
	{"internal/picture.TestRedrawEnds", "reading a picture has no end", "internal/picture/redraw.go", `if r.ctx.Err() != nil {`, `if false {`},
}
