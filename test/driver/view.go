//go:build linux

package driver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"
)

// evalTimeout bounds one try to evaluate a script, because a page that is being replaced may never answer.
const evalTimeout = 5 * time.Second

// View is a web view of the app. It stays the same across navigations, reloads and changes of its web process.
type View struct {
	app  *App
	path string // the path of its socket on the inspector server

	mu      sync.Mutex
	session *session // nil before the first use, and after a failure
}

// MainView waits for the app's own page.
func (a *App) MainView(ctx context.Context) (*View, error) {
	return a.View(ctx, "the main view", func(t Target) bool { return strings.HasPrefix(t.URL, "wails:") })
}

// LoginView waits for a web view with a page of another site. That is the login window.
func (a *App) LoginView(ctx context.Context) (*View, error) {
	return a.View(ctx, "the login view", func(t Target) bool { return strings.HasPrefix(t.URL, "http") })
}

// View waits for the first web view that match accepts. what describes it in the error.
func (a *App) View(ctx context.Context, what string, match func(Target) bool) (*View, error) {
	var targets []Target
	var found *View
	err := poll(ctx, func(ctx context.Context) (err error) {
		if err := a.process.exited(); err != nil {
			return err
		}
		if targets, err = a.Targets(ctx); err != nil {
			return err
		}
		for _, t := range targets {
			if match(t) {
				found = a.viewAt(t.path)
				return nil
			}
		}
		return errPoll
	})
	if err != nil {
		return nil, a.desktop.failed(what, fmt.Sprintf("web views %s", describe(targets)), err)
	}
	return found, nil
}

// AwaitNoView waits until no web view matches. what describes the view in the error.
func (a *App) AwaitNoView(ctx context.Context, what string, match func(Target) bool) error {
	var targets []Target
	err := poll(ctx, func(ctx context.Context) (err error) {
		if targets, err = a.Targets(ctx); err != nil {
			return err
		}
		for _, t := range targets {
			if match(t) {
				return errPoll
			}
		}
		return nil
	})
	if err != nil {
		return a.desktop.failed("no "+what, fmt.Sprintf("web views %s", describe(targets)), err)
	}
	return nil
}

// viewAt returns the one View of a socket, because the inspector accepts only one connection to a web view.
func (a *App) viewAt(path string) *View {
	a.mu.Lock()
	defer a.mu.Unlock()
	v, ok := a.views[path]
	if !ok {
		v = &View{app: a, path: path}
		a.views[path] = v
	}
	return v
}

// ErrScript is wrapped by the error for an exception of a script.
var ErrScript = errors.New("driver: exception in the page")

// Eval evaluates a JavaScript expression in the page, and awaits a promise. It returns the value as JSON ("null" for undefined).
// The error for an exception wraps [ErrScript]. If the page is replaced before it has answered, Eval evaluates the expression
// again in the next page.
func (v *View) Eval(ctx context.Context, expression string) (json.RawMessage, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	var value json.RawMessage
	var exception error
	err := poll(ctx, func(caller context.Context) (err error) {
		ctx, cancel := context.WithTimeout(caller, evalTimeout)
		defer cancel()
		value, err = v.evalOnce(ctx, expression)
		if errors.Is(err, ErrScript) {
			exception = err
			return nil
		}
		// The connection outlives pages. It is dropped only if it has ended, or if the page did not answer in time.
		if errors.Is(err, errGone) && v.session.ended() || errors.Is(err, context.DeadlineExceeded) && caller.Err() == nil {
			v.reset()
		}
		return err
	})
	return value, errors.Join(err, exception)
}

// evalOnce evaluates in the current page. If the web view is closed, the connection fails.
func (v *View) evalOnce(ctx context.Context, expression string) (json.RawMessage, error) {
	if v.session == nil {
		s, err := dial("ws://" + v.app.inspector + v.path)
		if err != nil {
			return nil, err
		}
		v.session = s
	}
	// The script returns the value as JSON text, for an immediate value and for a promise alike.
	wrapped := "(() => { const value = (" + expression + "\n);" +
		" return value instanceof Promise ? value.then((v) => JSON.stringify(v)) : JSON.stringify(value); })()"
	result, err := v.session.evaluate(ctx, "Runtime.evaluate", map[string]any{"expression": wrapped})
	if err != nil {
		return nil, err
	}
	if result.ObjectID != "" {
		params := map[string]any{"promiseObjectId": result.ObjectID, "returnByValue": true}
		if result, err = v.session.evaluate(ctx, "Runtime.awaitPromise", params); err != nil {
			return nil, err
		}
	}
	if result.Type == "undefined" {
		return json.RawMessage("null"), nil
	}
	var text string
	if err := json.Unmarshal(result.Value, &text); err != nil {
		return nil, fmt.Errorf("driver: value from the page: %w", err)
	}
	return json.RawMessage(text), nil
}

// remoteObject is a JavaScript value in the inspector's protocol.
type remoteObject struct {
	Type        string          `json:"type"`
	Value       json.RawMessage `json:"value"`
	ObjectID    string          `json:"objectId"`
	Description string          `json:"description"`
}

// evaluate calls a command whose answer is a value or an exception.
func (s *session) evaluate(ctx context.Context, method string, params any) (remoteObject, error) {
	raw, err := s.call(ctx, method, params)
	if err != nil {
		return remoteObject{}, err
	}
	var answer struct {
		Result    remoteObject `json:"result"`
		WasThrown bool         `json:"wasThrown"`
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return remoteObject{}, fmt.Errorf("driver: answer to %s: %w", method, err)
	}
	if answer.WasThrown {
		return remoteObject{}, fmt.Errorf("%w: %s", ErrScript, thrown(answer.Result))
	}
	return answer.Result, nil
}

// thrown returns the text of an exception.
func thrown(o remoteObject) string {
	if o.Description != "" {
		return o.Description
	}
	return string(o.Value)
}

// reset drops the connection. The next use makes a new one.
func (v *View) reset() {
	if v.session != nil {
		v.session.close()
		v.session = nil
	}
}

func (v *View) close() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.reset()
}

// describe lists web views without the queries of their URLs, which may hold codes and states.
func describe(targets []Target) string {
	var texts []string
	for _, t := range targets {
		texts = append(texts, fmt.Sprintf("%q at %s", t.Title, withoutQuery(t.URL)))
	}
	return "[" + strings.Join(texts, ", ") + "]"
}

func withoutQuery(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return "an unparsable URL"
	}
	u.RawQuery, u.Fragment, u.User = "", "", nil
	return u.String()
}
