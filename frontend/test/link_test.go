package test

import "testing"

const (
	link      = "http://127.0.0.1:40000/go/ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	clipboard = ":wails:ClipboardSetText" // Wails' own method behind ClipboardSetText.
)

// inBrowser makes a log-in one that goes on in the system browser.
func inBrowser(s *session) { s.LoginLink, s.LoginWindow = link, new(false) }

// outside makes a session one that may have begun in the system browser.
func outside(s *session) { s.Outside = true }

var signingInBrowser = atSignIn(func(v *view) {
	v.State, v.Title, v.Status, v.Buttons = "signing-in", "Signing in", "Continue in your browser.", "copy-link cancel"
})

func TestCopyLink(t *testing.T) {
	says := func(p *tab, words string) {
		p.t.Helper()
		p.wait(`document.getElementById("copy-link").textContent === "` + words + `"`)
	}
	t.Run("copied", func(t *testing.T) {
		p := newTab(t)
		p.app.be(with(state("signing-in", "", ""), inBrowser))
		p.app.answer(clipboard, answer{value: true})
		p.open("/")
		p.shows(signingInBrowser)
		says(p, "Copy link")
		p.click("copy-link", 1)
		says(p, "Link copied")
		if got, want := p.app.last(clipboard), `["`+link+`"]`; got != want {
			t.Errorf("copied %s, want %s", got, want)
		}
		p.app.become(state("signed-out", "cancelled", ""))
		p.shows(cancelled)
		p.app.become(with(state("signing-in", "", ""), func(s *session) { inBrowser(s); s.LoginLink += "2" }))
		p.shows(signingInBrowser)
		says(p, "Copy link")
	})
	t.Run("not copied", func(t *testing.T) {
		p := newTab(t)
		p.app.be(with(state("signing-in", "", ""), inBrowser))
		p.app.answer(clipboard, answer{value: false})
		p.open("/")
		p.click("copy-link", 1)
		p.shows(atSignIn(func(v *view) {
			*v = signingInBrowser
			v.Error = "The link could not be copied. | Open this address in your browser. It works in one browser only. | " + link
		}))
		p.app.answer(clipboard, answer{err: "no clipboard"})
		p.click("copy-link", 1)
		p.wait(`document.getElementById("error").children.length === 3`)
		says(p, "Copy link")
	})
	t.Run("from an expired session", func(t *testing.T) {
		p := newTab(t)
		p.app.be(with(with(state("signing-in", "", ""), inBrowser), func(s *session) { s.Profile = &ada }))
		p.app.answer(clipboard, answer{value: true})
		p.open("/home.html")
		p.shows(atHome(func(v *view) {
			v.State, v.Banner, v.Status, v.Success = "signing-in", "signing-in", "Signing in. Continue in your browser.", ""
			v.Buttons = "log-out copy-link cancel"
		}))
		p.picture("expired signing in with the browser")
		p.click("copy-link", 1)
		says(p, "Link copied")
	})
}

// The window starts hidden, and has to be there when the log-in is elsewhere.
func TestTheWindowIsShownWithALink(t *testing.T) {
	p := newTab(t)
	p.app.be(with(state("signing-in", "", ""), func(s *session) { s.LoginWindow = new(false) }))
	p.open("/")
	p.wait(`document.documentElement.dataset.state === "signing-in"`)
	settled(p)
	if n := p.app.shown(); n != 0 {
		t.Errorf("shown %d times before there was anything to do", n)
	}
	p.app.become(with(state("signing-in", "", ""), inBrowser))
	p.shows(signingInBrowser)
	if !p.until(func() bool { return p.app.shown() == 1 }) {
		t.Errorf("shown %d times, want once", p.app.shown())
	}
}
