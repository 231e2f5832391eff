package test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"
)

const message = "Only authenticated users can read this message."

// cardView is all that a person, or a driver, finds on the card of a call.
type cardView struct {
	Buttons string // as in a view
	Answer  string
	Failure lines
}

// What the card of the private message shows: nothing yet, a call under way, one that takes long, and the answer.
var (
	idle     = cardView{Buttons: "get-private-message"}
	busy     = cardView{Buttons: "get-private-message!"}
	slow     = cardView{Buttons: "get-private-message! cancel-private-message"}
	answered = cardView{Buttons: "get-private-message", Answer: message}
)

func failed(words lines) cardView { return cardView{Buttons: "get-private-message", Failure: words} }

// card reads the card of a call as it is now.
func (p *tab) card(id string) cardView {
	p.t.Helper()
	return eval[cardView](p, fmt.Sprintf(`((id) => {
		const seen = (e) => e?.checkVisibility({visibilityProperty: true}) ? e : null;
		const card = document.getElementById(id).closest(".card");
		return {
			Buttons: [...card.querySelectorAll("button")].filter((b) => seen(b) && !b.closest("[role=alert]")).map((b) => b.id + (b.disabled ? "!" : "")).join(" "),
			Answer: seen(document.getElementById(id))?.innerText.trim() ?? "",
			Failure: [...seen(document.getElementById(id + "-error"))?.children ?? []].map((e) => e.textContent),
		};
	})(%q)`, id))
}

// showsCard waits until the card of the private message shows exactly what is wanted.
func (p *tab) showsCard(want cardView) {
	p.t.Helper()
	var got cardView
	if !p.until(func() bool { got = p.card("private-message"); return got == want }) {
		p.t.Fatalf("the card (-want +got):\n%s", cmp.Diff(want, got))
	}
}

func TestCard(t *testing.T) {
	p := newTab(t)
	p.early(stopwatch)
	p.app.be(state("signed-in", "", ""))
	p.app.answer("GetPrivateData", answer{hold: true})
	p.open("/home.html")
	p.shows(atHome(noChange))
	p.showsCard(idle)

	p.click("get-private-message", 2)
	p.showsCard(busy)
	p.wait(`document.getElementById("get-private-message").ariaBusy === "true"`)
	p.wait(`document.getElementById("private-message").ariaBusy === "true"`)
	p.picture("private busy")
	if calls := p.app.count("GetPrivateData"); calls != 1 {
		t.Errorf("a double click made %d calls, want 1", calls)
	}

	p.app.release("GetPrivateData", answer{value: message})
	p.showsCard(answered)
	p.wait(`document.querySelectorAll("[aria-busy]").length === 0`)
	p.picture("private message")

	// Who has the answer is not offered to cancel it.
	eval[bool](p, "pass()")
	p.showsCard(answered)
}

// A request that takes long can be cancelled; its late answer is dropped.
func TestCardGivenUp(t *testing.T) {
	p := newTab(t)
	p.early(stopwatch)
	p.app.be(state("signed-in", "", ""))
	p.app.answer("GetPrivateData", answer{hold: true})
	p.open("/home.html")
	p.click("get-private-message", 1)
	p.showsCard(busy)
	eval[bool](p, "pass(1000)")
	p.showsCard(slow)
	p.focused("cancel-private-message")
	p.picture("private slow")
	p.key(" ")
	p.showsCard(idle)
	p.focused("get-private-message")
	p.wait(`document.querySelectorAll("[aria-busy]").length === 0`)

	// The answer to the first question neither shows nor ends the second.
	p.key(" ")
	p.showsCard(busy)
	p.until(func() bool { return p.app.count("GetPrivateData") == 2 })
	p.app.releaseFirst("GetPrivateData", answer{value: "late"})
	settled(p)
	p.showsCard(busy)
	eval[bool](p, "pass(1000)")
	p.showsCard(slow)
	p.app.release("GetPrivateData", answer{value: message})
	p.showsCard(answered)
	p.focused("get-private-message")

	// A late failure is dropped as well.
	p.key(" ")
	p.wait(`document.getElementById("get-private-message").disabled`)
	eval[bool](p, "pass(1000)")
	p.click("cancel-private-message", 1)
	p.app.release("GetPrivateData", fails("api_timeout", ""))
	settled(p)
	p.showsCard(answered)
}

