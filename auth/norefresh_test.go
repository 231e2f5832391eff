package auth_test

import (
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

// withoutRefreshToken is a party that is signed in and got no refresh token.
func withoutRefreshToken(t *testing.T) *party {
	t.Helper()
	p := newParty(t)
	p.provider.Tamper(idp.PathToken, authtest.EditJSON(func(body map[string]any) { delete(body, "refresh_token") }))
	p.logIn(t)
	return p
}

const accessLifetime = 10 * time.Minute // of the demo provider

// TestNoRefreshToken: the user learns of it at the log-in, and the session lasts exactly as long as its access token.
func TestNoRefreshToken(t *testing.T) {
	p := withoutRefreshToken(t)
	ends := p.clock.Now().Add(accessLifetime)
	if s := p.Snapshot(); s.State != auth.SignedIn || !errors.Is(s.Notice, auth.ErrNoRefreshToken) || !s.Ends.Equal(ends) {
		t.Errorf("got %+v, want signed in until %v with a notice", s, ends)
	}
	if log := p.log.String(); !strings.Contains(log, "gave no refresh token") || !strings.Contains(log, "offline_access") {
		t.Error("the log does not say what to check")
	}
	if p.store.Len() != 0 {
		t.Error("something was stored")
	}
	p.clock.awaitTimer(t, accessLifetime)
	p.clock.Advance(accessLifetime - time.Second)
	p.token(t, "")
	p.want(t, auth.SignedIn)
	p.clock.Advance(time.Second)
	if s := p.wait(t, auth.Expired); !errors.Is(s.Err, auth.ErrLoginRequired) || !s.Ends.IsZero() {
		t.Errorf("got %+v", s)
	}
	if _, err := p.Token(ctx(t), ""); !errors.Is(err, auth.ErrLoginRequired) {
		t.Errorf("token: got %v, want ErrLoginRequired", err)
	}
	if n := p.tokenRequests("refresh_token"); n != 0 {
		t.Errorf("%d refreshes without a refresh token", n)
	}
}

// TestARefreshTokenNeedsNoNotice: with a refresh token there is neither a notice nor an end.
func TestARefreshTokenNeedsNoNotice(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	if s := p.Snapshot(); s.Notice != nil || !s.Ends.IsZero() {
		t.Errorf("got %+v, want no notice and no end", s)
	}
}

// TestTheEndOfAnEarlierSession: a new log-in outlives the end of the session before it, also without a refresh token.
func TestTheEndOfAnEarlierSession(t *testing.T) {
	p := withoutRefreshToken(t)
	p.clock.awaitTimer(t, accessLifetime)
	p.clock.Advance(accessLifetime / 2)
	p.logIn(t)
	p.clock.awaitTimer(t, accessLifetime)
	awaitGoroutines(t, ".endWithToken", 2)
	p.clock.Advance(accessLifetime / 2)
	awaitGoroutines(t, ".endWithToken", 1)
	awaitGoroutines(t, ".spawn.func1", 2) // the retries, and the end of this session; a refresh would be a third
	p.token(t, "")
	p.want(t, auth.SignedIn)
}

// awaitGoroutines waits until n goroutines run a function of this module.
func awaitGoroutines(t *testing.T, function string, n int) {
	t.Helper()
	stacks := make([]byte, 1<<20)
	for end := time.Now().Add(waitLimit); ; time.Sleep(time.Millisecond) {
		running := strings.Count(string(stacks[:runtime.Stack(stacks, true)]), function+"(")
		if running == n {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%d goroutines run %s, want %d", running, function, n)
		}
	}
}

// TestAnAPIEndsNoSession: an API refuses the token again and again. Only the provider could end the session, and it did
// not.
func TestAnAPIEndsNoSession(t *testing.T) {
	t.Run("no refresh token", func(t *testing.T) {
		p := withoutRefreshToken(t)
		access := p.token(t, "")
		for range 3 {
			if got, err := p.Token(ctx(t), access); !errors.Is(err, auth.ErrRejected) || errors.Is(err, auth.ErrLoginRequired) || got != "" {
				t.Errorf("got %v, want ErrRejected", err)
			}
			p.want(t, auth.SignedIn)
		}
		if p.token(t, "") != access {
			t.Error("the token is gone")
		}
	})
	t.Run("the same access token again", func(t *testing.T) {
		p := newParty(t)
		p.logIn(t)
		access := p.token(t, "")
		p.provider.Tamper(idp.PathToken, authtest.EditJSON(func(body map[string]any) {
			body["access_token"] = access
			delete(body, "id_token") // its at_hash is of the other one
		}))
		for range 3 {
			if _, err := p.Token(ctx(t), access); !errors.Is(err, auth.ErrRejected) || errors.Is(err, auth.ErrLoginRequired) {
				t.Errorf("got %v, want ErrRejected", err)
			}
			p.want(t, auth.SignedIn)
		}
	})
	t.Run("ErrRejected says so to package apiclient", func(t *testing.T) {
		var source interface{ NoOtherToken() bool }
		if !errors.As(auth.ErrRejected, &source) || !source.NoOtherToken() {
			t.Error("it does not")
		}
	})
}
