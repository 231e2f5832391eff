package auth_test

import (
	"context"
	"errors"
	"net/url"
	"sync"
	"testing"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

// asking is a browser in which the log-out page asks a question first.
type asking struct {
	loginWindow
	// opened gets the context of each log-out page. answered gets the user's answer: the page then goes on.
	opened   chan context.Context
	answered chan struct{}
	ended    chan error // why the page's context ended
}

func newAsking(p *party) *asking {
	return &asking{loginWindow{p}, make(chan context.Context, 1), make(chan struct{}), make(chan error, 1)}
}

func (a *asking) Open(ctx context.Context, req auth.Request) (*url.URL, error) {
	if !req.Hidden {
		return a.loginWindow.Open(ctx, req)
	}
	a.opened <- ctx
	select {
	case <-a.answered:
		return a.loginWindow.Open(ctx, req)
	case <-ctx.Done():
		a.record(req)
		a.ended <- ctx.Err()
		return nil, ctx.Err()
	}
}

// askingOutside is the user's own browser, which cannot hide a page.
type askingOutside struct{ *asking }

func (askingOutside) Redirect(_ context.Context, registered string) (string, error) {
	return registered, nil
}

// withAsking is a party with such a browser, which has logged in.
func withAsking(t *testing.T, outside bool) (*party, *asking) {
	t.Helper()
	p := newParty(t)
	a := newAsking(p)
	p.wrap = func(auth.Browser) auth.Browser {
		if outside {
			return askingOutside{a}
		}
		return a
	}
	p.edit = func(c *auth.Config) { c.PostLogoutRedirectURI = authtest.RedirectURI }
	p.restart(t)
	p.logIn(t)
	return p, a
}

// TestALoginEndsTheLogoutPage: a log-out page asks for confirmation. The next log-in does not wait for it, asks for
// credentials, and finds no cookies of before.
func TestALoginEndsTheLogoutPage(t *testing.T) {
	for name, outside := range map[string]bool{"hidden": false, "in the user's browser": true} {
		t.Run(name, func(t *testing.T) {
			p, a := withAsking(t, outside)
			loggedOut := make(chan error, 1)
			go func() { loggedOut <- p.Logout(ctx(t)) }()
			<-a.opened
			p.want(t, auth.SignedOut)
			pages := len(p.browser.Pages())
			p.logIn(t)
			if err := <-a.ended; !errors.Is(err, context.Canceled) {
				t.Errorf("the log-out page ended with %v, want the log-in to end it", err)
			}
			if err := <-loggedOut; err != nil {
				t.Error(err)
			}
			p.want(t, auth.SignedIn)
			if got := p.lastRequest(t).Get("prompt"); got != "login" || len(p.browser.Pages()) == pages {
				t.Errorf("prompt is %q; the log-in has to ask for credentials", got)
			}
			if n := p.forgotten.Load(); n != 1 {
				t.Errorf("the browser was asked %d times to forget, want once, before the log-in", n)
			}
			if !p.provider.SessionActive("ada") {
				t.Error("the log-out ended the new session at the provider")
			}
		})
	}
}

// TestALogoutPageThatComesTooLate: the next log-in is through before the page could be opened. Opened now, the page would
// end the new session.
func TestALogoutPageThatComesTooLate(t *testing.T) {
	p, a := withAsking(t, false)
	gate := make(chan struct{})
	p.provider.Inject(idp.Fault{Path: idp.PathRevoke, Gate: gate})
	loggedOut := make(chan error, 1)
	go func() { loggedOut <- p.Logout(ctx(t)) }()
	if err := p.provider.WaitRequests(ctx(t), idp.PathRevoke, 1); err != nil {
		t.Fatal(err)
	}
	p.logIn(t)
	close(gate)
	if err := <-loggedOut; err != nil {
		t.Error(err)
	}
	if len(a.opened) != 0 || p.forgotten.Load() != 0 || !p.provider.SessionActive("ada") {
		t.Errorf("%d log-out pages after the log-in, %d times forgotten; want none", len(a.opened), p.forgotten.Load())
	}
	p.want(t, auth.SignedIn)
}

// TestALogoutPageForAPerson: in the user's own browser a page may ask, so the log-out waits for minutes. Nobody can answer
// a hidden page.
func TestALogoutPageForAPerson(t *testing.T) {
	for name, tt := range map[string]struct {
		outside        bool
		atLeast, bound time.Duration
	}{"hidden": {false, 0, 11 * time.Second}, "in the user's browser": {true, 5 * time.Minute, time.Hour}} {
		t.Run(name, func(t *testing.T) {
			p, a := withAsking(t, tt.outside)
			loggedOut := make(chan error, 1)
			go func() { loggedOut <- p.Logout(context.Background()) }()
			page := <-a.opened
			end, bounded := page.Deadline()
			if left := time.Until(end); !bounded || left < tt.atLeast || left > tt.bound {
				t.Errorf("the page has %v, want %v to %v", left, tt.atLeast, tt.bound)
			}
			p.want(t, auth.SignedOut)
			a.answered <- struct{}{}
			if err := <-loggedOut; err != nil || p.provider.SessionActive("ada") {
				t.Errorf("log-out: %v, or the provider's session did not end", err)
			}
			p.logIn(t)
			if got := p.lastRequest(t).Get("prompt"); got != "" {
				t.Errorf("prompt is %q although the provider confirmed the log-out", got)
			}
		})
	}
}

// listening is the user's own browser; it notes where it was to listen.
type listening struct {
	loginWindow
	mu         sync.Mutex
	registered []string
}

func (l *listening) Redirect(_ context.Context, registered string) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.registered = append(l.registered, registered)
	return authtest.RedirectURI, nil // the provider knows it
}

