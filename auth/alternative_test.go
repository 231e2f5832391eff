package auth_test

import (
	"context"
	"errors"
	"net/url"
	"testing"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

// window is a login window with a button for another browser.
type window struct {
	loginWindow
	// waits makes the window stay at the provider's page. opened then gets each request.
	waits  bool
	opened chan auth.Request
	// button is pressed when it gets an error, which Open returns.
	button chan error
	// late makes Open return an answer although its context has ended.
	late bool
}

func (w *window) Open(ctx context.Context, req auth.Request) (*url.URL, error) {
	if !w.waits || req.Hidden {
		return w.loginWindow.Open(ctx, req)
	}
	w.record(req)
	w.opened <- req
	select {
	case err := <-w.button:
		return nil, err
	case <-ctx.Done():
		if w.late {
			answer := answerTo(req)
			answer.RawQuery += "&iss=" + url.QueryEscape(w.provider.Issuer) // nothing is wrong with it but its time
			return answer, nil
		}
		return nil, ctx.Err()
	}
}

// answerTo is an answer with the state of the request.
func answerTo(req auth.Request) *url.URL {
	start, _ := url.Parse(req.StartURL)
	answer, _ := url.Parse(req.EndURL + "?code=late&state=" + start.Query().Get("state"))
	return answer
}

// outside is the user's own browser. Its cookies and redirect URIs are its own.
type outside struct{ *authtest.Browser }

const outsideURI = "http://127.0.0.1:40000/callback"

func (outside) Redirect(context.Context, string) (string, error) { return outsideURI, nil }

// newEither is a party whose users have a login window and their own browser.
func newEither(t *testing.T) (*party, *window, outside) {
	t.Helper()
	p := newParty(t)
	w := &window{opened: make(chan auth.Request, 1), button: make(chan error, 1)}
	other := outside{p.provider.Browser()}
	p.wrap = func(auth.Browser) auth.Browser {
		w.loginWindow = loginWindow{p}
		return w
	}
	p.alternative = other
	p.restart(t)
	return p, w, other
}

// logInOutside makes the log-in under way, or a new one, take place in the user's own browser.
func (p *party) logInOutside(t *testing.T) {
	t.Helper()
	if err := p.LoginAlternative(ctx(t)); err != nil {
		t.Fatalf("log-in outside: %v", err)
	}
}

// TestC_UA_EXTERNAL_Alternative: the user asks for the other browser while the login window is open.
func TestC_UA_EXTERNAL_Alternative(t *testing.T) {
	for name, ask := range map[string]func(*testing.T, *party, *window){
		"in the window":                     func(_ *testing.T, _ *party, w *window) { w.button <- auth.ErrAlternative },
		"on the page":                       func(t *testing.T, p *party, _ *window) { p.logInOutside(t) },
		"and is too late":                   func(t *testing.T, p *party, w *window) { w.late = true; p.logInOutside(t) },
		"there is no window on this system": func(_ *testing.T, _ *party, w *window) { w.button <- auth.ErrUnsupported },
	} {
		t.Run(name, func(t *testing.T) {
			p, w, other := newEither(t)
			w.waits = true
			ended := make(chan error, 1)
			go func() { ended <- p.Login(ctx(t)) }()
			first := <-w.opened
			if !first.Accept(answerTo(first)) {
				t.Fatal("the window's answer would not be accepted before")
			}
			ask(t, p, w)
			if err := <-ended; err != nil {
				t.Fatalf("the log-in ended with %v", err)
			}
			if first.Accept(answerTo(first)) {
				t.Error("a late answer of the window is accepted")
			}
			p.want(t, auth.SignedIn)
			second := other.Opened()[0]
			differIn(t, first, second, "redirect_uri", "state", "nonce", "code_challenge")
			if second.EndURL != outsideURI || second.Accept(answerTo(first)) {
				t.Errorf("the second request ends at %s, or accepts the window's answer", second.EndURL)
			}
			sent := p.provider.Requests(idp.PathToken)
			if len(sent) != 1 || sent[0].Form.Get("redirect_uri") != outsideURI || sent[0].Form.Get("code") == "late" {
				t.Errorf("%d token requests, want one for the answer of the user's browser", len(sent))
			}
		})
	}
}

// differIn fails the test unless two authentication requests have different values of each parameter.
func differIn(t *testing.T, first, second auth.Request, parameters ...string) {
	t.Helper()
	one, _ := url.Parse(first.StartURL)
	two, _ := url.Parse(second.StartURL)
	for _, name := range parameters {
		before, now := one.Query().Get(name), two.Query().Get(name)
		if before == "" || now == "" || before == now {
			t.Errorf("C-PKCE-FRESH: %s was %q and is %q in the new request", name, before, now)
		}
	}
}

func TestAlternativeFromTheStart(t *testing.T) {
	p, _, other := newEither(t)
	p.logInOutside(t)
	p.want(t, auth.SignedIn)
	if n := len(p.asked()); n != 0 || len(other.Opened()) != 1 {
		t.Errorf("the window was opened %d times, the browser %d times; want 0 and 1", n, len(other.Opened()))
	}
}

// TestAlternativeCancelled: the log-in in the other browser ends as every log-in does.
func TestAlternativeCancelled(t *testing.T) {
	p, _, other := newEither(t)
	there := walksAway(other.Browser)
	ended := make(chan error, 1)
	go func() { ended <- p.LoginAlternative(ctx(t)) }()
	<-there
	gone, leave := context.WithCancel(ctx(t))
	leave()
	if err := p.LoginAlternative(gone); !errors.Is(err, auth.ErrCancelled) { // it waits for the log-in under way
		t.Errorf("a second call: %v, want ErrCancelled", err)
	}
	p.want(t, auth.SigningIn)
	p.CancelLogin()
	if err := <-ended; !errors.Is(err, auth.ErrCancelled) {
		t.Errorf("got %v, want ErrCancelled", err)
	}
	p.want(t, auth.SignedOut)
}

func TestNoAlternative(t *testing.T) {
	p, w, _ := newEither(t)
	p.alternative, w.waits = nil, true
	p.restart(t)
	if err := p.LoginAlternative(ctx(t)); !errors.Is(err, auth.ErrUnsupported) {
		t.Errorf("got %v, want ErrUnsupported", err)
	}
	for _, want := range []error{auth.ErrAlternative, auth.ErrUnsupported} {
		w.button <- want
		if err := p.Login(ctx(t)); !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
		<-w.opened
		p.want(t, auth.SignedOut)
	}
}

// TestLogoutInTheBrowserOfTheLogin: the log-out takes place where the user logged in, also after a restart. The window
// then keeps no cookies of an earlier log-in.
func TestLogoutInTheBrowserOfTheLogin(t *testing.T) {
	inWindow := func(t *testing.T, p *party) { p.logIn(t) }
	outside := func(t *testing.T, p *party) { p.logInOutside(t) }
	restarted := func(t *testing.T, p *party) {
		p.restart(t)
		if err := p.Restore(ctx(t)); err != nil {
			t.Fatal(err)
		}
	}
	expired := func(t *testing.T, p *party) {
		p.provider.RevokeRefreshTokens("ada")
		p.clock.Advance(time.Hour)
		_, _ = p.Token(ctx(t), "")
		p.want(t, auth.Expired)
	}
	for name, tt := range map[string]struct {
		logIn, before func(*testing.T, *party)
		ends          string // the post-logout redirect URI of the browser that the log-out has to use
		forgotten     int32
	}{
		"in the window":                 {inWindow, nil, authtest.LoopbackRedirectURI, 0},
		"in the window, then restarted": {inWindow, restarted, authtest.LoopbackRedirectURI, 0},
		"outside":                       {outside, nil, outsideURI, 1},
		"outside, then restarted":       {outside, restarted, outsideURI, 1},
		"outside, then expired":         {outside, expired, outsideURI, 1},
	} {
		t.Run(name, func(t *testing.T) {
			p, _, other := newEither(t)
			tt.logIn(t, p)
			if tt.before != nil {
				tt.before(t, p)
			}
			if err := p.Logout(ctx(t)); err != nil || p.provider.SessionActive("ada") {
				t.Errorf("log-out: %v, or the provider's session did not end", err)
			}
			opened := append(p.asked(), other.Opened()...) // only one of the two browsers was used
			if last := opened[len(opened)-1]; len(opened) != 2 || !last.Hidden || last.EndURL != tt.ends {
				t.Errorf("%d pages were opened; the last one, hidden %t, ends at %s", len(opened), last.Hidden, last.EndURL)
			}
			if n := p.forgotten.Load(); n != tt.forgotten {
				t.Errorf("the window was asked %d times to forget, want %d", n, tt.forgotten)
			}
		})
	}
}

// TestLogoutDuringALoginOutside: nobody is signed in yet, but the user may have a session at the provider already.
func TestLogoutDuringALoginOutside(t *testing.T) {
	p, _, other := newEither(t)
	there := walksAway(other.Browser)
	ended := make(chan error, 1)
	go func() { ended <- p.LoginAlternative(ctx(t)) }()
	<-there
	if err := p.Logout(ctx(t)); err != nil {
		t.Error(err)
	}
	if err := <-ended; !errors.Is(err, auth.ErrCancelled) {
		t.Errorf("got %v, want ErrCancelled", err)
	}
	if opened := other.Opened(); len(opened) != 2 || !opened[1].Hidden || len(p.asked()) != 0 {
		t.Errorf("the browser had %d pages, the window %d; want the log-in and the log-out in the browser", len(opened), len(p.asked()))
	}
}
