//go:build cgo && !gnustep

package loginwindow_test

import (
	"context"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"

	"wails-openid-oauth/auth/loginwindow/internal/gtkloop"
	"wails-openid-oauth/test/hosts"
	"wails-openid-oauth/test/loginpages"
)

const (
	providerPage = "title: provider.example — Log in\nhttps://provider.example\nCancel\n[page]\nprovider\n"
	socialPage   = "title: social.example — Log in\nhttps://social.example\nClose\n[page]\n"
	blankPage    = "title: about:blank — Log in\nabout:blank\nClose\n[page]\n"
)

// Pop-ups do what log-in pages need.
func TestPopUps(t *testing.T) {
	t.Run("postMessage and close", func(t *testing.T) {
		s := newSite(t)
		done := s.begin("/popup")
		s.click(loginpages.Provider, "opened")
		s.pages.Await(t, "consent, opener there")
		s.sees(socialPage + "social\n")
		s.sees(providerPage)
		s.picture("popup")
		s.click(loginpages.Social, "message from https://social.example: ticket")
		s.pages.Open("close")
		s.pages.Await(t, "popup closed")
		s.eventually("end of the pop-up", func() bool { return s.windows("") == 1 })
		s.pages.Open("popup")
		s.wantAnswer(done)
	})
	t.Run("closed by the user", func(t *testing.T) {
		s := newSite(t)
		done := s.begin("/popup")
		s.click(loginpages.Provider, "opened")
		s.pages.Await(t, "consent, opener there")
		s.sees(socialPage)
		gtkloop.Close(loginpages.Social)
		s.pages.Await(t, "popup closed")
		s.pages.Open("popup")
		s.wantAnswer(done)
	})
	t.Run("blank, then navigates", func(t *testing.T) {
		s := newSite(t)
		done := s.begin("/blank")
		s.click(loginpages.Provider, "blank")
		s.sees(blankPage + "written\n")
		s.pages.Open("blank")
		s.pages.Await(t, "consent, opener there")
		s.sees(socialPage + "social\n")
		s.click(loginpages.Social, "message from https://social.example: ticket")
		s.end(done)
	})
	t.Run("callback from inside", func(t *testing.T) {
		s := newSite(t)
		done := s.begin("/back?code=1&state=real")
		s.clickWindow(loginpages.Provider, "answer", func() bool { return len(done) > 0 })
		s.wantAnswer(done)
	})
	t.Run("callback as the address", func(t *testing.T) {
		s := newSite(t)
		done := s.begin("/direct?code=1&state=real")
		s.clickWindow(loginpages.Provider, "answer", func() bool { return len(done) > 0 })
		s.wantAnswer(done)
	})
	t.Run("callback in the opener", func(t *testing.T) {
		s := newSite(t)
		s.opens("/sends", `<title>social</title><script>onload = () => { opener.location = "END?code=1&state=real" }</script>`)
		done := s.begin("/opens?/sends")
		s.clickWindow(loginpages.Provider, "answer", func() bool { return len(done) > 0 })
		s.wantAnswer(done)
	})
	// Google's and Microsoft's pages have such policies. WebKit gives the page a process of its own.
	t.Run("opener policy", func(t *testing.T) {
		s := newSite(t)
		s.opens("", "")
		s.pages.Handle(loginpages.Social+"/severed", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Cross-Origin-Opener-Policy", "same-origin")
			s.pages.Write(w, `<title>social</title><body style="height: 100vh"><script>
				onload = () => report("severed, opener " + (opener ? "there" : "null"))
				onclick = event => { if (event.isTrusted) location = "/back?code=1&state=real" }</script>`)
		})
		done := s.begin("/opens?/severed")
		s.click(loginpages.Provider, "severed, opener null")
		s.sees(socialPage + "social\n")
		s.clickWindow(loginpages.Social, "answer", func() bool { return len(done) > 0 })
		s.wantAnswer(done)
	})
	// The page of the log-in has such a policy: the pop-up of the other site has no opener, and the log-in goes on.
	t.Run("policy of the opener", func(t *testing.T) {
		s := newSite(t)
		s.opens("/alone", `<title>social</title><script>onload = () => report("alone, opener " + (opener ? "there" : "null"))</script>`)
		s.pages.Handle(loginpages.Provider+"/severs", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Cross-Origin-Opener-Policy", "same-origin")
			s.pages.Write(w, `<title>provider</title><body style="height: 100vh"><script>
				onclick = event => { if (event.isTrusted) report("handle: " + window.open("https://social.example/alone", "alone").closed) }
				onload = () => report("loaded")
				gate("end").then(() => location = "END?code=1&state=real")</script>`)
		})
		done := s.begin("/severs")
		s.click(loginpages.Provider, "alone, opener null")
		s.sees(socialPage + "social\n")
		s.sees(providerPage)
		s.pages.Open("end")
		s.wantAnswer(done)
	})
	t.Run("of a pop-up, over three sites", func(t *testing.T) {
		s := newSite(t)
		s.opens("/between", `<title>social</title><body style="height: 100vh"><script>
			onclick = event => { if (event.isTrusted) window.open("https://help.example/last", "last") }
			onload = () => report("between")</script>`)
		s.pages.Page(loginpages.Help+"/last", `<title>help</title><script>
			onload = () => report("last, opener " + (opener ? "there" : "null"))
			gate("end").then(() => location = "END?code=1&state=real")</script>`)
		done := s.begin("/opens?/between")
		s.click(loginpages.Provider, "between")
		s.click(loginpages.Social, "last, opener there")
		s.sees("title: help.example — Log in\nhttps://help.example\nClose\n[page]\nhelp\n")
		s.sees(socialPage + "social\n")
		s.sees(providerPage)
		s.pages.Open("end")
		s.wantAnswer(done)
	})
	t.Run("forged callback", func(t *testing.T) {
		s := newSite(t)
		done := s.begin("/back?code=1&state=forged")
		s.clickWindow(loginpages.Provider, "notice", func() bool { return strings.Contains(gtkloop.Seen(), "did not belong") })
		s.sees(providerPage)
		s.picture("popup-foreign")
		s.end(done)
	})
	t.Run("form with a body", func(t *testing.T) {
		s := newSite(t)
		done := s.begin("/form")
		s.click(loginpages.Provider, "form: POST the body of a form")
		s.sees(socialPage + "form\n")
		s.pages.Open("form")
		s.wantAnswer(done)
	})
	t.Run("named target", func(t *testing.T) {
		s := newSite(t)
		done := s.begin("/named")
		s.click(loginpages.Provider, "named ?1 named")
		s.click(loginpages.Provider, "named ?2 named")
		s.sees(socialPage)
		if n := s.windows(""); n != 2 {
			t.Errorf("%d windows are open, want the log-in and one pop-up", n)
		}
		s.end(done)
	})
	t.Run("link", func(t *testing.T) {
		s := newSite(t)
		done := s.begin("/link")
		s.click(loginpages.Provider, "privacy, opener null")
		s.sees("title: help.example — Log in\nhttps://help.example\nOpen in browser\nClose\n[page]\nhelp\n")
		s.picture("popup-link")
		s.onWindowOf(loginpages.Help, "mousemove", "--window", "%1", "450", "20", "click", "1")
		if got := receive(s.bench, "link outside", s.external); got != "https://help.example/privacy" {
			t.Errorf("opened %q", got)
		}
		s.end(done)
	})
	t.Run("password", func(t *testing.T) {
		s := newSite(t)
		done := s.begin("/secret")
		s.clickWindow(loginpages.Provider, "form", func() bool { return s.asksPassword(loginpages.Social) })
		s.sees(providerPage)
		s.picture("popup-password")
		s.xdotool("search", "--sync", "--onlyvisible", "--name", "^Log in$", "windowfocus", "--sync")
		s.enter("ann\tpw")
		s.pages.Await(t, "secret: ann")
		s.sees(socialPage + "secret\n")
		s.end(done)
	})
	t.Run("certificates", func(t *testing.T) {
		s := newSite(t)
		s.web.Certify("expired.example", hosts.Expired)
		s.web.Certify("wrong.example", hosts.OtherHost)
		s.pages.Page(loginpages.Provider+"/opens", `<title>provider</title><body style="height: 100vh">
			<script>onload = () => report("loaded"); onclick = event => { if (event.isTrusted) window.open("https://" + location.search.slice(1), "bad") }</script>`)
		for host, words := range map[string]string{
			loginpages.Untrusted: "Its certificate is not trusted", "expired.example": "Its certificate is not valid", "wrong.example": "the certificate of another address",
			loginpages.Certificate: "This window cannot use certificates or smart cards",
		} {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			done := s.open(ctx, "/opens?"+host, false)
			s.clickWindow(loginpages.Provider, "notice of "+host, func() bool {
				seen := gtkloop.Seen()
				return strings.Contains(seen, "“"+host+"”") && strings.Contains(seen, words)
			})
			s.sees("Close this window to go back to the log-in.")
			s.sees(providerPage)
			s.picture("popup-" + host)
			cancel()
			receive(s.bench, "result", done)
		}
	})
}

