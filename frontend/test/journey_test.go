package test

import (
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
)

// cancelledWords are those for a log-in that was cancelled, perhaps because the provider showed an error.
const cancelledWords = "The log-in was cancelled. | Choose Log in to start again. If login.example.com showed an error, tell whoever " +
	"set up this app to check the settings clientId and redirectUri."

var (
	signingIn = atSignIn(func(v *view) {
		v.State, v.Title, v.Status, v.Buttons = "signing-in", "Signing in", "Continue in the login window.", "cancel"
	})
	cancelled = atSignIn(func(v *view) { v.Error = cancelledWords })
)

func TestLogInCancelLogInLogOut(t *testing.T) {
	p := newTab(t)
	p.app.be(state("signed-out", "", ""))
	for _, method := range []string{"LogIn", "CancelLogIn", "LogOut"} {
		p.app.answer(method, answer{hold: true})
	}
	p.open("/")
	p.click("log-in", 2)
	p.shows(atSignIn(func(v *view) { v.Buttons = "log-in!" }))
	p.app.become(state("signing-in", "", ""))
	p.shows(signingIn)

	p.click("cancel", 2)
	p.shows(atSignIn(func(v *view) { *v = signingIn; v.Buttons = "cancel!" }))
	p.app.become(state("signed-out", "cancelled", ""))
	p.app.release("CancelLogIn", answer{})
	p.app.release("LogIn", fails("cancelled", ""))
	p.shows(cancelled)

	p.click("log-in", 1)
	p.app.become(state("signing-in", "", ""))
	p.shows(signingIn)
	p.app.become(state("signed-in", "", ""))
	p.shows(atHome(noChange))

	p.click("log-out", 2)
	p.shows(atHome(func(v *view) { v.Buttons = "log-out!" }))
	p.app.become(state("signed-out", "", ""))
	p.shows(atSignIn(noChange))

	for method, want := range map[string]int{"LogIn": 2, "CancelLogIn": 1, "LogOut": 1} {
		if got := p.app.count(method); got != want {
			t.Errorf("%s was called %d times, want %d", method, got, want)
		}
	}
}

// A log-in from an expired session stays on the page that the person was on.
func TestExpiredLogIn(t *testing.T) {
	p := newTab(t)
	p.app.be(state("expired", "login_required", ""))
	p.app.answer("LogIn", answer{hold: true})
	p.app.answer("CancelLogIn", answer{hold: true})
	p.open("/")
	p.wait(`document.documentElement.dataset.state === "expired"`)
	eval[bool](p, `window.kept = true`)
	p.click("log-in", 1)
	logging := with(state("signing-in", "", ""), func(s *session) { s.Step, s.Remembered = "logging-in", &ada })
	p.app.become(logging)
	under := atHome(func(v *view) {
		v.State, v.Banner, v.Status = "signing-in", "signing-in", "Signing in. Continue in the login window."
		v.Success = ""
		v.Buttons = "log-out cancel"
	})
	p.shows(under)
	p.picture("expired signing in")
	p.click("cancel", 1)
	p.app.become(state("expired", "cancelled", ""))
	p.app.release("CancelLogIn", answer{})
	p.app.release("LogIn", fails("cancelled", ""))
	p.shows(atHome(func(v *view) {
		v.State, v.Banner, v.Status = "expired", "expired", "Your session ended. Log in again."
		v.Success = ""
		v.Error = cancelledWords
		v.Buttons = "log-out log-in"
	}))
	p.click("log-in", 1)
	p.app.become(logging)
	p.shows(under)
	p.app.become(state("signed-in", "", ""))
	p.shows(atHome(noChange))
	if !eval[bool](p, `window.kept === true`) {
		t.Error("the page was loaded anew")
	}

	// The same after a reload, but for a session of which nobody is known: there the sign-in page takes over.
	p.app.be(logging)
	p.open("/home.html")
	p.shows(under)
	p.app.be(with(logging, func(s *session) { s.Remembered = nil }))
	p.open("/home.html")
	p.shows(signingIn)
}

