package test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

const host = "login.example.com"

const success = "You successfully used OpenID Connect and OAuth 2.0 to authenticate."

var ada = profile{Name: "Ada Lovelace", Email: "ada@example.com", Initials: "AL", Picture: "/profile/picture?v=1"}

// state is a session in a test's few words.
func state(name, code, message string) session {
	s := session{State: name, Provider: host, CanLogIn: true}
	switch name {
	case "signed-in", "offline":
		s.Profile = &ada
	case "expired":
		s.Remembered = &ada
	}
	if code != "" {
		s.Error = &failure{Code: code, Message: message}
	}
	return s
}

// restoring is a session that is being restored; the app knows from an earlier run whose it is.
func restoring(s *session) { s.Step, s.LoginWindow, s.Remembered = "restoring", new(false), &ada }

func with(s session, change func(*session)) session {
	change(&s)
	return s
}

// atSignIn and atHome are the views of the plain states.
func atSignIn(change func(*view)) view {
	v := view{Page: "sign-in", State: "signed-out", Title: "You are signed out", Buttons: "log-in",
		Status: "Log in with your account at login.example.com to see your profile and call the API."}
	change(&v)
	return v
}

func atHome(change func(*view)) view {
	v := view{Page: "home", State: "signed-in", Name: "Ada Lovelace", Email: "ada@example.com", Initials: "AL",
		Picture: "/profile/picture?v=1", Success: success, Buttons: "log-out"}
	change(&v)
	return v
}

// signingInAt is a session that is signing in, before there is a login window.
func signingInAt(step string) session {
	return with(state("signing-in", "", ""), func(s *session) { s.LoginWindow, s.Step = new(false), step })
}

func noChange[T any](*T) {}

const configMessage = "/home/ada/.config/wails-openid-oauth/env-variables.json\n" +
	"clientId: the placeholder <YOUR_CLIENT_ID> is still there.\n" +
	"Put in the client ID of your application, or set CLIENT_ID."

// appState is a state of ../ui/states.js, where its fields are described.
type appState struct {
	Name, Page string
	Press      []string
	Sees       view
	Card       *cardView
	scene      json.RawMessage // the whole of it, for the fake bridge
}

// states are all states of ../ui/states.js. The browser reads them.
func (p *tab) states() []appState {
	p.t.Helper()
	var scenes []json.RawMessage
	text := eval[string](p, `import("/ui/states.js").then(({states}) => JSON.stringify(states))`, await)
	if err := json.Unmarshal([]byte(text), &scenes); err != nil {
		p.t.Fatal(err)
	}
	states := make([]appState, len(scenes))
	for i, scene := range scenes {
		states[i].scene = scene
		if err := json.Unmarshal(scene, &states[i]); err != nil {
			p.t.Fatalf("%s: %v", scene, err)
		}
	}
	return states
}

// showsState waits until everything is pressed that belongs to a state, and the page shows exactly what a person sees then.
func (p *tab) showsState(c appState) {
	p.t.Helper()
	p.wait("fake.pressed")
	p.shows(c.Sees)
	if c.Card != nil {
		p.showsCard(*c.Card)
	}
}

func TestStates(t *testing.T) {
	eachState(t, nil, func(p *tab, c appState) {
		p.app.load(c)
		p.open("/" + c.Page)
		p.showsState(c)

		// The same state is found again from either page, and after a reload, without going round in circles.
		if c.Page == "" {
			for _, path := range []string{"/index.html", "/home.html"} { // not settings.html, which every state may have
				p.open(path)
				p.showsState(c)
			}
		}
		before := p.app.count("GetSession")
		p.do(chromedp.Reload())
		p.showsState(c)
		want := 1
		if c.Sees.Page == "settings" { // which asks for the settings
			want = 0
		}
		if asked := p.app.count("GetSession") - before; asked != want {
			p.t.Errorf("a reload asked %d times for the session, want %d", asked, want)
		}
	})
}

// TestFocusBegins: in each state, the one thing to do has the keyboard focus from the start, and shows no ring before a key is pressed.
// In settings that work there is no such thing.
func TestFocusBegins(t *testing.T) {
	eachState(t, nil, func(p *tab, c appState) {
		if len(c.Press) > 0 {
			p.t.Skip("somebody has used the page")
		}
		p.app.load(c)
		p.open("/" + c.Page)
		p.showsState(c)
		want := firstThing(c.Sees)
		if got := eval[string](p, `document.activeElement.id`); got != want {
			p.t.Errorf("%q has the focus, want %q; there are %s", got, want, c.Sees.Buttons)
		}
		if want != "" && c.Sees.Page != "settings" && eval[bool](p, `document.activeElement.matches(":focus-visible")`) {
			p.t.Error("it has a ring")
		}
	})
}

// firstThing is the control that a person needs first.
func firstThing(v view) string {
	buttons := strings.Fields(v.Buttons)
	canCall := v.State == "signed-in" || v.State == "offline" || v.Banner == "restoring"
	switch {
	case v.Page == "settings" && (v.Title == "Settings" || !slices.Contains(buttons, "save")):
		return ""
	case v.Page == "settings":
		return "issuer"
	case v.Page == "home" && canCall:
		return "get-private-message"
	}
	for _, id := range []string{"unlock", "log-in", "open-again", "copy-link", "cancel", "use-browser", "settings", "retry"} {
		if slices.Contains(buttons, id) {
			return id
		}
	}
	return ""
}

// picture leaves pictures of the page in the folder PAGE_PICTURES, light and dark. The contact sheet has those of the states.
func (p *tab) picture(name string) {
	p.t.Helper()
	dir := os.Getenv("PAGE_PICTURES")
	if dir == "" {
		return
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		p.t.Fatal(err)
	}
	for _, scheme := range []string{"dark", "light"} {
		prefers := maps.Clone(p.prefers)
		prefers["prefers-color-scheme"] = scheme
		image := p.capture(func() { p.emulate(prefers) })
		if err := os.WriteFile(filepath.Join(dir, name+" "+scheme+".png"), image, 0o644); err != nil {
			p.t.Fatal(err)
		}
	}
	p.emulate(p.prefers)
}
