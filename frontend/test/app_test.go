package test

import (
	"encoding/json"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// session, profile and failure are what Go sends, field by field.
type session struct {
	State       string   `json:"state"`
	Step        string   `json:"step,omitempty"`
	Provider    string   `json:"provider"`
	Profile     *profile `json:"profile"`
	Remembered  *profile `json:"remembered"`
	Error       *failure `json:"error"`
	Notice      *failure `json:"notice"`
	CanLogIn    bool     `json:"canLogIn"`
	CanBrowse   bool     `json:"canUseBrowser,omitempty"`
	CanUnlock   bool     `json:"canUnlock,omitempty"`
	LoginWindow *bool    `json:"loginWindow,omitempty"` // Left out: not told.
	LoginLink   string   `json:"loginLink,omitempty"`
	Outside     bool     `json:"outside,omitempty"`
	Revision    int      `json:"revision"`
}

type profile struct {
	Name     string `json:"name"`
	Email    string `json:"email"`
	Initials string `json:"initials"`
	Picture  string `json:"picture"`
}

type failure struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// app is Go's side of the bridge: the fake of ../ui/fake.js, which speaks Wails' own protocol with the real runtime script.
type app struct{ p *tab }

// answer is what a bound method returns: an error, or a value, or nothing yet.
type answer struct {
	value any
	err   any
	hold  bool
}

func (a answer) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]any{"value": a.value, "error": a.err, "hold": a.hold})
}

// ask calls a function of the fake bridge, with arguments as JSON. A page that is being replaced has no answer: it is asked again.
func ask[T any](a app, function string, args ...any) T {
	a.p.t.Helper()
	texts := make([]string, len(args))
	for i, arg := range args {
		text, err := json.Marshal(arg)
		if err != nil {
			a.p.t.Fatal(err)
		}
		texts[i] = string(text)
	}
	expression := "fake." + function + "(" + strings.Join(texts, ", ") + ")"
	var result T
	var err error
	if !a.p.until(func() bool {
		result, err = chromedp.Run(a.p.ctx, chromedp.Evaluate[T](expression))
		return err == nil
	}) {
		a.p.t.Fatalf("%s: %v", expression, err)
	}
	return result
}

func (a app) tell(function string, args ...any) {
	a.p.t.Helper()
	ask[chromedp.Void](a, function, args...)
}

// load puts the app into a state of states.js.
func (a app) load(s appState) { a.p.t.Helper(); a.tell("load", s.scene) }

// be sets the session that the next question finds.
func (a app) be(s session) { a.p.t.Helper(); a.tell("be", s) }

// become sets the session, and tells the page.
func (a app) become(s session) { a.p.t.Helper(); a.tell("become", s) }

// emit only tells the page.
func (a app) emit(s session) { a.p.t.Helper(); a.tell("emit", s) }

// answer sets what a method returns from now on.
func (a app) answer(method string, with answer) { a.p.t.Helper(); a.tell("answer", method, with) }

// release ends the calls of a method that are held back.
func (a app) release(method string, with answer) { a.p.t.Helper(); a.tell("release", method, with) }

// releaseFirst ends only the call that has been held back for longest.
func (a app) releaseFirst(method string, with answer) {
	a.p.t.Helper()
	a.tell("release", method, with, 1)
}

// count is how often a method was called.
func (a app) count(method string) int { a.p.t.Helper(); return ask[int](a, "count", method) }

// shown is how often the page asked for its window to be shown.
func (a app) shown() int { a.p.t.Helper(); return ask[int](a, "shown") }

// last is what a method was called with last, as JSON.
func (a app) last(method string) string { a.p.t.Helper(); return ask[string](a, "last", method) }

// fails is a rejected call as the app's ErrorFormatter words it: {code, message} as JSON text.
func fails(code, message string) answer {
	text, _ := json.Marshal(failure{Code: code, Message: message})
	return answer{err: string(text)}
}

// call sends one command to the tab.
func call[P, R any](p *tab, command cdp.Command[P, R], params P) R {
	p.t.Helper()
	result, err := chromedp.Call(p.ctx, command, params)
	if err != nil {
		p.t.Fatal(err)
	}
	return result
}
