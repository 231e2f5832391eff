package auth_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"testing"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/internal/authtest"
	"wails-openid-oauth/internal/devidp"
)

func TestLogout(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	refresh := p.refreshToken(t)
	if err := p.Logout(ctx(t)); err != nil {
		t.Fatal(err)
	}
	if s := p.Snapshot(); s != (auth.Snapshot{}) {
		t.Errorf("got %+v, want nothing left", s)
	}
	if _, err := p.Token(ctx(t), ""); !errors.Is(err, auth.ErrLoginRequired) {
		t.Errorf("token: %v", err)
	}
	if p.store.Len() != 0 || p.provider.RefreshTokenActive(refresh) || p.provider.SessionActive("ada") {
		t.Errorf("stored %d, token active %v, session active %v", p.store.Len(), p.provider.RefreshTokenActive(refresh), p.provider.SessionActive("ada"))
	}
	opened := p.asked()
	last := opened[len(opened)-1]
	u, err := url.Parse(last.StartURL)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	if n := p.forgotten.Load(); n != 0 {
		t.Errorf("the provider confirmed, and the browser was asked %d times to forget", n)
	}
	if !last.Hidden || u.Path != devidp.PathEndSession || query.Get("id_token_hint") == "" || query.Get("state") == "" ||
		query.Get("client_id") != p.provider.ClientID || query.Get("post_logout_redirect_uri") != last.EndURL || !p.isRedirectURI(last.EndURL) {
		t.Errorf("C-LOGOUT-RP: opened hidden=%v %s", last.Hidden, u.Path)
	}
	pages := len(p.browser.Pages())
	p.logIn(t)
	if got := p.browser.Pages()[pages:]; len(got) == 0 || got[0] != "login" {
		t.Errorf("the next log-in showed %v, want it to ask who it is", got)
	}
	p.leaks(t, refresh)
}

func TestLogoutOrder(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	gate := make(chan struct{})
	p.provider.Inject(devidp.Fault{Path: devidp.PathRevoke, Gate: gate})
	ended := make(chan error)
	go func() { ended <- p.Logout(ctx(t)) }()
	if err := p.provider.WaitRequests(ctx(t), devidp.PathRevoke, 1); err != nil {
		t.Fatal(err)
	}
	p.want(t, auth.SignedOut)
	if p.store.Len() != 0 {
		t.Error("C-LOGOUT-LOCAL-FIRST: the provider was asked before the entry was removed")
	}
	close(gate)
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestLogoutFaults(t *testing.T) {
	asksAgain := func(t *testing.T, p *party) {
		t.Helper()
		opened := len(p.asked())
		p.logIn(t)
		u, err := url.Parse(p.asked()[opened].StartURL)
		if err != nil || u.Query().Get("prompt") != "login" {
			t.Errorf("the next log-in does not ask for credentials: %v", err)
		}
	}
	t.Run("offline", func(t *testing.T) {
		p := newParty(t)
		p.logIn(t)
		p.provider.GoOffline()
		if err := p.Logout(ctx(t)); err != nil || p.store.Len() != 0 {
			t.Errorf("%v, %d entries", err, p.store.Len())
		}
		p.want(t, auth.SignedOut)
		if n := p.forgotten.Load(); n != 1 && !p.system {
			t.Errorf("the browser was asked %d times to forget", n)
		}
		if err := p.provider.GoOnline(); err != nil {
			t.Fatal(err)
		}
		asksAgain(t, p)
	})
	t.Run("C-LOGOUT-STATE", func(t *testing.T) {
		for _, state := range []string{"", "another"} {
			p := newParty(t)
			p.logIn(t)
			p.provider.Tamper(devidp.PathEndSession, func(r *authtest.Response) {
				r.Status = http.StatusFound
				r.Fields = http.Header{"Location": {r.Request.Query.Get("post_logout_redirect_uri") + "?state=" + state}}
			})
			if err := p.Logout(ctx(t)); err != nil {
				t.Error(err)
			}
			p.want(t, auth.SignedOut)
			asksAgain(t, p)
		}
	})
	t.Run("the revocation is refused", func(t *testing.T) {
		p := newParty(t)
		p.logIn(t)
		p.provider.Inject(answer(devidp.PathRevoke, http.StatusBadRequest, `{"error":"unsupported_token_type"}`))
		if err := p.Logout(ctx(t)); err != nil || p.provider.SessionActive("ada") {
			t.Errorf("%v; the provider's session must end all the same", err)
		}
	})
	t.Run("the store fails", func(t *testing.T) {
		p := newParty(t)
		p.logIn(t)
		p.store.Before(authtest.Fail(errors.New("locked"), authtest.Delete))
		if err := p.Logout(ctx(t)); !errors.Is(err, auth.ErrStore) {
			t.Errorf("got %v, want ErrStore", err)
		}
		if s := p.Snapshot(); s.State != auth.SignedOut || !errors.Is(s.Notice, auth.ErrStore) {
			t.Errorf("got %+v", s)
		}
	})
	t.Run("C-LOGOUT-FALLBACK", func(t *testing.T) {
		p := newParty(t, func(o *authtest.Options) { o.OmitEndSession = true })
		p.logIn(t)
		if err := p.Logout(ctx(t)); err != nil || p.provider.SessionActive("ada") {
			t.Errorf("%v; the session must have ended", err)
		}
		requests, last := p.provider.Requests(devidp.PathLegacyLogout), p.asked()[len(p.asked())-1]
		if len(requests) != 1 || requests[0].Query.Get("returnTo") != last.EndURL {
			t.Errorf("%d requests, or not back to %s", len(requests), last.EndURL)
		}
	})
}

// TestLogoutDuringARefresh: the answer comes after the log-out, and must not bring the session back.
func TestLogoutDuringARefresh(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	made, gate := make(chan struct{}), make(chan struct{})
	p.provider.Tamper(devidp.PathToken, func(*authtest.Response) {
		close(made)
		<-gate
	})
	p.clock.Advance(time.Hour)
	got := make(chan error)
	go func() {
		_, err := p.Token(ctx(t), "")
		got <- err
	}()
	<-made
	if err := p.Logout(ctx(t)); err != nil {
		t.Fatal(err)
	}
	close(gate)
	if err := <-got; !errors.Is(err, auth.ErrLoginRequired) {
		t.Errorf("C-LOGOUT-RACE: got %v, want ErrLoginRequired", err)
	}
	p.want(t, auth.SignedOut)
	if p.store.Len() != 0 {
		t.Error("C-LOGOUT-RACE: the late token is stored")
	}
	if err := p.provider.WaitRequests(ctx(t), devidp.PathRevoke, 2); err != nil {
		t.Error("C-LOGOUT-RACE: the late token was not revoked")
	}
}

func TestLogoutDuringALogin(t *testing.T) {
	p := newParty(t)
	there := make(chan struct{})
	p.browser.Set(func(b *authtest.Browser) {
		b.Choice = authtest.WalkAway
		b.OnPage = func(string) { close(there) }
	})
	ended := make(chan error)
	go func() { ended <- p.Login(context.Background()) }()
	<-there
	if err := p.Logout(ctx(t)); err != nil {
		t.Error(err)
	}
	if err := <-ended; !errors.Is(err, auth.ErrCancelled) {
		t.Errorf("got %v, want ErrCancelled", err)
	}
	p.want(t, auth.SignedOut)
}
