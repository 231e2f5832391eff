package test

import "testing"

const (
	link      = "http://127.0.0.1:40000/go/ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	clipboard = ":wails:ClipboardSetText" // Wails' own method behind ClipboardSetText.
)

// either makes a session one in which the user may take the browser instead of the window.
func either(s *session) { s.CanBrowse = true }

// inBrowser makes a log-in one that goes on in the system browser.
func inBrowser(s *session) { s.LoginLink, s.LoginWindow = link, new(false) }

// outside makes a session one that may have begun in the system browser.
func outside(s *session) { s.Outside = true }

var signingInBrowser = atSignIn(func(v *view) {
	v.State, v.Title, v.Status, v.Buttons = "signing-in", "Signing in", "Continue in your browser.", "open-again copy-link cancel"
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
			v.Buttons = "log-out open-again copy-link cancel"
		}))
		p.picture("expired signing in with the browser")
		p.click("copy-link", 1)
		says(p, "Link copied")
	})
}

// The window starts hidden, and has to be there when the log-in is elsewhere.
func TestTheWindowIsShownWithALink(t *testing.T) {
	p := newTab(t)
	p.early(stopwatch) // A start that takes long shows the window in any case.
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

// TestUseMyBrowser: the button is there before and during a log-in in the window, and takes the log-in to the browser.
func TestUseMyBrowser(t *testing.T) {
	p := newTab(t)
	for _, method := range []string{"LogIn", "LogInWithBrowser"} {
		p.app.answer(method, answer{hold: true})
	}
	p.app.be(with(state("signed-out", "", ""), either))
	p.open("/")
	p.shows(atSignIn(func(v *view) { v.Buttons = "log-in use-browser" }))
	p.app.become(with(signingInAt("logging-in"), either))
	p.shows(atSignIn(func(v *view) {
		v.State, v.Title, v.Status, v.Buttons = "signing-in", "Signing in", "Contacting login.example.com.", "cancel"
	}))
	p.app.become(with(with(state("signing-in", "", ""), either), func(s *session) { s.LoginWindow = new(true) }))
	p.shows(atSignIn(func(v *view) { *v = signingIn; v.Buttons = "cancel use-browser" }))
	p.picture("signing in, with the browser offered")
	p.click("use-browser", 2)
	p.shows(atSignIn(func(v *view) { *v = signingIn; v.Buttons = "cancel use-browser!" }))
	p.app.become(with(with(state("signing-in", "", ""), either), inBrowser))
	p.shows(signingInBrowser)
	p.app.become(with(state("signed-in", "", ""), outside))
	p.app.release("LogInWithBrowser", answer{})
	p.shows(atHome(func(v *view) {
		v.Banner, v.Status = "signed-in", "Signed in as Ada Lovelace (ada@example.com). Not you? Choose Logout."
	}))
	if n := p.app.count("LogInWithBrowser"); n != 1 {
		t.Errorf("the browser was asked for %d times, want once", n)
	}
	p.app.become(with(state("expired", "", ""), either))
	p.shows(atHome(func(v *view) {
		v.State, v.Banner, v.Status, v.Success = "expired", "expired", "Your session ended. Log in again.", ""
		v.Buttons = "log-out log-in use-browser"
	}))
	p.picture("expired, with the browser offered")
}

// TestNothingOpened: while the app waits for the browser, it opens the log-in again, and says what to check.
func TestNothingOpened(t *testing.T) {
	for path, picture := range map[string]string{"/": "waiting for the browser", "/home.html": "expired, waiting for the browser"} {
		t.Run(path, func(t *testing.T) {
			p := newTab(t)
			waiting := with(with(state("signing-in", "", ""), inBrowser), func(s *session) { s.Profile = &ada })
			p.app.be(waiting)
			p.app.answer("OpenAgain", answer{hold: true})
			p.open(path)
			p.click("open-again", 2)
			p.wait(`document.getElementById("open-again").disabled`)
			p.app.release("OpenAgain", fails("cancelled", ""))
			p.wait(`!document.getElementById("open-again").disabled && document.getElementById("error").textContent === ""`)
			p.app.answer("OpenAgain", fails("no_browser", "raw"))
			p.click("open-again", 1)
			p.wait(`document.getElementById("error").textContent.includes("No browser could be started.")`)
			p.app.become(waiting)
			eval[bool](p, `(() => { document.querySelector("#help summary").click(); return true; })()`)
			p.wait(`document.querySelector("#help li").checkVisibility()`)
			for _, words := range []string{"behind this one", "default browser", "Copy link", "cookies for 127.0.0.1"} {
				p.wait(`document.getElementById("help").innerText.includes("` + words + `")`)
			}
			p.picture(picture)
			p.app.become(state("expired", "cancelled", ""))
			p.wait(`document.documentElement.dataset.state === "expired" && !document.getElementById("help").checkVisibility()`)
		})
	}
}
