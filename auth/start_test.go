package auth_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"wails-openid-oauth/auth"
)

func TestStart(t *testing.T) {
	p := newParty(t)
	if err := p.Start(ctx(t)); err != nil {
		t.Fatal(err)
	}
	p.want(t, auth.SignedIn)
	if n := len(p.browser.Opened()); n != 1 {
		t.Fatalf("with nothing stored, %d pages were opened, want 1", n)
	}

	p.reopen(t)
	if err := p.Start(ctx(t)); err != nil {
		t.Fatal(err)
	}
	p.want(t, auth.SignedIn)
	if n := len(p.browser.Opened()); n != 1 {
		t.Errorf("with a stored session, %d more pages were opened", n-1)
	}

	p.provider.RevokeRefreshTokens("ada")
	p.reopen(t)
	if err := p.Start(ctx(t)); !errors.Is(err, auth.ErrLoginRequired) {
		t.Errorf("with a session that the provider has ended: got %v, want ErrLoginRequired", err)
	}
	p.want(t, auth.Expired)
	if n := len(p.browser.Opened()); n != 1 {
		t.Errorf("with a session that the provider has ended, %d more pages were opened, want none", n-1)
	}
}

// A user may cancel a start before the app calls Start. A log-in afterwards is not cancelled.
func TestStartThatWasCancelledBefore(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	p.reopen(t)
	opened := len(p.browser.Opened())
	p.CancelLogin()
	if err := p.Start(ctx(t)); !errors.Is(err, auth.ErrCancelled) {
		t.Errorf("got %v, want ErrCancelled", err)
	}
	p.want(t, auth.SignedOut)
	if err := p.Snapshot().Err; !errors.Is(err, auth.ErrCancelled) {
		t.Errorf("the snapshot's error is %v, want ErrCancelled", err)
	}
	if n := len(p.browser.Opened()); n != opened {
		t.Errorf("%d pages were opened, want none", n-opened)
	}
	if err := p.Start(ctx(t)); err != nil {
		t.Errorf("the next start: %v", err)
	}
	p.want(t, auth.SignedIn)

	p.reopen(t)
	p.CancelLogin()
	p.logIn(t)
	if err := p.Restore(ctx(t)); err != nil {
		t.Errorf("after a log-in, Restore: %v", err)
	}
	p.want(t, auth.SignedIn)
}

func TestFollow(t *testing.T) {
	p := newParty(t)
	states, ended := make(chan auth.State, 16), make(chan struct{})
	go func() {
		defer close(ended)
		p.Follow(t.Context(), func(s auth.Snapshot) { states <- s.State })
	}()
	if state := <-states; state != auth.SignedOut {
		t.Errorf("the first state is %v, want signed out", state)
	}
	p.logIn(t)
	for state := range states {
		if state == auth.SignedIn {
			break
		}
	}
	p.Close()
	<-ended

	ctx, cancel := context.WithCancel(t.Context())
	p.reopen(t)
	p.Follow(ctx, func(auth.Snapshot) { cancel() })
}

// preparing is a browser that must prepare before its first page.
type preparing struct {
	auth.Browser
	prepared chan context.Context
}

func (b preparing) Prepare(ctx context.Context) {
	b.prepared <- ctx
	<-ctx.Done()
}

// A log-in starts the browser's Prepare without waiting for it. When the log-in ends, it ends Prepare.
func TestPrepare(t *testing.T) {
	prepared := make(chan context.Context, 1)
	p := newParty(t)
	p.wrap = func(b auth.Browser) auth.Browser { return preparing{b, prepared} }
	p.reopen(t)
	p.logIn(t)
	<-(<-prepared).Done()
}

// The JSON of a snapshot has the name of the state, and no error.
func TestSnapshotAsJSON(t *testing.T) {
	got, err := json.Marshal(auth.Snapshot{
		State: auth.Offline, Err: auth.ErrOffline, Notice: auth.ErrStore,
		Profile:    auth.Profile{Subject: "sub", Name: "Ada", Email: "ada@demo.example", Picture: "https://pictures.example/ada.png"},
		Remembered: auth.Profile{Subject: "sub", Name: "Ada"},
	})
	const want = `{"state":"offline","profile":{"subject":"sub","name":"Ada","email":"ada@demo.example","picture":"https://pictures.example/ada.png"},` +
		`"remembered":{"subject":"sub","name":"Ada","email":"","picture":""}}`
	if err != nil || string(got) != want {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
}
