//go:build cgo && !gnustep

package loginwindow_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"wails-openid-oauth/test/loginpages"
)

// The line above the page names the host as names are resolved, and the port if it is not that of https.
func TestOriginLine(t *testing.T) {
	b := newBench(t)
	b.web.Listen("", awayPort)
	b.page("/login", `<script>location = decodeURIComponent(location.search.slice(1))</script>`)
	b.page("/page", "")
	for address, host := range map[string]string{
		"https://provider.example":                               "provider.example",
		"https://PROVIDER.example:443":                           "provider.example",
		"https://provider.example:8443":                          "provider.example:8443",
		"https://ann:pw@provider.example":                        "provider.example",
		"https://bücher.example":                                 "xn--bcher-kva.example",
		"https://prоvider.example":                               "xn--prvider-bjg.example", // with a Cyrillic o
		"https://provider.example.evil.example/provider.example": "provider.example.evil.example",
	} {
		t.Run(host, func(t *testing.T) {
			b.T = t
			name, _, _ := strings.Cut(host, ":")
			b.web.Name(name)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			done := b.open(ctx, "/login?"+address+"/page", false)
			b.sees("title: " + host + " — Log in\nhttps://" + host + "\nCancel\n[page]\n")
			cancel()
			receive(b, "result", done)
		})
	}
}

// A provider on this machine needs no https. The line above its page says so.
func TestAProviderOnThisMachine(t *testing.T) {
	b := newLocalBench(t)
	b.page("/login", `<img src="/image"><form method=post action="/redirect"></form>
		<script>fetch('/gate').then(() => document.forms[0].submit())</script>`)
	image, gate := b.signal("/image"), make(chan bool)
	b.handle("/gate", func(http.ResponseWriter, *http.Request) { <-gate })
	b.handle("POST /redirect", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, b.end+"?code=1&state=real", http.StatusFound)
	})
	done := b.open(t.Context(), "/login", false)
	receive(b, "image", image)
	b.sees("title: " + b.host() + " — Log in\n" + b.origin + " (not encrypted)\nCancel\n[page]\n")
	close(gate)
	b.wantAnswer(receive(b, "result", done))
}

// The callback is caught although its host, or the host above it, has asked for https (RFC 6797).
func TestCallbackAtAHostWithHSTS(t *testing.T) {
	for name, script := range map[string]string{
		"redirect": `location = '/to'`,
		"script":   `location = 'END?code=1&state=real'`,
		"form":     `document.forms[0].submit()`,
	} {
		html := `<form action=END><input name=state value=real></form><script>onload = () => setTimeout(() => { ` + script + ` })</script>`
		begin := func(t *testing.T, host string) *bench {
			b := newBench(t)
			b.origin = "https://" + host
			b.handle(host+"/login", func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Strict-Transport-Security", "max-age=3600; includeSubDomains")
				w.Header().Set("Content-Type", "text/html")
				fmt.Fprint(w, strings.ReplaceAll(html, "END", b.end))
			})
			b.handle("/to", func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, b.end+"?code=1&state=real", http.StatusFound)
			})
			return b
		}
		t.Run(name+", the same host", func(t *testing.T) {
			b := begin(t, "localhost")
			b.web.Listen("127.0.0.1", "443")
			b.answer("/login", false)
		})
		t.Run(name+", a host below", func(t *testing.T) {
			b := begin(t, provider)
			b.end = "http://app." + provider + "/callback"
			asked := make(chan string, 64)
			b.web.HandlePlain("/", func(_ http.ResponseWriter, r *http.Request) { asked <- "http://" + r.Host })
			b.handle("app."+provider+"/", func(_ http.ResponseWriter, r *http.Request) { asked <- "https://" + r.Host })
			b.answer("/login", false)
			if len(asked) != 0 {
				t.Errorf("a request went to %s", <-asked)
			}
		})
	}
}