// opens adds the page /opens?PATH of the provider, which opens PATH of the other site at a click, and that page.
func (s *site) opens(path, html string) {
	s.pages.Page(loginpages.Provider+"/opens", `<title>provider</title><body style="height: 100vh"><script>
		let popup
		onclick = event => { if (event.isTrusted) popup ??= window.open("https://social.example" + location.search.slice(1)) }
		onload = () => report("loaded")</script>`)
	if path != "" {
		s.pages.Page(loginpages.Social+path, html)
	}
}

// asksPassword reports whether a native form asks for the password of the host.
func (s *site) asksPassword(host string) bool {
	return strings.Contains(gtkloop.Seen(), "“"+host+"” asks for your password")
}

// What a page may do with pop-ups has bounds.
func TestPopUpsAreBounded(t *testing.T) {
	t.Run("one a click, and four at a time", func(t *testing.T) {
		s := newSite(t)
		done := s.begin("/many")
		s.clickWindow(loginpages.Provider, "pop-up", func() bool { return s.windows(loginpages.Help) > 0 })
		for n := s.windows(loginpages.Help); n < 4; n = s.windows(loginpages.Help) {
			s.clickOnce(loginpages.Provider)
			s.eventually("pop-up for another click", func() bool { return s.windows(loginpages.Help) > n })
		}
		s.clickOnce(loginpages.Provider)
		s.pages.Await(t, "opened 0")
		s.pages.AwaitCount(t, "privacy, opener there", 4)
		if n := s.windows(""); n != 5 || s.clicks < 5 {
			t.Errorf("after %d clicks %d windows are open, want the log-in and four pop-ups of at least four clicks", s.clicks, n)
		}
		s.end(done)
	})
	t.Run("none without a click", func(t *testing.T) {
		s := newSite(t)
		done := s.begin("/unasked")
		s.pages.Await(t, "open: null")
		s.pages.Await(t, "end")
		if n := s.windows(""); n != 1 {
			t.Errorf("%d windows are open, want one:\n%s", n, gtkloop.Seen())
		}
		for _, line := range s.pages.Reports() {
			if strings.HasPrefix(line, "form") || strings.HasPrefix(line, "privacy") {
				t.Errorf("a pop-up was loaded: %s", line)
			}
		}
		s.end(done)
	})
}

