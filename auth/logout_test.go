package auth_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"testing"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
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
		t.Errorf("token: got %v, want ErrLoginRequired", err)
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
		t.Errorf("the provider confirmed the log-out, but the browser was asked %d times to forget", n)
	}
	if !last.Hidden || u.Path != idp.PathEndSession || query.Get("id_token_hint") == "" || query.Get("state") == "" ||
		query.Get("client_id") != p.provider.ClientID || query.Get("post_logout_redirect_uri") != last.EndURL || !p.isRedirectURI(last.EndURL) {
		t.Errorf("C-LOGOUT-RP: opened hidden=%v %s", last.Hidden, u.Path)
	}
	pages := len(p.browser.Pages())
	p.logIn(t)
	if got := p.browser.Pages()[pages:]; len(got) == 0 || got[0] != "login" {
		t.Errorf("the next log-in showed %v, want the log-in page", got)
	}
	p.leaks(t, refresh)
}

func TestLogoutOrder(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	gate := make(chan struct{})
	p.provider.Inject(idp.Fault{Path: idp.PathRevoke, Gate: gate})
	ended := make(chan error)
	go func() { ended <- p.Logout(ctx(t)) }()
	if err := p.provider.WaitRequests(ctx(t), idp.PathRevoke, 1); err != nil {
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
			t.Errorf("log-out: %v, %d entries stored, want none", err, p.store.Len())
		}
		p.want(t, auth.SignedOut)
		if n := p.forgotten.Load(); n != 1 && !p.system {
			t.Errorf("the browser was asked %d times to forget, want 1", n)
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
			p.provider.Tamper(idp.PathEndSession, func(r *authtest.Response) {
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
		p.provider.Inject(answer(idp.PathRevoke, http.StatusBadRequest, `{"error":"unsupported_token_type"}`))
		if err := p.Logout(ctx(t)); err != nil || p.provider.SessionActive("ada") {
			t.Errorf("log-out: %v, or the provider's session did not end", err)
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
			t.Errorf("got %+v, want signed out with ErrStore as the notice", s)
		}
	})
	t.Run("C-LOGOUT-FALLBACK", func(t *testing.T) {
		p := newParty(t, func(o *authtest.Options) { o.OmitEndSession = true })
		p.logIn(t)
		if err := p.Logout(ctx(t)); err != nil || p.provider.SessionActive("ada") {
			t.Errorf("log-out: %v, or the provider's session did not end", err)
		}
		requests, last := p.provider.Requests(idp.PathLegacyLogout), p.asked()[len(p.asked())-1]
		if len(requests) != 1 || requests[0].Query.Get("returnTo") != last.EndURL {
			t.Errorf("%d requests, want 1 that leads back to %s", len(requests), last.EndURL)
		}
	})
}

// TestLogoutDuringARefresh: the answer arrives after the log-out, and must not restore the session.
func TestLogoutDuringARefresh(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	made, gate := make(chan struct{}), make(chan struct{})
	p.provider.Tamper(idp.PathToken, func(*authtest.Response) {
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
	if err := p.provider.WaitRequests(ctx(t), idp.PathRevoke, 2); err != nil {
		t.Error("C-LOGOUT-RACE: the late token was not revoked")
	}
}

func TestLogoutDuringALogin(t *testing.T) {
	p := newParty(t)
	there := walksAway(p.browser)
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

// lastPage is the request that the browser was last asked to open.
func (p *party) lastPage(t *testing.T) (auth.Request, url.Values) {
	t.Helper()
	opened := p.asked()
	last := opened[len(opened)-1]
	u, err := url.Parse(last.StartURL)
	if err != nil {
		t.Fatal(err)
	}
	return last, u.Query()
}

// TestLogoutFromEveryState logs out in every state. The request to the provider carries the best hint available, and the
// next log-in shows the log-in page.
func TestLogoutFromEveryState(t *testing.T) {
	withoutIDToken := authtest.EditJSON(func(body map[string]any) { delete(body, "id_token") })
	expire := func(t *testing.T, p *party) {
		t.Helper()
		p.provider.RevokeRefreshTokens("ada")
		p.clock.Advance(time.Hour)
		if _, err := p.Token(ctx(t), ""); !errors.Is(err, auth.ErrLoginRequired) {
			t.Fatal(err)
		}
		p.want(t, auth.Expired)
	}
	for name, tt := range map[string]struct {
		reach func(t *testing.T, p *party)
		state auth.State
		hint  string
	}{
		"signed in": {func(*testing.T, *party) {}, auth.SignedIn, "id_token_hint"},
		"expired":   {expire, auth.Expired, "id_token_hint"},
		"expired after a restart": {func(t *testing.T, p *party) {
			p.provider.RevokeRefreshTokens("ada")
			p.restart(t)
			_ = p.Restore(ctx(t))
		}, auth.Expired, "logout_hint"},
		"signed in after a restart": {func(t *testing.T, p *party) {
			p.restart(t)
			_ = p.Restore(ctx(t))
		}, auth.SignedIn, "id_token_hint"},
		"signed in after a restart, without an ID token": {func(t *testing.T, p *party) {
			defer p.provider.Tamper(idp.PathToken, withoutIDToken)()
			p.restart(t)
			_ = p.Restore(ctx(t))
		}, auth.SignedIn, "logout_hint"},
		"offline": {func(t *testing.T, p *party) {
			p.provider.Inject(idp.Fault{Path: idp.PathToken, Status: 503})
			p.clock.Advance(time.Hour)
			_, _ = p.Token(ctx(t), "")
		}, auth.Offline, "id_token_hint"},
		"offline after a restart": {func(t *testing.T, p *party) {
			p.provider.Inject(idp.Fault{Path: idp.PathToken, Status: 503})
			p.restart(t)
			_ = p.Restore(ctx(t))
		}, auth.Offline, "logout_hint"},
		"while a session is restored": {func(t *testing.T, p *party) {
			p.provider.Inject(idp.Fault{Path: idp.PathToken, Hang: true})
			p.restart(t)
			go func() { _ = p.Restore(ctx(t)) }()
			if err := p.provider.WaitRequests(ctx(t), idp.PathToken, 1); err != nil {
				t.Fatal(err)
			}
		}, auth.SigningIn, "logout_hint"},
		"while the store is read": {func(t *testing.T, p *party) {
			loads := p.calls(authtest.Load)
			before, open := gate(t, authtest.Load)
			p.store.Before(before)
			p.restart(t)
			t.Cleanup(open)
			go func() { _ = p.Restore(context.Background()) }()
			p.awaitCall(t, authtest.Load, loads+1)
		}, auth.SigningIn, ""},
		"while somebody logs in after it expired": {func(t *testing.T, p *party) {
			expire(t, p)
			there := make(chan struct{})
			p.provider.Inject(idp.Fault{Path: idp.PathToken, Hang: true})
			p.provider.ForgetRequests()
			go func() {
				defer close(there)
				_ = p.Login(ctx(t))
			}()
			t.Cleanup(func() { <-there })
			if err := p.provider.WaitRequests(ctx(t), idp.PathToken, 1); err != nil {
				t.Fatal(err)
			}
		}, auth.SigningIn, "id_token_hint"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newParty(t)
			p.logIn(t)
			tt.reach(t, p)
			p.want(t, tt.state)
			if !p.provider.SessionActive("ada") {
				t.Fatal("the provider's session has ended already")
			}
			if err := p.Logout(ctx(t)); err != nil {
				t.Fatal(err)
			}
			if p.provider.SessionActive("ada") {
				t.Error("the provider's session did not end")
			}
			_, query := p.lastPage(t)
			for _, hint := range []string{"id_token_hint", "logout_hint"} {
				if query.Has(hint) != (hint == tt.hint) {
					t.Errorf("the request has %s: %t", hint, query.Has(hint))
				}
			}
			if hint := query.Get("logout_hint"); query.Get("client_id") != p.provider.ClientID || tt.hint == "logout_hint" && hint != idp.DemoPeople()[0].Subject() {
				t.Errorf("client_id or logout_hint %q is wrong", hint)
			}
			if s := p.Snapshot(); s != (auth.Snapshot{}) || p.store.Len() != 0 || p.forgotten.Load() != 0 {
				t.Errorf("got %+v, %d entries, %d times forgotten", s, p.store.Len(), p.forgotten.Load())
			}
			p.provider.ClearFaults()
			p.store.Before(nil)
			await(t, "the log-in before does not end", func() bool {
				err := p.Login(ctx(t))
				return err == nil
			})
			if _, query := p.lastPage(t); query.Get("prompt") != "" {
				t.Error("the provider confirmed the log-out, but the next log-in has a prompt")
			}
			if pages := p.browser.Pages(); pages[len(pages)-1] != "login" {
				t.Errorf("the next log-in showed %v, want the log-in page last", pages)
			}
		})
	}
}

// TestTheNextLoginAsks: after a log-out that the provider did not confirm, the next log-in asks for credentials, also
// in another process.
func TestTheNextLoginAsks(t *testing.T) {
	for name, expired := range map[string]bool{"signed in": false, "expired": true} {
		t.Run(name, func(t *testing.T) {
			p := newParty(t)
			p.logIn(t)
			if expired {
				p.provider.RevokeRefreshTokens("ada")
				p.clock.Advance(time.Hour)
				_, _ = p.Token(ctx(t), "")
				p.want(t, auth.Expired)
			}
			p.provider.GoOffline()
			if err := p.Logout(ctx(t)); err != nil {
				t.Fatal(err)
			}
			if n := p.forgotten.Load(); n != 1 {
				t.Errorf("the browser was asked %d times to forget, want 1", n)
			}
			if err := p.provider.GoOnline(); err != nil {
				t.Fatal(err)
			}
			p.reopen(t)
			if err := p.Restore(ctx(t)); !errors.Is(err, auth.ErrLoginRequired) {
				t.Fatal(err)
			}
			for _, want := range []string{"login", ""} {
				p.logIn(t)
				if _, query := p.lastPage(t); query.Get("prompt") != want {
					t.Errorf("prompt is %q, want %q", query.Get("prompt"), want)
				}
			}
		})
	}
}