// names returns the names of a request's cookies.
func names(r *http.Request) string {
	var all []string
	for _, cookie := range r.Cookies() {
		all = append(all, cookie.Name)
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// Cookies come back by their SameSite where the way leads over another site. That site's page has none of them.
func TestCookies(t *testing.T) {
	s := newSite(t)
	s.pages.Handle(loginpages.Provider+"/sets", func(w http.ResponseWriter, _ *http.Request) {
		for _, cookie := range []string{
			"strict=1; Secure; SameSite=Strict", "lax=1; Secure; SameSite=Lax", "none=1; Secure; SameSite=None", "unseen=1; Secure; HttpOnly; SameSite=Lax",
			"foreign=1; Secure; Domain=social.example; SameSite=None", "all=1; Secure; Domain=example; SameSite=None",
		} {
			w.Header().Add("Set-Cookie", cookie)
		}
		s.pages.Write(w, `<script>onload = () => report('script: ' + document.cookie).then(() => location = '/gets/itself?https://social.example/gets/other')</script>`)
	})
	next := `<script>onload = () => { if (location.search) location = decodeURIComponent(location.search.slice(1)) }</script>`
	s.pages.Handle(loginpages.Provider+"/gets/{way}", func(w http.ResponseWriter, r *http.Request) {
		s.pages.Report(r.PathValue("way") + ": " + names(r))
		s.pages.Write(w, next)
	})
	s.pages.Handle(loginpages.Social+"/gets/other", func(w http.ResponseWriter, r *http.Request) {
		s.pages.Report("other: " + names(r))
		s.pages.Write(w, `<script>onload = () => fetch('https://provider.example/gets/fetch', {credentials: 'include', mode: 'no-cors'})
			.then(() => location = 'https://provider.example/gets/link?https://social.example/posts')</script>`)
	})
	s.pages.Page(loginpages.Social+"/posts", `<form method=post action="https://provider.example/gets/form?END%3Fcode=1%26state=real"></form>
		<script>document.forms[0].submit()</script>`)
	s.wantAnswer(s.open(t.Context(), "/sets", false))
	for _, want := range []string{
		"script: strict=1; lax=1; none=1", "itself: lax none strict unseen", "other: ", "fetch: none", "link: lax none unseen", "form: none",
	} {
		if s.pages.Count(want) != 1 {
			t.Errorf("want %q of\n%s", want, strings.Join(s.pages.Reports(), "\n"))
		}
	}
}

// What a page keeps is there in the next window, and gone after Forget.
func TestForgetLeavesNothing(t *testing.T) {
	s := newSite(t)
	s.pages.Handle(loginpages.Provider+"/from-worker", func(http.ResponseWriter, *http.Request) { s.pages.Report("no worker") })
	s.pages.Handle(loginpages.Provider+"/keeps", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Strict-Transport-Security", "max-age=3600")
		s.pages.Write(w, `<script>
			const database = () => new Promise(done => {
				const open = indexedDB.open("kept", 1)
				open.onupgradeneeded = () => done("new")
				open.onsuccess = () => done("kept")
			})
			onload = async () => {
				const old = ["keeps", document.cookie, localStorage.kept, await database(), await caches.has("kept"), (await navigator.serviceWorker.getRegistrations()).length]
				document.cookie = "kept=1; Secure; max-age=3600"
				localStorage.kept = "1"
				await caches.open("kept")
				await navigator.serviceWorker.register("/worker.js")
				await navigator.serviceWorker.ready
				await report(old.join(" "))
				location = "END?code=1&state=real"
			}</script>`)
	})
	const fresh, kept = "keeps   new false 0", "keeps kept=1 1 kept true 1"
	for i, want := range []string{fresh, kept, "", fresh} {
		if want == "" {
			if err := s.window.Forget(t.Context()); err != nil {
				t.Fatal(err)
			}
			continue
		}
		s.wantAnswer(s.open(t.Context(), "/keeps", i == 1))
		if reports := s.pages.Reports(); reports[len(reports)-1] != want {
			t.Errorf("window %d: the page found %q, want %q", i, reports[len(reports)-1], want)
		}
	}
}

// A service worker answers in the place of the network. Where it leads, the rules hold.
func TestServiceWorkersKeepToTheRules(t *testing.T) {
	s := newSite(t)
	machine := s.trap("0")
	s.pages.Handle(loginpages.Provider+"/leads.js", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		fmt.Fprintf(w, `onactivate = event => event.waitUntil(clients.claim())
			onfetch = event => {
				const path = new URL(event.request.url).pathname
				if (path === "/callback") event.respondWith(Response.redirect("%s?code=1&state=real"))
				if (path === "/plain") event.respondWith(Response.redirect("http://social.example/callback"))
				if (path === "/machine") event.respondWith(Response.redirect("http://localhost:%s/"))
			}`, s.bench.end, machine)
	})
	s.pages.Page(loginpages.Provider+"/leads", `<script>
		navigator.serviceWorker.register("/leads.js").then(() => navigator.serviceWorker.ready).then(async () => {
			if (!navigator.serviceWorker.controller) await new Promise(done => navigator.serviceWorker.oncontrollerchange = done)
			const to = ["/machine", "/plain", "/callback"][localStorage.step ?? 0]
			localStorage.step = 1 + +(localStorage.step ?? 0)
			await report("to " + to)
			location = to
		})</script>`)
	s.pages.Page(loginpages.Social+"/callback", `<script>location = "https://provider.example/leads"</script>`)
	done := s.open(t.Context(), "/leads", false)
	s.pages.Await(t, "to /machine")
	s.logged("navigation refused")
	s.key("F5")
	s.wantAnswer(done)
	if n := s.pages.Count("plain: " + loginpages.Social); n != 0 {
		t.Errorf("%d requests were not encrypted", n)
	}
}

// Another host learns of a page no more than its host.
func TestReferrer(t *testing.T) {
	s := newSite(t)
	heard := func(w http.ResponseWriter, r *http.Request) {
		s.pages.Report(r.URL.Path + " from " + r.Referer())
		s.pages.Write(w, "")
	}
	s.pages.Handle(loginpages.Social+"/{way}", heard)
	s.pages.Handle(loginpages.Provider+"/image", heard)
	s.pages.Page(loginpages.Provider+"/refers", `<img src="/image"><img src="https://social.example/elsewhere"><iframe src="https://social.example/framed"></iframe>
		<script>onload = () => report('loaded').then(() => location = 'http://social.example/upgraded')</script>`)
	done := s.begin("/refers?secret=1")
	s.pages.Await(t, "/image from https://provider.example/refers?secret=1")
	s.pages.Await(t, "/elsewhere from https://provider.example/")
	s.pages.Await(t, "/framed from https://provider.example/")
	s.pages.Await(t, "/upgraded from ")
	s.end(done)
}