// A pop-up is denied what the log-in's own window is denied.
func TestAPopUpAsksInVain(t *testing.T) {
	for name, way := range map[string]string{
		"file":     `put('file').click()`,
		"print":    `print()`,
		"machine":  `put('image').src = 'https://localhost:PORT/'`,
		"download": `location = '/download'`,
		"geometry": `moveTo(0, 0); resizeTo(1, 1); setTimeout(() => { if (innerWidth < 300) report('given') }, 500)`,
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			way = strings.ReplaceAll(way, "PORT", s.trap("0"))
			s.opens("/asks", `<title>social</title><body style="height: 100vh"><script>
				function put(type) { const input = document.createElement('input'); input.type = type; document.body.append(input); return input }
				onload = () => report("asks")
				onclick = event => { if (event.isTrusted) { setTimeout(() => report('later'), 1000); `+way+` } }</script>`)
			done := s.begin("/opens?/asks")
			s.click(loginpages.Provider, "asks")
			s.click(loginpages.Social, "later")
			if seen := gtkloop.Seen(); s.pages.Count("given") != 0 || strings.Count(seen, "title: ") != 2 {
				t.Errorf("the request was granted %d times, want 0; the windows are, want two:\n%s", s.pages.Count("given"), seen)
			}
			if n := s.reached.Load(); n != 0 {
				t.Errorf("%d connections to this machine", n)
			}
			s.end(done)
		})
	}
}