// TestPostLogoutRedirectURI: where the browser comes back to after a log-out, and whether it comes back at all.
func TestPostLogoutRedirectURI(t *testing.T) {
	const withPort = "http://127.0.0.1:8400/callback"
	for _, tt := range []struct {
		name           string
		listens        bool
		redirect, post string // the settings
		want           string // the URI that the log-out comes back to, as registered; "" for none
	}{
		{"the window", false, authtest.RedirectURI, "", authtest.RedirectURI},
		{"the window, with a URI of its own", false, authtest.RedirectURI, authtest.LoopbackRedirectURI, authtest.LoopbackRedirectURI},
		{"a free port", true, authtest.LoopbackRedirectURI, "", ""},
		{"a fixed port", true, withPort, "", withPort},
		{"a URI of its own", true, authtest.LoopbackRedirectURI, withPort, withPort},
		{"a URI of its own, with a free port", true, authtest.LoopbackRedirectURI, authtest.LoopbackRedirectURI, authtest.LoopbackRedirectURI},
	} {
		for _, legacy := range []bool{false, true} {
			name := tt.name
			if legacy {
				name += ", without end_session_endpoint"
			}
			t.Run(name, func(t *testing.T) {
				p := newParty(t, func(o *authtest.Options) {
					o.RedirectURIs = []string{authtest.RedirectURI, authtest.LoopbackRedirectURI, withPort}
					o.OmitEndSession = legacy
				})
				l := &listening{loginWindow: loginWindow{p}}
				p.wrap = func(browser auth.Browser) auth.Browser {
					if tt.listens {
						return l
					}
					return browser
				}
				p.edit = func(c *auth.Config) { c.RedirectURI, c.PostLogoutRedirectURI = tt.redirect, tt.post }
				p.restart(t)
				p.logIn(t)
				if err := p.Logout(ctx(t)); err != nil || p.provider.SessionActive("ada") {
					t.Fatalf("log-out: %v, or the provider's session did not end", err)
				}
				p.want(t, auth.SignedOut)
				opened := p.asked()[len(p.asked())-1]
				query, comesBack := p.lastRequest(t), tt.want != ""
				back := query["post_logout_redirect_uri"]
				if legacy {
					back = query["returnTo"]
				}
				if opened.NoAnswer == comesBack || comesBack != (len(back) == 1) || comesBack && back[0] != opened.EndURL {
					t.Errorf("no answer: %t; it comes back to %q, and the browser waits at %s", opened.NoAnswer, back, opened.EndURL)
				}
				if query.Has("state") != (comesBack && !legacy) || !legacy && !query.Has("id_token_hint") {
					t.Errorf("C-LOGOUT-RP: the request has state: %t, id_token_hint: %t", query.Has("state"), query.Has("id_token_hint"))
				}
				if at := l.registered; comesBack && tt.listens && at[len(at)-1] != tt.want || !tt.listens && opened.EndURL != tt.want {
					t.Errorf("it was to listen at %q and came back to %s, want %s", at, opened.EndURL, tt.want)
				}
				p.logIn(t)
				if asks := p.lastRequest(t).Get("prompt") == "login"; asks == comesBack {
					t.Errorf("the next log-in asks for credentials: %t", asks)
				}
			})
		}
	}
	for _, uri := range []string{"/callback", "http://localhost/callback#x", "callback"} {
		cfg := auth.Config{
			Issuer: "https://op.example", ClientID: "app", RedirectURI: "http://localhost/callback", Scope: "openid", PostLogoutRedirectURI: uri,
		}
		if _, err := auth.New(auth.Options{Config: cfg}); !errors.Is(err, auth.ErrConfig) {
			t.Errorf("%q: got %v, want ErrConfig", uri, err)
		}
	}
}
