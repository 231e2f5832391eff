package authtest_test

import (
	"context"
	"errors"
	"net"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

func request(p *authtest.Provider) auth.Request {
	return auth.Request{StartURL: startURL(p, authtest.RedirectURI), EndURL: authtest.RedirectURI}
}

// Nothing may connect to the redirect URI. In this test a listener reports every connection to it.
func TestBrowserStopsBeforeTheEnd(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	connected := make(chan bool, 1)
	go func() {
		_, err := listener.Accept()
		connected <- err == nil
	}()
	p := authtest.NewProvider(t)
	end := "http://" + listener.Addr().String() + "/callback"
	answer, err := p.Browser().Open(limit(t), auth.Request{StartURL: startURL(p, end), EndURL: end})
	if err != nil || answer.Query().Get("code") == "" || answer.Host != listener.Addr().String() {
		t.Errorf("answer with code: %t, %v", answer.Query().Get("code") != "", err)
	}
	listener.Close()
	if <-connected {
		t.Error("the browser connected to the redirect URI")
	}
}

func TestBrowserChoices(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		choice  authtest.Choice
		pages   []string
		code    bool
		refused string
		err     error
	}{
		"log in":       {choice: authtest.LogIn, pages: []string{"login", "consent"}, code: true},
		"deny":         {choice: authtest.Deny, pages: []string{"login"}, refused: "access_denied"},
		"deny consent": {choice: authtest.DenyConsent, pages: []string{"login", "consent"}, refused: "access_denied"},
		"close":        {choice: authtest.CloseWindow, pages: []string{"login"}, err: auth.ErrCancelled},
		"walk away":    {choice: authtest.WalkAway, pages: []string{"login"}, err: context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			p := authtest.NewProvider(t)
			b := p.Browser()
			b.Set(func(b *authtest.Browser) { b.Choice = test.choice })
			ctx, cancel := context.WithCancel(limit(t))
			defer cancel()
			if test.choice == authtest.WalkAway {
				b.OnPage = func(string) { cancel() }
			}
			answer, err := b.Open(ctx, request(p))
			if !errors.Is(err, test.err) {
				t.Fatalf("error = %v, want %v", err, test.err)
			}
			if diff := cmp.Diff(test.pages, b.Pages()); diff != "" {
				t.Errorf("pages (-want +got):\n%s", diff)
			}
			if answer == nil {
				answer = &url.URL{}
			}
			if answer.Query().Has("code") != test.code || answer.Query().Get("error") != test.refused {
				t.Errorf("code %t, error %q", answer.Query().Has("code"), answer.Query().Get("error"))
			}
		})
	}
}

func TestBrowserForgedCallbacks(t *testing.T) {
	t.Parallel()
	p := authtest.NewProvider(t)
	b := p.Browser()
	b.Forged = []string{
		"http://localhost/callback?code=forged&state=guess", "http://localhost/callbackX?code=forged",
		"http://localhost:81/callback?code=forged", "https://localhost/callback", "http://localhost:80/callback?error=forged",
	}
	var offered []string
	req := request(p)
	req.Accept = func(u *url.URL) bool {
		offered = append(offered, u.Query().Get("state"))
		return u.Query().Get("state") == "a-state"
	}
	answer, err := b.Open(limit(t), req)
	if err != nil || answer.Query().Get("code") == "forged" {
		t.Errorf("code forged: %t, %v", answer.Query().Get("code") == "forged", err)
	}
	if diff := cmp.Diff([]string{"guess", "", "a-state"}, offered); diff != "" {
		t.Errorf("states offered to Accept (-want +got):\n%s", diff)
	}
	if got := b.Opened(); len(got) != 1 || got[0].StartURL != req.StartURL {
		t.Errorf("%d requests opened", len(got))
	}
}

// After refused answers the window stays open until the user gives up.
func TestBrowserWaitsWhenNothingIsAccepted(t *testing.T) {
	t.Parallel()
	p := authtest.NewProvider(t)
	ctx, cancel := context.WithCancel(limit(t))
	req := request(p)
	req.Accept = func(*url.URL) bool {
		cancel()
		return false
	}
	if answer, err := p.Browser().Open(ctx, req); !errors.Is(err, context.Canceled) {
		t.Errorf("answer %t, error = %v, want context.Canceled", answer != nil, err)
	}
}

func TestBrowserErrors(t *testing.T) {
	t.Parallel()
	p := authtest.NewProvider(t)
	unknown := p.Browser()
	unknown.Person = "nobody"
	if _, err := unknown.Open(limit(t), request(p)); err == nil {
		t.Error("no error for a person that the page does not have")
	}
	p.Inject(idp.Fault{Path: idp.PathAuthorize, Drop: true})
	if _, err := p.Browser().Open(limit(t), request(p)); err == nil || errors.Is(err, auth.ErrCancelled) {
		t.Errorf("the provider drops the request: error = %v", err)
	}
}