// Whatever the pages do, a pop-up is not seen under the name of another page.
func TestPopUpOriginIsHonest(t *testing.T) {
	t.Run("the opener writes into it", func(t *testing.T) {
		s := newSite(t)
		done := s.begin("/blank")
		s.click(loginpages.Provider, "blank")
		s.pages.Open("blank")
		s.sees(socialPage + "social\n")
		s.pages.Open("blank again")
		s.pages.Await(t, "forged")
		s.sees(blankPage + "forged\n")
		if s.windows(loginpages.Social) != 0 {
			t.Errorf("a page of another site is seen as:\n%s", gtkloop.Seen())
		}
		s.end(done)
	})
	t.Run("an address that never arrives", func(t *testing.T) {
		s := newSite(t)
		s.pages.Handle(loginpages.Social+"/never", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		s.pages.Page(loginpages.Provider+"/forges", `<title>provider</title><body style="height: 100vh"><script>
			let popup
			onclick = event => {
				if (!event.isTrusted || popup) return
				popup = window.open("", "forged")
				popup.document.write("<title>forged</title>Log in to Social")
				popup.location = "https://social.example/never"
				setTimeout(() => report("pending"), 1000)
			}
			onload = () => report("loaded")</script>`)
		done := s.begin("/forges")
		watched := s.watchFor(loginpages.Social)
		s.click(loginpages.Provider, "pending")
		s.sees(blankPage + "forged\n")
		watched()
		s.end(done)
	})
}

// A script closes the pop-up in whose form the user types a password. The next keys must not reach the page below.
func TestPasswordOfAPopUpReachesNoPage(t *testing.T) {
	s := newSite(t)
	s.pages.Page(loginpages.Provider+"/closes", `<title>provider</title><body style="height: 100vh">
		<input autofocus oninput="report('typed ' + this.value)"><script>
		let popup
		onclick = event => {
			if (!event.isTrusted || popup) return
			popup = window.open("https://social.example/secret", "secret")
			gate("close").then(() => { popup.close(); report("closing") })
		}
		onload = () => report("loaded")</script>`)
	done := s.begin("/closes")
	s.clickWindow(loginpages.Provider, "form", func() bool { return s.asksPassword(loginpages.Social) })
	s.xdotool("search", "--sync", "--onlyvisible", "--name", "^Log in$", "windowfocus", "--sync")
	s.xdotool("type", "ann")
	s.pages.Open("close")
	s.pages.Await(t, "closing")
	s.sees("The password is not asked for any more")
	s.enter("pass word")
	s.xdotool("key", "alt+o") // "Continue"
	s.eventually("end of the pop-up", func() bool { return s.windows("") == 1 })
	for _, line := range s.pages.Reports() {
		if strings.HasPrefix(line, "typed") {
			t.Errorf("the page below got %q", line)
		}
	}
	s.end(done)
}

// Whatever ends the log-in, its pop-ups end with it.
func TestPopUpsEndInEveryWay(t *testing.T) {
	for name, end := range map[string]func(s *site, cancel func()){
		"closed":    func(*site, func()) { gtkloop.Close(loginpages.Provider) },
		"Close":     func(s *site, _ func()) { s.window.Close() },
		"cancelled": func(_ *site, cancel func()) { cancel() },
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			done := s.open(ctx, "/popup", false)
			s.pages.Await(t, "loaded")
			s.click(loginpages.Provider, "opened")
			s.sees(socialPage)
			end(s, cancel)
			if got := receive(s.bench, "result", done); got.err == nil {
				t.Errorf("Open = %v", got.u)
			}
			if n := s.windows(""); n != 0 {
				t.Errorf("%d windows are left:\n%s", n, gtkloop.Seen())
			}
			s.eventually("end of the web processes", func() bool { return len(webProcesses(os.Getpid())) == 0 })
		})
	}
	t.Run("crash", func(t *testing.T) {
		s := newSite(t)
		done := s.begin("/popup")
		s.click(loginpages.Provider, "opened")
		s.sees(socialPage)
		killWebProcesses(syscall.SIGKILL)
		s.sees("The page of “provider.example” stopped working")
		s.eventually("end of the pop-up", func() bool { return s.windows("") == 1 })
		s.end(done)
	})
}

// Log-ins with pop-ups leave no process and no thread.
func TestPopUpsLeaveNothing(t *testing.T) {
	s := newSite(t)
	cycles := func(n int) {
		for range n {
			done := s.open(t.Context(), "/back?code=1&state=real", false)
			s.clickWindow(loginpages.Provider, "answer", func() bool { return len(done) > 0 })
			s.wantAnswer(done)
		}
		s.eventually("end of the web processes", func() bool { return len(webProcesses(os.Getpid())) == 0 })
	}
	cycles(2)
	before := receivers(t)
	cycles(8)
	s.eventually("end of the receiving threads", func() bool { return receivers(t) <= before+1 })
}
