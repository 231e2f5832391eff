package main

// inMessages are the mutants of what the page may send to Go.
var inMessages = []mutant{
	{"test/e2e.TestJourneyOnlyItsOwnMessages", "Wails gets every message", "before", `passing = mainwindowPasses(message);`, `passing = mainwindowPasses(message) || TRUE;`},
	{"test/e2e.TestJourneyOnlyItsOwnMessages", "Wails gets all that follows a message that may pass", "after", `g_signal_handler_block(manager, handler);`, `(void)0;`},
	{"test/e2e.TestJourneyOnlyItsOwnMessages", "nobody is asked about a message", "mainwindowPasses", `if options.Load().Pass(C.GoString(message)) {`, `if C.GoString(message) != "\x00" {`},
	{"test/e2e.TestJourneyOnlyItsOwnMessages", "the log tells of each message", "Guard", `refused.Do(func() { log.Warn("the page sent Go a message that it has no need for") })`, `refused = sync.Once{}
			refused.Do(func() { log.Warn("the page sent Go a message that it has no need for") })`},
	{"internal/app/window.TestNeeded", "any message passes that is no call", "needed.has", `return isCall && json`, `return !isCall || json`},
	{"internal/app/window.TestNeeded", "any call of Wails' own passes", "needed.has", `&& n.calls[call.Name]`, `&& (n.calls[call.Name] || strings.HasPrefix(call.Name, ":wails:"))`},
	{"internal/app/window.TestNeeded", "any method passes that is not Wails' own", "needed.has", `&& n.calls[call.Name]`, `&& (n.calls[call.Name] || !strings.HasPrefix(call.Name, ":wails:"))`},
	{"internal/app/window.TestNeeded", "a call may have two names", "needed.has", `, json.RejectUnknownMembers(true))`, `)`},
	{"internal/app/window.TestNeeded", "the bound methods are refused", "neededBy", `range bound.NumMethod()`, `range 0 * bound.NumMethod()`},
	{"main.TestW_OWN_MIN", "the page uses another function of Wails' own", "bridge.js", `import { ClipboardSetText, EventsOn, WindowShow }`, `import { BrowserOpenURL, ClipboardSetText, EventsOn, WindowShow }`},
}
