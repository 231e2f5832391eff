package main

const (
	frames  = "test/e2e.TestJourneyFrames"
	windowC = "firstframe/window_linux.c"
)

// inFrames are the mutants of what is on the screen during a start.
var inFrames = []mutant{
	{"firstframe.TestFollowAnOldPortal", "the method of older portals", "read",
		`err = settingsPortal.Call(settings+".Read", 0, appearance, key).Store(&value)`, ``},
	{"firstframe.TestFollowAnOldPortal", "that changes are followed", "follow",
		`if now, ok := parseChange(signal); ok {`, `if now, ok := parseChange(signal); ok && now == noPreference {`},
	{"auth/loginwindow.TestLinger", "the login window goes at once", "Window.Open", `err == nil && !req.Hidden && w.options.Until != nil`, `false`},
	{"auth/loginwindow.TestLinger", "it does not say what happens", "attempt.linger", `a.window.native.notify(a.main.id, signingIn)`, `_ = signingIn`},
	{"auth/loginwindow.TestLinger", "its pop-ups stay", "attempt.linger", `a.main.closePopUps()`, ``},
	{"auth/loginwindow.TestLingerEnds", "it stays for ever", "attempt.linger", `context.WithTimeout(context.Background(), lingerLimit)`, `context.WithTimeout(context.Background(), 1e6*lingerLimit)`},
	{"auth/loginwindow.TestLingerEnds", "the next log-in waits for it", "Window.claim", `running.dismiss()`, ``},
	{"auth/loginwindow.TestNoAnswerNoLinger", "it stays without an answer", "Window.Open", `err == nil && !req.Hidden && w.options.Until != nil`, `!req.Hidden && w.options.Until != nil`},
	{frames, "Wails shows its window before it hides it", "found", `gtk_widget_set_no_show_all(window, TRUE);`, ``},
	{inPages + "TestUnits", "the page does not wait for its first paint", "follow", `afterPaint(showWindow)`, `showWindow()`},
	{inPages + "TestUnits", "the page waits for its first frame only", "afterPaint", `requestAnimationFrame(() => requestAnimationFrame(painted));`, `requestAnimationFrame(painted);`},
	{inPages + "TestUnits", "a window that never paints never comes", "afterPaint", `const timer = setTimeout(callback, paintLimit);`, `const timer = 0;`},
	{frames, "the log-in page has no veil", "lw_show_page", `lw_veil(w);`, ``},
	{frames, "the desktop's colours do not count", "take", `"gtk-application-prefer-dark-theme", prefer, NULL)`, `"gtk-application-prefer-dark-theme", prefer_dark_before, NULL)`},
	{frames, "there is no window between log-in and home", "main.App.userAgents", `Until: firstframe.Shown,`, ``},
}
