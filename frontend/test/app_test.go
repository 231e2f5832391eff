package test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// session, profile and failure are what Go sends, field by field.
type session struct {
	State       string   `json:"state"`
	Provider    string   `json:"provider"`
	Profile     *profile `json:"profile"`
	Error       *failure `json:"error"`
	Notice      *failure `json:"notice"`
	CanLogIn    bool     `json:"canLogIn"`
	CanBrowse   bool     `json:"canUseBrowser,omitempty"`
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

// app stands in for Go's side of the bridge. It speaks Wails' own protocol with the real runtime script: a message
// "C{…}" in, window.wails.Callback and window.wails.EventsNotify out.
type app struct {
	p        *tab
	mu       sync.Mutex
	session  session
	revision int
	answers  map[string]answer
	calls    []string
	args     map[string]string // of the last call of each method, as JSON
	shows    int               // how often the page asked for its window
	held     map[string][]pending
}

// answer is what a bound method returns: an error, or a value, or nothing yet.
type answer struct {
	value any
	err   any
	hold  bool
}

type pending struct {
	id   string
	page runtime.ExecutionContextID
}

func newApp(p *tab) *app {
	return &app{p: p, answers: map[string]answer{}, args: map[string]string{}, held: map[string][]pending{}}
}

// message takes one from the page. It runs where the browser is read, so the answer goes out on another goroutine.
func (a *app) message(text string, page runtime.ExecutionContextID) {
	if text == "WS" {
		a.mu.Lock()
		a.shows++
		a.mu.Unlock()
	}
	body, isCall := strings.CutPrefix(text, "C")
	if !isCall {
		return
	}
	var request struct {
		Name       string          `json:"name"`
		Args       json.RawMessage `json:"args"`
		CallbackID string          `json:"callbackID"`
	}
	if err := json.Unmarshal([]byte(body), &request); err != nil {
		a.p.fault("a call that is not JSON: %v", err)
		return
	}
	name := strings.TrimPrefix(request.Name, "main.App.")
	a.mu.Lock()
	defer a.mu.Unlock()
	a.calls = append(a.calls, name)
	a.args[name] = string(request.Args)
	reply, scripted := a.answers[name]
	if !scripted && name == "GetSession" {
		reply = answer{value: a.session}
	}
	caller := pending{id: request.CallbackID, page: page}
	if reply.hold {
		a.held[name] = append(a.held[name], caller)
		return
	}
	go a.reply(caller, reply)
}

// reply calls back the page that asked. A page that has gone gets none.
func (a *app) reply(to pending, with answer) {
	message, err := json.Marshal(map[string]any{"callbackid": to.id, "result": with.value, "error": with.err})
	if err != nil {
		a.p.fault("an answer that JSON cannot say: %v", err)
		return
	}
	quoted, _ := json.Marshal(string(message))
	silent := true
	_, _ = chromedp.Call(a.p.ctx, runtime.Evaluate, runtime.EvaluateParams{
		Expression: fmt.Sprintf("window.wails.Callback(%s)", quoted), ContextID: to.page, Silent: &silent,
	})
}

// be sets the session that the next question finds.
func (a *app) be(s session) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.session = a.newer(s)
}

// newer gives a session that has no revision the next one. It is called with mu held.
func (a *app) newer(s session) session {
	if s.Revision == 0 {
		a.revision++
		s.Revision = a.revision
	}
	return s
}

// become sets the session, and tells the page.
func (a *app) become(s session) {
	a.p.t.Helper()
	a.be(s)
	a.emit(s)
}

// emit only tells the page.
func (a *app) emit(s session) {
	a.p.t.Helper()
	a.mu.Lock()
	s = a.newer(s)
	a.mu.Unlock()
	message, err := json.Marshal(map[string]any{"name": "session:changed", "data": []any{s}})
	if err != nil {
		a.p.t.Fatal(err)
	}
	quoted, _ := json.Marshal(string(message))
	a.p.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf("void window.wails.EventsNotify(%s)", quoted)))
}

// answer sets what a method returns from now on.
func (a *app) answer(method string, with answer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.answers[method] = with
}

// release ends the calls of a method that are held back.
func (a *app) release(method string, with answer) {
	a.mu.Lock()
	calls := a.held[method]
	a.held[method] = nil
	a.mu.Unlock()
	for _, call := range calls {
		a.reply(call, with)
	}
}

// releaseFirst ends only the call that has been held back for longest.
func (a *app) releaseFirst(method string, with answer) {
	a.mu.Lock()
	calls := a.held[method]
	a.held[method] = calls[1:]
	a.mu.Unlock()
	a.reply(calls[0], with)
}

// count is how often a method was called.
func (a *app) count(method string) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	n := 0
	for _, name := range a.calls {
		if name == method {
			n++
		}
	}
	return n
}

// shown is how often the page asked for its window to be shown.
func (a *app) shown() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.shows
}

// last is what a method was called with last, as JSON.
func (a *app) last(method string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.args[method]
}

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