func TestEventsAndAnswersInAnyOrder(t *testing.T) {
	t.Run("event before the first answer", func(t *testing.T) {
		p := newTab(t)
		p.app.answer("GetSession", answer{hold: true})
		p.open("/")
		p.app.emit(state("signing-in", "", ""))
		p.shows(signingIn)
		p.app.release("GetSession", answer{value: state("signed-out", "", "")})
		settled(p)
		p.shows(signingIn)
	})
	t.Run("event that was overtaken", func(t *testing.T) {
		p := newTab(t)
		p.app.be(state("signing-in", "", ""))
		p.open("/")
		p.shows(signingIn)
		older := func(s *session) { s.Revision = 1 }
		p.app.emit(with(state("signed-out", "", ""), func(s *session) { s.Revision = 3 }))
		p.shows(atSignIn(noChange))
		p.app.emit(with(state("signed-in", "", ""), older))
		settled(p)
		p.shows(atSignIn(noChange))
	})
	t.Run("event while leaving", func(t *testing.T) {
		p := newTab(t)
		p.app.be(state("signed-out", "", ""))
		p.open("/")
		p.shows(atSignIn(noChange))
		p.app.be(state("offline", "", ""))
		stays := eval[string](p, `(() => {
			const emit = (state) => window.wails.EventsNotify(JSON.stringify({name: "session:changed", data: [
				{state, provider: "", profile: null, error: null, notice: null, canLogIn: true}]}));
			emit("signed-in"); emit("signing-in"); emit("offline");
			return document.documentElement.dataset.state;
		})()`)
		if stays != "signed-out" {
			t.Errorf("the page that is being left shows %s", stays)
		}
		p.wait(`document.documentElement.dataset.page === "home" && document.documentElement.dataset.state === "offline"`)
	})
	t.Run("lost event", func(t *testing.T) {
		p := newTab(t)
		p.app.be(state("signed-out", "", ""))
		p.app.answer("LogIn", answer{hold: true})
		p.open("/")
		p.click("log-in", 1)
		p.wait(`document.getElementById("log-in").disabled`)
		p.app.be(state("signed-in", "", ""))
		p.app.release("LogIn", answer{})
		p.shows(atHome(noChange))
	})
	t.Run("failure without an event", func(t *testing.T) {
		p := newTab(t)
		p.app.be(state("signed-out", "", ""))
		p.app.answer("LogIn", fails("timeout", ""))
		p.open("/")
		p.click("log-in", 1)
		p.shows(atSignIn(func(v *view) {
			v.Error = "The log-in was open for an hour, and nobody finished it. | Choose Log in to start again."
		}))
	})
	t.Run("late end of an earlier log-in", func(t *testing.T) {
		p := newTab(t)
		p.app.be(state("signed-out", "", ""))
		p.app.answer("LogIn", answer{hold: true})
		p.open("/")
		p.click("log-in", 1)
		p.wait(`document.getElementById("log-in").disabled`)
		p.app.become(state("signing-in", "", ""))
		p.shows(signingIn)
		p.app.release("LogIn", fails("cancelled", ""))
		settled(p)
		p.shows(signingIn)
	})
	t.Run("unknown state", func(t *testing.T) {
		p := newTab(t)
		p.app.be(state("dreaming", "", ""))
		p.open("/")
		p.shows(view{Page: "sign-in", State: "failed", Title: "The app is not ready", Buttons: "retry",
			Error: "Something went wrong inside the app. | Try again. If it happens again, the log file tells why. | Open log folder"})
	})
}

// settled waits until the page has worked off what it was sent: a question asked now has been answered.
func settled(p *tab) {
	p.t.Helper()
	eval[bool](p, `new Promise((done) => setTimeout(() => requestAnimationFrame(() => done(true))))`, await)
}

// No state sends the window back and forth between the pages, or leaves a page behind that "back" would lead to.
func TestNoLoops(t *testing.T) {
	p := newTab(t)
	for _, name := range []string{"signing-in", "signed-out", "signing-out", "keyring-locked", "signed-in", "offline", "expired"} {
		t.Run(name, func(t *testing.T) {
			p.use(t)
			p.app.be(state(name, "", ""))
			entries, loaded := p.entries(), p.pagesLoaded()
			for _, path := range []string{"/", "/index.html", "/home.html"} {
				p.open(path)
				p.wait(`document.documentElement.dataset.state === "` + name + `"`)
			}
			p.app.emit(state(name, "", ""))
			p.app.emit(state(name, "", ""))
			settled(p)
			if got := p.entries() - entries; got > 3 {
				t.Errorf("%d more entries in the history, want at most 3", got)
			}
			// Of the three, no more than two are the other page, which sends the window on.
			if got := p.pagesLoaded() - loaded; got < 4 || got > 5 {
				t.Errorf("%d pages were loaded for three openings", got)
			}
		})
	}
}

func (p *tab) entries() int {
	p.t.Helper()
	history, err := chromedp.Run(p.ctx, chromedp.NavigationEntries())
	if err != nil {
		p.t.Fatal(err)
	}
	return len(history.Entries)
}

func (p *tab) pagesLoaded() (count int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, url := range p.requests {
		if slices.Contains([]string{p.origin + "/", p.origin + "/index.html", p.origin + "/home.html"}, url) {
			count++
		}
	}
	return count
}
