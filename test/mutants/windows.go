package main

// inWindows are the mutants of what is on Windows alone. The stand-in for WebView2 complains of many of them.
var inWindows = []mutant{
	// How WebView2 is called.
	{"auth/loginwindow.TestSlots", "a method is called at the place that another binding names", "slotOnDownload", `= 75`, `= 5`},
	{"auth/loginwindow.TestSlots", "a property is written at the place where it is read", "slotPutInPrivate", `= 6`, `= 5`},
	{"auth/loginwindow.TestSlots", "an interface has another identifier", "iidView18", `7a626017`, `7a626018`},
	{"windows:auth/loginwindow.TestAnswerIsCaught", "a value is passed by its address", "object.put", `return o.call(slot, value)`, `return o.call(slot, uintptr(unsafe.Pointer(&value)))`},
	{"windows:auth/loginwindow.TestTheWayBackAndAnew", "WebView2 is called from another thread", "pane.load", `w.visit()`, `go w.visit()`},
	{"windows:auth/loginwindow.TestPopUpsOfAClick", "arguments are used after their event", "pane.newWindow", `arguments.addRef()`, ``},
	{"windows:auth/loginwindow.TestTheSizeOfAPage", "the size of a page is passed as a whole number", "object.putDouble", `return o.call(slot, uintptr(math.Float64bits(value)))`, `_ = math.Float64bits
	return o.call(slot, uintptr(value))`},

	// What is kept of a log-in.
	{"windows:auth/loginwindow.TestAnswerIsCaught", "the profile is kept", "engine.controller", `options.put(slotPutInPrivate, 1)`, `options.put(slotPutInPrivate, 0)`},
	{"windows:auth/loginwindow.TestTheLogOutHasTheCookies", "no window keeps the profile", "engine.ready", `e.keep()`, ``},
	{"windows:auth/loginwindow.TestTheLogOutHasTheCookies", "Forget does nothing", "engine.forget", `if e.keeper == nil {`, `if true {`},
	{"windows:auth/loginwindow.TestNoFolderIsLeft", "the folder stays", "engine.end", `_ = os.RemoveAll(folder)`, `_ = os.ErrExist`},
	{"windows:auth/loginwindow.TestFoldersOfTheDead", "the folders of the dead stay", "removeFolders", `_ = os.RemoveAll(filepath.Join(parent, one.Name()))`, ``},
	{"windows:auth/loginwindow.TestFoldersOfTheDead", "the folder of a process that runs is removed", "runs", `return err != nil || state == uint32(windows.WAIT_TIMEOUT)`, `return err != nil || state == 7`},

	{"windows:auth/loginwindow.TestWithoutTheRuntime", "nobody says that there is no runtime", "installed", `return errNoRuntime`, `return nil`},

	// What loads.
	{"auth/loginwindow.TestMayFetchOfADemo", "a page requests the callback", "policy.mayFetch", `if err != nil || reaches(u, p.end) {`, `if err != nil {`},
	{"auth/loginwindow.TestMayFetchOfADemo", "a page of this machine requests the callback's port", "policy.mayFetch", `if document && loopback(u) && !p.allowsLoopback(u) {`, `if false {`},
	{"auth/loginwindow.TestMayFetch", "a page requests from this machine", "blocks", `case onMachine(target): return !machine`, `case onMachine(target): return false`},
	{"auth/loginwindow.TestMayFetch", "a page requests from the network", "blocks", `return !machine && !inNetwork(top)`, `return false`},
	{"auth/loginwindow.TestMayFetch", "a frame comes without TLS", "blocks", `return document && strings.HasPrefix(target, "http:") && !machine`, `return false`},
	{"windows:auth/loginwindow.TestAnswerIsCaught", "every navigation loads", "pane.starting", `_ = arguments.put(navPutCancel, 1) w.refused = id`, `w.refused = id`},
	{"windows:auth/loginwindow.TestAFrameIsCancelled", "every frame loads", "pane.frameStarting", `_ = arguments.put(navPutCancel, 1)`, ``},
	{"windows:auth/loginwindow.TestARedirectThatGoesOn", "EndURL's port has a host", "pane.makeView", `browserArguments(w.page.policy)`, `""`},
	{"windows:auth/loginwindow.TestARefusedRedirectThatGoesOn", "EndURL's port has a host under another name", "names", `usual := []string{"localhost", "127.0.0.1", "::1"}`, `usual := []string{"localhost"}`},
	{"windows:auth/loginwindow.TestARefusedPageIsNotSeen", "a page that was refused is seen", "pane.arrives", `case id != 0 && id == w.refused:`, `case false:`},
	{"windows:auth/loginwindow.TestARequestIsKeptBack", "no request is asked for", "pane.filter", `if w.page.policy.mayFetch(top, target, document) {`, `if w.page.policy.mayFetch(top, target, document) || true {`},
	{"windows:auth/loginwindow.TestAnUntrustedCertificate", "a certificate can be accepted", "pane.certificate", `_ = arguments.put(certificatePutAction, cancel)`, `_ = cancel`},
	{"windows:auth/loginwindow.TestAnUntrustedCertificate", "nobody says that a certificate is not trusted", "pane.completed", `case w.tls:`, `case false:`},
	{"windows:auth/loginwindow.TestProcessesThatFail", "nobody says that a process has ended", "pane.crashed", `case rendererExited:`, `case 99:`},
	{"windows:auth/loginwindow.TestProcessesThatFail", "nobody says that a page does not answer", "pane.crashed", `w.page.limited(limitStuck)`, ``},
	{"windows:auth/loginwindow.TestWhatTheWindowCannotDo", "a download is saved", "pane.download", `_ = arguments.put(downloadPutCancel, 1)`, ``},

	// What a page may ask.
	{"windows:auth/loginwindow.TestWhatAPageAsksForInVain", "WebView2 asks for permissions", "pane.onDenied", `_ = arguments.put(permissionPutState, deny)`, `_ = deny`},
	{"windows:auth/loginwindow.TestAsksOfWebView2", "WebView2 asks whether a program may open", "pane.program", `_ = arguments.put(externalPutCancel, 1)`, ``},
	{"windows:auth/loginwindow.TestAsksOfWebView2", "WebView2 asks for a certificate", "pane.clientCertificate", `_ = arguments.put(clientPutHandled, 1)`, ``},
	{"windows:auth/loginwindow.TestDialogsOfAPage", "WebView2 shows dialogs of scripts", "pane.settings", `slotPutScriptDialogs: 0,`, ``},
	{"windows:auth/loginwindow.TestAHiddenWindowDoesNotSpeak", "a hidden window speaks", "pane.dialog", `|| !w.page.maySpeak():`, `:`},
	{"windows:auth/loginwindow.TestDialogsOfAPage", "a dialog is shown inside of an event", "pane.dialog", `ui.post(func() { // never wait inside of an event`, `func(f func()) { f() }(func() {`},
	{"windows:auth/loginwindow.TestTheMenuIsSmall", "the menu has all items", "menu", `_ = items.call(itemsRemove, uintptr(i))`, ``},
	{"windows:auth/loginwindow.TestPopUpsOfAClick", "WebView2 opens windows of its own", "pane.newWindow", `_ = arguments.put(newPutHandled, 1)`, ``},
	{"windows:auth/loginwindow.TestPopUpsOfAClick", "a pop-up is not related to its opener", "pane.adopt", `|| arguments.call(newPutWindow, uintptr(unsafe.Pointer(w.core))) != nil`, `|| uintptr(unsafe.Pointer(w.core)) == 0`},
	{"windows:auth/loginwindow.TestANativeFormForThePassword", "WebView2 asks for passwords", "pane.onDenied", `w.core.onIf(&iidView10, slotOnBasicAuthentication, w.challenged),`, ``},
	{"windows:auth/loginwindow.TestANativeFormForThePassword", "the form does not say that the password was wrong", "pane.answerForm", `w.answered = b.from`, ``},
	{"windows:auth/loginwindow.TestANativeFormForThePassword", "the page is seen beside the form", "pane.ask", `w.hideView()`, ``},

	// What the user sees and does.
	{"windows:auth/loginwindow.TestAnUntrustedCertificate", "the page is seen beside a notice", "pane.cover", `w.hideView()`, ``},
	{"windows:auth/loginwindow.TestAnswerIsCaught", "a hidden window is seen", "pane.present", `if w.page.hidden {`, `if false {`},
	{"windows:auth/loginwindow.TestAQuestionTakesNoClickAtFirst", "a question takes a click at once", "pane.say", `enable(w.act, false)`, ``},
	{"windows:auth/loginwindow.TestEscapeIsForThePageToo", "Escape is not for the page", "pane.accelerator", `if c != cmdCancel {`, `if true {`},
	{"windows:auth/loginwindow.TestTheWayBackAndAnew", "no key is for the window", "pane.accelerator", `w.page.command(c)`, ``},
	{"windows:auth/loginwindow.TestTheUserEndsTheLogIn", "Close is called inside of an event", "pane.onNavigation", `w.core.on(slotOnContentLoading, w.arrives),`, `w.core.on(slotOnContentLoading, func(a *object) { w.arrives(a); w.closeView() }),`},

	{"windows:auth/loginwindow.TestAFormThatIsWithdrawn", "a form stays when its page has gone", "pane.withdraw", `w.page.withdrawn()`, ``},
	{"windows:auth/loginwindow.TestTheWindowIsOverTheApp", "the window is not over that of the app", "pane.place", `around = windowRect(over)`, ``},
	{"windows:auth/loginwindow.TestWithin", "the window leaves the screen", "within", `x = max(area.left, min(x, area.right-width))`, `_ = area.left`},
	{"windows:auth/loginwindow.TestTheOriginHasRoomForTheEndOfTheHost", "a long origin loses its end", "pane.fitOrigin", `append([]rune("…"), []rune(w.address)[cut+1:]...)`, `append([]rune(w.address)[:len([]rune(w.address))-cut-1], []rune("…")...)`},
	{"windows:auth/loginwindow.TestTheColorsOfTheDesktop", "a dark desktop has a white window", "wantsDark", `return err == nil && light == 0`, `return err == nil && light == 9`},

	// Files and programs.
	{"internal/environment.TestEnvironmentIsCleaned", "the variables that Wails sets are told as the user's", "isUnwanted", `if value == "" && strings.HasPrefix(name, "WEBVIEW2_") {`, `if false {`},
	{"internal/environment.TestEnvironmentIsCleaned", "another channel of WebView2 is used", "isUnwanted", `return value != "" && value != "0"`, `return false`},
	{"windows:internal/mainwindow.TestPresent", "the app does not come to the front", "mainwindow.Present", `_, _, _ = setForegroundWindow.Call(hwnd)`, ``},
	{"windows:internal/safefile.TestReplaceWaitsForAReader", "no reader is waited for", "unlessBusy", `if !busy || time.Now().After(deadline) {`, `if !busy || !time.Now().After(deadline) {`},
	{"windows:internal/safefile.TestReadWaitsForAnother", "nobody waits to read", "safefile.Read", `err := unlessBusy(func() (err error) {`, `err := func(do func() error) error { return do() }(func() (err error) {`},
	{"windows:internal/safefile.TestOthersMayRename", "nobody may rename the log", "safefile.Append", `| windows.FILE_SHARE_DELETE`, ``},
	{"windows:auth/keyring.TestCredentialManager", "an entry of any length is one item", "items.write", `if len(text) > maxItem {`, `if len(text) > maxItem<<10 {`},
	{"windows:backend-api.TestScript", "a port that is taken is like any error", "inUse", `windows.WSAEADDRINUSE`, `windows.WSAEACCES`},
}