func TestCardFailures(t *testing.T) {
	const internal = "Something went wrong inside the app. | Try again. If it happens again, the log file tells why. | Open log folder"
	const unavailable = "The API cannot answer at the moment. | "
	const scope = "You are signed in, but this needs a permission that you do not have. | " +
		"Ask whoever runs the API for it, then log out and in again."
	cases := []struct {
		name  string
		reply answer
		want  lines
	}{
		{"api_unreachable", fails("api_unreachable", "dial tcp"), "The API cannot be reached. | " +
			"Check your network connection, then try again. If that does not help, ask whoever runs the API."},
		{"api_unauthorized", fails("api_unauthorized", ""), "The API did not accept your sign-in. | You are still signed in. " +
			"If it does not help to log out and in again, ask whoever set up this app: the access token may be for another API " +
			"(apiIdentifier, audienceParameter), opaque instead of a JWT, or without a scope, or a clock may be wrong. " +
			"The log of the API says which."},
		{"api_forbidden", fails("api_forbidden", ""), "The API does not allow you to do this. | " +
			"Ask whoever runs the API for access."},
		{"api_too_large", fails("api_too_large", ""), "Your sign-in is too large for the API. | " +
			"The access token carries too much, such as groups or roles. Ask whoever manages your account to take some away."},
		{"api_bad_answer", fails("api_bad_answer", ""), "The API\u2019s answer could not be understood. | " +
			"Try again. If it happens again, ask whoever set up this app: perhaps apiUrl names another server."},
		{"api_scope", fails("api_scope", ""), scope},
		{"api_scope named", fails("api_scope", "read:messages <b>"), scope + " | The API asks for: read:messages <b>"},
		{"api_unavailable", fails("api_unavailable", ""), unavailable + "Try again in a few seconds."},
		{"api_unavailable for a moment", fails("api_unavailable", "9"), unavailable + "Try again in a few seconds."},
		{"api_unavailable for seconds", fails("api_unavailable", "89"), unavailable + "Try again in 89 seconds."},
		{"api_unavailable for minutes", fails("api_unavailable", "90"), unavailable + "Try again in 2 minutes."},
		{"api_unavailable for many", fails("api_unavailable", "5399"), unavailable + "Try again in 90 minutes."},
		{"api_unavailable for hours", fails("api_unavailable", "5401"), unavailable + "Try again in 2 hours."},
		{"api_unavailable for a day", fails("api_unavailable", "86400"), unavailable + "Try again tomorrow."},
		{"api_unavailable for no number", fails("api_unavailable", "soon"), unavailable + "Try again in a few seconds."},
		{"api_timeout", fails("api_timeout", ""), "The API took too long to answer. | Try again."},
		{"login_required", fails("login_required", ""), "Your session ended. | Log in again, then try again."},
		{"locked", fails("locked", ""), "Another copy of the app is holding your session. | " +
			"Close that copy, or end its process, then try again."},
		{"offline", fails("offline", ""), "You are offline. | The app reconnects by itself. Try again when " +
			"\u201cOffline, retrying\u201d is gone."},
		{"internal", fails("internal", "raw"), internal},
		{"id_token", fails("id_token", ""), "The renewed sign-in from login.example.com could not be verified, so it was not used. | " +
			"The app tries again by itself. If it does not help, log out and in again."},
		{"unknown code", fails("__proto__", "raw"), internal},
		{"plain text", answer{err: "dial tcp 127.0.0.1:3000: connection refused"}, internal},
		{"object that Wails wraps", answer{err: failure{Code: "api_forbidden"}}, internal},
		{"no text", answer{value: 42}, "The API\u2019s answer could not be understood. | " +
			"Try again. If it happens again, ask whoever set up this app: perhaps apiUrl names another server."},
	}
	p := newTab(t)
	p.app.be(state("signed-in", "", ""))
	p.open("/home.html")
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p.use(t)
			p.app.answer("GetPrivateData", answer{value: message})
			p.click("get-private-message", 1)
			p.showsCard(answered)

			// The message of an earlier answer does not stand beside a failure, which goes with the next answer.
			p.app.answer("GetPrivateData", c.reply)
			p.click("get-private-message", 1)
			p.showsCard(failed(c.want))
		})
	}
}

