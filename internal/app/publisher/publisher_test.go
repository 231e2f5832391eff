package publisher

import (
	"context"
	"fmt"
	"log/slog"
	"testing"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/internal/app/bridge"
	"wails-openid-oauth/internal/picture"
)

func newPublisher() *Publisher {
	return New(slog.New(slog.DiscardHandler), func() bool { return false })
}

func current(p *Publisher, state auth.State) bridge.Session {
	return p.Current(func() auth.Snapshot { return auth.Snapshot{State: state} })
}

// TestC_UA_EXTERNAL_link: the page gets the link of a log-in in the system browser.
func TestC_UA_EXTERNAL_link(t *testing.T) {
	p := newPublisher()
	p.OfferLink("")
	<-p.changed
	if current(p, auth.SignedIn).Outside {
		t.Error("Outside is true, although no log-in took place outside of the app")
	}
	const link = "http://127.0.0.1:1/go/once"
	for _, want := range []string{link, ""} {
		p.OfferLink(want)
		if got := current(p, auth.SigningIn); got.LoginLink != want || !got.Outside {
			t.Errorf("the page gets %q and %v, want %q and true", got.LoginLink, got.Outside, want)
		}
		select {
		case <-p.changed:
		default:
			t.Error("the page is not told about the change")
		}
	}
}

// TestReturns: the app comes to the front when a log-in in the system browser has ended and only the app shows how.
func TestReturns(t *testing.T) {
	signingIn, signedIn := auth.Snapshot{State: auth.SigningIn}, auth.Snapshot{State: auth.SignedIn}
	failed := func(err error) auth.Snapshot { return auth.Snapshot{Err: fmt.Errorf("around: %w", err)} }
	for _, tt := range []struct {
		now  auth.Snapshot
		want bool
	}{
		{signedIn, true},
		{failed(auth.ErrLinkReused), true},
		{failed(&auth.Error{Code: "access_denied"}), true},
		{failed(auth.ErrOffline), true}, // the answer came, and the token request failed
		{auth.Snapshot{State: auth.Expired, Err: auth.ErrIDToken}, true},
		{failed(auth.ErrTimeout), false},
		{failed(auth.ErrCancelled), false},
	} {
		p := newPublisher()
		if p.returns(tt.now) {
			t.Errorf("%v: the app comes to the front without a log-in outside", tt.now)
		}
		p.OfferLink("http://127.0.0.1:1/go/once")
		if p.returns(signingIn) || p.returns(signedIn) {
			t.Errorf("%v: the app comes to the front while it waits for the browser", tt.now)
		}
		p.OfferLink("")
		if p.returns(signingIn) || p.returns(auth.Snapshot{State: auth.SigningOut}) {
			t.Errorf("%v: the app comes to the front before the log-in has ended", tt.now)
		}
		if got := p.returns(tt.now); got != tt.want {
			t.Errorf("%v: got %v", tt.now, got)
		}
		if p.returns(signedIn) {
			t.Errorf("%v: the app comes to the front once more, at a renewal", tt.now)
		}
	}
}

// TestOutsideOfTheWindow: only the last log-in counts.
func TestOutsideOfTheWindow(t *testing.T) {
	p := newPublisher()
	p.provider.CanUseBrowser = true
	p.SetLoginVisible(true)
	p.SetLoginVisible(false)
	p.OfferLink("http://127.0.0.1:1/go/once")
	p.OfferLink("")
	if got := current(p, auth.SignedIn); !got.Outside || !got.CanUseBrowser {
		t.Errorf("after a log-in that moved to the browser: %+v", got)
	}
	p.SetLoginVisible(true)
	p.SetLoginVisible(false)
	if current(p, auth.SignedIn).Outside {
		t.Error("Outside is true, although the last log-in was in the window")
	}
}

// A picture that arrives when the page already shows another profile is not shown.
func TestALatePicture(t *testing.T) {
	p := newPublisher()
	p.provider.Fetch = func(context.Context, string) (picture.Picture, error) {
		return picture.Picture{Type: "image/png", Data: []byte("png")}, nil
	}
	ctx, cancel := context.WithCancel(t.Context())
	p.fetchPicture(ctx, "https://pictures.example/ada.png")
	if p.Picture.Path() == "" {
		t.Fatal("the page does not get the picture")
	}
	p.setPicture(ctx, picture.Picture{})
	cancel()
	p.fetchPicture(ctx, "https://pictures.example/ada.png")
	if p.Picture.Path() != "" {
		t.Error("the picture of another profile is shown")
	}
}

// Of two answers to the page, the one with the higher revision is newer.
func TestRevision(t *testing.T) {
	p := newPublisher()
	if first, second := current(p, auth.SignedIn), current(p, auth.SignedIn); first.Revision >= second.Revision {
		t.Errorf("the revision is %d, then %d; want a higher one", first.Revision, second.Revision)
	}
}
