package main

// inNative are the mutants of the native layers: the login window in C and the rules in Go behind it, the main window, and the first
// frame.
var inNative = []mutant{
	// Where a page may go.
	{"auth/loginwindow.TestNewPolicyRefuses", "a log-in begins over plain http", "newPolicy", `secure := start.Scheme == "https" || start.Scheme == "http" && loopback(start)`, `secure := start.Scheme == "https" || start.Scheme == "http"`},
	{"auth/loginwindow.TestNewPolicyRefuses", "a log-in begins at a name before the host", "newPolicy", `|| start.User != nil {`, `{`},
	{"auth/loginwindow.TestNewPolicyRefuses", "a log-in begins at no host", "newPolicy", `|| start.Host == "" ||`, `||`},
	{"auth/loginwindow.TestNewPolicyRefuses", "the end URL needs no scheme", "newPolicy", `|| end.Scheme == "" ||`, `||`},
	{"auth/loginwindow.TestNewPolicyRefuses", "the end URL may be opaque", "newPolicy", `|| end.Opaque != "" ||`, `||`},
	{"auth/loginwindow.TestNewPolicyRefuses", "the end URL has a user", "newPolicy", `|| end.User != nil {`, `{`},
	{"auth/loginwindow.TestC_LOOP_EXACT", "another host reaches the end URL", "reaches", `strings.EqualFold(u.Hostname(), end.Hostname()) &&`, ``},
	{"auth/loginwindow.TestC_LOOP_EXACT", "another path reaches the end URL", "reaches", `&& path(u) == path(end)`, ``},
	{"auth/loginwindow.TestC_LOOP_EXACT", "an opaque address reaches the end URL", "reaches", `u.Opaque == "" &&`, ``},
	{"auth/loginwindow.TestClassify", "the end URL is loaded", "policy.classify", `case reaches(u, p.end):`, `case false:`},
	{"auth/loginwindow.TestClassify", "every scheme has pages", "policy.loads", `case u.Scheme != "https" && u.Scheme != "http" || u.Host == "":`, `case u.Host == "":`},
	{"auth/loginwindow.TestClassify", "an address needs no host", "policy.loads", `|| u.Host == "":`, `:`},
	{"auth/loginwindow.TestClassify", "this machine is like any host", "policy.loads", `case loopback(u):`, `case false:`},
	{"auth/loginwindow.TestClassify", "a page of the internet goes to this machine", "policy.allowsLoopback", `if !loopback(p.start) {`, `if false {`},
	{"auth/loginwindow.TestClassify", "a page of this machine goes to the end URL's port", "policy.allowsLoopback", `return !loopback(p.end) || port(u) != port(p.end) || port(u) == port(p.start)`, `return true`},
	{"auth/loginwindow.TestClassify", "plain http on this machine is left to the filter", "policy.filters", `&& !loopback(u) &&`, `&&`},
	{"auth/loginwindow.TestClassify", "a page of this machine goes to plain http elsewhere", "policy.filters", `&& !loopback(p.start) &&`, `&&`},
	{"auth/loginwindow.TestClassify", "names below localhost are not this machine", "loopback", `|| strings.HasSuffix(host, ".localhost") {`, `{`},
	{"auth/loginwindow.TestClassify", "localhost in capitals is not this machine", "loopback", `strings.ToLower(u.Hostname())`, `u.Hostname()`},
	{"auth/loginwindow.TestClassify", "localhost with a dot is not this machine", "loopback", `strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")`, `strings.ToLower(u.Hostname())`},
	{"auth/loginwindow.TestClassify", "only the name localhost is this machine", "loopback", `return err == nil && (addr.IsLoopback() || addr.Unmap().IsUnspecified())`, `return err == nil && addr.IsValid() && false`},
	{"auth/loginwindow.TestClassify", "0.0.0.0 in its IPv6 form is not this machine", "loopback", `addr.Unmap().IsUnspecified()`, `addr.IsUnspecified()`},
	{"auth/loginwindow.TestClassify", "0.0.0.0 is not this machine", "loopback", `|| addr.Unmap().IsUnspecified()`, ``},
	{"auth/loginwindow.TestExternalByDefault", "plain http goes outside", "externalByDefault", `u.Scheme == "https" &&`, ``},
	{"auth/loginwindow.TestExternalByDefault", "an address without a host goes outside", "externalByDefault", `u.Hostname() != "" &&`, ``},
	{"auth/loginwindow.TestExternalByDefault", "a name before the host goes outside", "externalByDefault", `&& u.User == nil`, ``},
	{"auth/loginwindow.TestFloodOfAnswersIsBounded", "answers wait without end", "newAttempt", `make(chan answer, answerQueue)`, `make(chan answer, answerQueue<<10)`},

	// What the window says about a page.
	{"auth/loginwindow.TestOriginIsHonest", "the origin has no scheme", "page.setOrigin", `origin := u.Scheme + "://" + host(u)`, `origin := host(u)`},
	{"auth/loginwindow.TestOriginIsHonest", "the title does not begin with the host", "page.title", `host(u) + " — " + p.window.options.Title`, `p.window.options.Title + " — " + host(u)`},
	{"auth/loginwindow.TestHost", "a port is not shown", "host", `if u.Port() != "" && (`, `if false && u.Port() != "" && (`},
	{"auth/loginwindow.TestHost", "port 443 of http is that of https", "host", `u.Port() != "" && (u.Scheme != "https" || u.Port() != "443") && (u.Scheme != "http" || u.Port() != "80")`, `u.Port() != "" && u.Port() != "443" && u.Port() != "80"`},
	{"auth/loginwindow.TestHost", "data of an address without a host is shown", "hostOf", `return "an unknown address"`, `return raw`},
	{"auth/loginwindow.TestBackShowsNoPageUnderAnothersName", "an address of another load is taken for the page's", "page.moved", `|| p.called ||`, `||`},
	{"auth/loginwindow.TestCommands", "a document moves to another origin", "page.moved", `if hostPort(raw) == hostPort(here) && schemeOf(raw) == schemeOf(here) {`, `if here != "" {`},

	// Who may ask for a password.
	{"auth/loginwindow.TestWhoMayAsk", "another port asks in the name of the host", "challenge.hostPort", `strconv.FormatUint(uint64(c.port), 10)`, `"443"`},
	{"auth/loginwindow.TestWhoMayAsk", "a load that has stopped may ask", "place.stopped", `p.pending = ""`, ``},
	{"auth/loginwindow.TestWhoMayAsk", "a load that has come may ask", "place.commit", `p.committed, p.pending, p.framed = raw, "", nil`, `p.committed, p.framed = raw, nil`},
	{"auth/loginwindow.TestWhoMayAsk", "navigations of frames are not counted", "place.allowed", `p.framed[key]++`, ``},
	{"auth/loginwindow.TestTheFormAndThePage", "a hidden window asks for a password", "page.challenged", `if p.ended || p.hidden || who`, `if p.ended || who`},
	{"auth/loginwindow.TestTheFormAndThePage", "a part of the page replaces the form", "page.challenged", `|| who == ownHost && p.cover == password ||`, `||`},
	{"auth/loginwindow.TestPopUpAsTheUserSeesIt", "a stranger asks for a password", "page.challenged", `|| who == stranger ||`, `||`},
	{"auth/loginwindow.TestTheFormAndThePage", "the form does not name the host", "challenge.prompt", `heading: "“" + name + "” asks`, `heading: "The page asks`},

	// What a page causes.
	{"auth/loginwindow.TestHiddenWindowHasNoUser", "a hidden window speaks", "page.say", `if p.ended || p.hidden {`, `if p.ended {`},
	{"auth/loginwindow.TestHiddenEndsWithItsFailure", "a hidden window does not say why it failed", "page.fail", `p.failWith(f.err())`, `p.failWith(p.cancelled())`},
	{"auth/loginwindow.TestOneWindowAtATime", "two windows are open", "Window.claim", `if running == nil && !closed {`, `if !closed {`},
	{"auth/loginwindow.TestProgramQuestion", "a page behind the password form asks for a program", "page.offer", `case p.cover != document || hostPort`, `case hostPort`},
	{"auth/loginwindow.TestOpenOutside", "a pop-up leaves after the end", "page.openOutside", `if p.ended || p.link == "" {`, `if p.link == "" {`},
}