func TestCardOfflineRecovers(t *testing.T) {
	p := newTab(t)
	p.app.be(state("offline", "offline", ""))
	p.app.answer("GetPrivateData", fails("offline", ""))
	p.open("/home.html")
	p.click("get-private-message", 1)
	offline := atHome(func(v *view) {
		v.State, v.Banner, v.Status, v.Success = "offline", "offline", "Offline, retrying", ""
	})
	p.shows(offline)
	p.showsCard(failed("You are offline. | The app reconnects by itself. Try again when \u201cOffline, retrying\u201d is gone."))
	p.picture("private offline")
	p.app.become(state("signed-in", "", ""))
	p.shows(atHome(noChange))
	p.showsCard(idle)
}

// TestCardWithoutASession: when nobody is signed in, the card says why it cannot be used, and asks the app for nothing. The button
// stays within reach of the keyboard, and its description is the reason. While a session is being restored, a call waits for it.
func TestCardWithoutASession(t *testing.T) {
	p := newTab(t)
	p.app.answer("GetPrivateData", answer{hold: true})
	reason := func(disabled bool, want string) {
		t.Helper()
		p.wait(fmt.Sprintf(`(() => {
			const button = document.getElementById("get-private-message");
			const reason = document.getElementById(button.getAttribute("aria-describedby"));
			return (button.getAttribute("aria-disabled") === "true") === %v && reason.checkVisibility() && reason.innerText === %q;
		})()`, disabled, want))
	}
	for _, refused := range []struct {
		session session
		words   string
	}{
		{state("expired", "login_required", ""), "Your session ended. Log in again to use this."},
		{with(state("signing-in", "", ""), func(s *session) { s.Step, s.Remembered = "logging-in", &ada }), "Finish the log-in to use this."},
	} {
		p.app.be(refused.session)
		p.open("/home.html")
		reason(true, refused.words)
		p.click("get-private-message", 1)
		p.key(kb.Enter)
		p.focused("get-private-message")
		settled(p)
		if n := p.app.count("GetPrivateData"); n != 0 {
			t.Errorf("%s: the API was called %d times", refused.session.State, n)
		}
		p.picture("refused " + refused.session.State)
	}
	p.app.become(with(state("signing-in", "", ""), restoring))
	reason(false, "Only for people who are signed in.")
	p.click("get-private-message", 1)
	p.showsCard(busy)
	p.app.become(state("signed-in", "", ""))
	p.app.release("GetPrivateData", answer{value: message})
	p.showsCard(answered)
}

// Every call has a card of its own, which shows the answer of its method and of no other.
func TestEveryCall(t *testing.T) {
	p := newTab(t)
	p.app.be(state("signed-in", "", ""))
	p.open("/home.html")
	p.shows(atHome(noChange))
	calls := eval[[]struct{ ID, Method string }](p, `import("/js/calls.js").then(({calls}) => calls.map(({id, method}) => ({ID: id, Method: method})))`, await)
	if len(calls) < 2 || len(calls) != eval[int](p, `document.querySelectorAll(".card").length`) {
		t.Fatalf("the cards are not those of %v", calls)
	}
	for i, call := range calls {
		// A screen reader announces what arrives in a region that was there, and empty, before.
		p.wait(fmt.Sprintf(`document.getElementById("%[1]s").role === "status" && document.getElementById("%[1]s-error").role === "alert"`, call.ID))
		if !slices.Contains(bound(t), call.Method) {
			t.Fatalf("Go has no method %s; did you run make generate?", call.Method)
		}
		for _, other := range calls {
			p.app.answer(other.Method, answer{value: "that of another"})
		}
		p.app.answer(call.Method, fails("api_scope", ""))
		p.click("get-"+call.ID, 1)
		p.wait(fmt.Sprintf(`document.getElementById("%s-error").dataset.code === "api_scope"`, call.ID))
		for j, other := range calls {
			got, untouched := p.card(other.ID), cardView{Buttons: "get-" + other.ID}
			if j > i && got != untouched {
				t.Errorf("after the call of %s, the card of %s shows %+v", call.Method, other.Method, got)
			}
		}
	}
	p.picture("every call")
}

// stopwatch holds back every wait of a second or more, until the test calls pass, with the longest that it lets pass.
const stopwatch = `(() => {
	const [set, clear] = [window.setTimeout, window.clearTimeout];
	const waiting = new Map();
	let last = 1e9;
	window.setTimeout = (f, ms, ...rest) => {
		if (!(ms >= 1000)) return set(f, ms, ...rest);
		waiting.set(++last, {f, ms});
		return last;
	};
	window.clearTimeout = (id) => waiting.delete(id) || clear(id);
	window.pass = (longest = Infinity) => {
		for (const [id, {f, ms}] of [...waiting]) if (ms <= longest && waiting.delete(id)) f();
		return true;
	};
})()`

