package auth_test

import (
	"context"
	"errors"
	"net/url"
	"testing"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/test/authtest"
)

// errorPage is a login window that the user closes on an error page of the provider.
type errorPage struct{ loginWindow }

func (errorPage) Open(context.Context, auth.Request) (*url.URL, error) {
	return nil, auth.NewErrorPage("login.example", 400, "invalid_client", "no such\nclient")
}

// TestErrorPage: the error of the log-in is that of the window, and the session stays as it was.
func TestErrorPage(t *testing.T) {
	p := newParty(t)
	p.wrap = func(auth.Browser) auth.Browser { return errorPage{loginWindow{p}} }
	p.restart(t)
	err := p.Login(ctx(t))
	caused(t, err, auth.ErrErrorPage)
	want := "login.example answered 400\nits error: invalid_client: no suchclient\nclient ID: " + authtest.ClientID +
		"\nredirect URI: " + authtest.RedirectURI
	if got := detailOf(err); got != want {
		t.Errorf("the detail is %q, want %q", got, want)
	}
	if !errors.Is(err, auth.ErrCancelled) || errors.Is(err, auth.ErrBusy) {
		t.Errorf("got %v, want ErrCancelled, too, and no ErrBusy", err)
	}
	if s := p.Snapshot(); s.State != auth.SignedOut || !errors.Is(s.Err, auth.ErrErrorPage) {
		t.Errorf("the snapshot is %v with %v, want SignedOut with ErrErrorPage", s.State, s.Err)
	}
}