const noAnswer = "The app does not answer. | Try again. If that does not help, close the app and open it again."

// A call that Go never answers ends on the page, in its own time.
func TestNothingWaitsForEver(t *testing.T) {
	t.Run("private message", func(t *testing.T) {
		p := newTab(t)
		p.early(stopwatch)
		p.app.be(state("signed-in", "", ""))
		p.app.answer("GetPrivateData", answer{hold: true})
		p.open("/home.html")
		p.click("get-private-message", 1)
		p.showsCard(busy)
		eval[bool](p, "pass()")
		p.showsCard(failed("The API took too long to answer. | Try again."))
	})
	t.Run("log-out", func(t *testing.T) {
		p := newTab(t)
		p.early(stopwatch)
		p.app.be(state("signed-in", "", ""))
		p.app.answer("LogOut", answer{hold: true})
		p.open("/home.html")
		p.click("log-out", 1)
		p.shows(atHome(func(v *view) { v.Buttons = "log-out!" }))
		eval[bool](p, "pass()")
		p.shows(atHome(func(v *view) { v.Banner, v.Error = "error", noAnswer }))
	})
	for _, path := range []string{"/", "/home.html"} {
		t.Run("session at "+path, func(t *testing.T) {
			p := newTab(t)
			p.early(stopwatch)
			p.app.answer("GetSession", answer{hold: true})
			p.open(path)
			p.until(func() bool { return p.app.count("GetSession") == 1 })
			eval[bool](p, "pass()")
			failed := view{Page: "sign-in", State: "failed", Title: "The app is not ready", Buttons: "retry", Error: noAnswer}
			if path == "/home.html" {
				failed.Page, failed.Title, failed.Banner = "home", "", "error"
			}
			p.shows(failed)
			p.picture("failed " + failed.Page)

			// Try again finds the session once Go answers.
			p.app.answer("GetSession", answer{value: state("signed-in", "", "")})
			p.click("retry", 1)
			p.shows(atHome(noChange))
		})
	}
	t.Run("an event ends the waiting", func(t *testing.T) {
		p := newTab(t)
		p.early(stopwatch)
		p.app.answer("GetSession", answer{hold: true})
		p.open("/")
		p.until(func() bool { return p.app.count("GetSession") == 1 })
		eval[bool](p, "pass()")
		p.wait(`document.documentElement.dataset.state === "failed"`)
		p.app.become(state("signed-out", "", ""))
		p.shows(atSignIn(noChange))
	})
}

// An answer that arrives after another user has logged in is dropped.
func TestCardsOfAnotherPerson(t *testing.T) {
	grace := profile{Name: "Grace Hopper", Initials: "GH"}
	other := with(state("signed-in", "", ""), func(s *session) { s.Profile = &grace })
	want := atHome(func(v *view) { v.Name, v.Email, v.Initials, v.Picture = "Grace Hopper", "", "GH", "" })

	p := newTab(t)
	p.early(stopwatch)
	p.app.be(state("signed-in", "", ""))
	p.app.answer("GetPrivateData", answer{value: message})
	p.open("/home.html")
	p.click("get-private-message", 1)
	p.showsCard(answered)
	p.app.become(other)
	p.shows(want)
	p.showsCard(idle)

	p.app.become(state("signed-in", "", ""))
	p.app.answer("GetPrivateData", answer{hold: true})
	p.click("get-private-message", 1)
	p.wait(`document.getElementById("get-private-message").disabled`)
	p.app.become(other)
	p.showsCard(idle) // Nor does it keep them waiting, or
	eval[bool](p, "pass(1000)")
	p.showsCard(idle) // ask them to cancel it.
	p.app.release("GetPrivateData", answer{value: message})
	settled(p)
	p.showsCard(idle)

	// The message stays with its person, through an expired session and a log-in, and a reload drops it.
	p.app.become(state("signed-in", "", ""))
	p.app.answer("GetPrivateData", answer{value: message})
	p.click("get-private-message", 1)
	p.showsCard(answered)
	p.app.become(state("expired", "login_required", ""))
	p.wait(`document.documentElement.dataset.state === "expired"`)
	p.app.become(state("signed-in", "", ""))
	p.showsCard(answered)
	p.do(chromedp.Reload())
	p.shows(atHome(noChange))
	p.showsCard(idle)
}
