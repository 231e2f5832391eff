package auth_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

func TestRestore(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	before := p.refreshToken(t)
	name := p.Snapshot().Profile.Name
	p.reopen(t)
	if err := p.Restore(ctx(t)); err != nil {
		t.Fatal(err)
	}
	if s := p.Snapshot(); s.State != auth.SignedIn || s.Profile.Name != name {
		t.Errorf("got %+v", s)
	}
	after := p.refreshToken(t)
	if before == after || p.provider.RefreshTokenActive(before) || !p.provider.RefreshTokenActive(after) {
		t.Error("C-RT-ROTATE-STORE: the rotated token is not the stored one")
	}
	if grant, _ := p.store.Grant(p.account); grant.Generation != 1 {
		t.Errorf("generation %d, want 1", grant.Generation)
	}
	if n := len(p.browser.Opened()); n != 1 {
		t.Errorf("the browser was opened %d times, want once, for the log-in", n)
	}
}

func TestRestoreNothing(t *testing.T) {
	p := newParty(t)
	if err := p.Restore(ctx(t)); !errors.Is(err, auth.ErrLoginRequired) {
		t.Errorf("got %v, want ErrLoginRequired", err)
	}
	if s := p.Snapshot(); s.State != auth.SignedOut || s.Err != nil || s.Notice != nil {
		t.Errorf("got %+v", s)
	}
	if n := len(p.provider.Requests("")); n != 0 {
		t.Errorf("%d requests, want none", n)
	}
}

func TestRestoreWithoutAStore(t *testing.T) {
	for name, before := range map[string]func(context.Context, authtest.Call) error{
		"K-NOTFOUND-NE-ERROR": authtest.Fail(errors.New("no bus"), authtest.Load),
	} {
		t.Run(name, func(t *testing.T) {
			p := newParty(t)
			p.logIn(t)
			p.reopen(t)
			p.store.Before(before)
			if err := p.Restore(ctx(t)); !errors.Is(err, auth.ErrLoginRequired) {
				t.Errorf("got %v, want ErrLoginRequired", err)
			}
			if s := p.Snapshot(); s.State != auth.SignedOut || !errors.Is(s.Notice, auth.ErrStore) {
				t.Errorf("got %+v, want a notice", s)
			}
			if p.store.Len() != 1 {
				t.Error("the stored session was lost")
			}
		})
	}
}

func TestRestoreCancelled(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	p.reopen(t)
	asked := make(chan struct{})
	p.store.Before(func(ctx context.Context, _ authtest.Call) error {
		close(asked)
		<-ctx.Done()
		return ctx.Err()
	})
	ended := make(chan error)
	go func() { ended <- p.Restore(ctx(t)) }()
	<-asked
	p.CancelLogin()
	if err := <-ended; !errors.Is(err, auth.ErrCancelled) {
		t.Errorf("got %v, want ErrCancelled", err)
	}
	if s := p.Snapshot(); s.State != auth.SignedOut || !errors.Is(s.Err, auth.ErrCancelled) || s.Notice != nil || p.store.Len() != 1 {
		t.Errorf("got %+v", s)
	}
}

// TestRefreshIsSingleFlight: the token expires while 20 callers ask for it at once.
func TestRefreshIsSingleFlight(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	old := p.token(t, "")
	p.clock.Advance(time.Hour)
	var all sync.WaitGroup
	tokens := make([]string, 20)
	for i := range tokens {
		all.Go(func() { tokens[i], _ = p.Token(ctx(t), "") })
	}
	all.Wait()
	for _, token := range tokens {
		if token == "" || token == old || token != tokens[0] {
			t.Fatal("C-RT-SINGLEFLIGHT: the callers did not all get the same new token")
		}
	}
	if n := p.tokenRequests("refresh_token"); n != 1 {
		t.Errorf("C-RT-SINGLEFLIGHT: %d refreshes, want 1", n)
	}
}

func TestRenewal(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	first := p.token(t, "")
	if again := p.token(t, ""); again != first || p.tokenRequests("refresh_token") != 0 {
		t.Error("a fresh token was renewed")
	}
	second := p.token(t, first)
	if second == first || p.tokenRequests("refresh_token") != 1 {
		t.Error("C-RT-401: a rejected token was not renewed")
	}
	if again := p.token(t, first); again != second || p.tokenRequests("refresh_token") != 1 {
		t.Error("C-RT-401: the token that came after the rejected one was renewed too")
	}
	p.clock.Advance(10*time.Minute - 10*time.Second)
	if third := p.token(t, ""); third == second {
		t.Error("Token returned a token with ten seconds left")
	}
}

func TestTheRotatedTokenIsStoredFirst(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	saved := make(chan struct{})
	release := make(chan struct{})
	p.store.Before(func(_ context.Context, call authtest.Call) error {
		if call.Op == authtest.Save {
			close(saved)
			<-release
		}
		return nil
	})
	p.clock.Advance(time.Hour)
	got := make(chan error, 1)
	go func() {
		_, err := p.Token(ctx(t), "")
		got <- err
	}()
	<-saved
	select {
	case <-got:
		t.Error("C-RT-ROTATE-STORE: Token returned the access token before the refresh token was stored")
	default:
	}
	close(release)
	if err := <-got; err != nil {
		t.Error(err)
	}
}

// TestOnlyInvalidGrantEndsASession answers the refresh with every other fault.
func TestOnlyInvalidGrantEndsASession(t *testing.T) {
	tests := []struct {
		name  string
		fault idp.Fault
	}{
		{"server error", answer(idp.PathToken, http.StatusInternalServerError, `{"error":"invalid_grant"}`)},
		{"too many requests", answer(idp.PathToken, http.StatusTooManyRequests, `{"error":"invalid_grant"}`)},
		{"a captive portal", idp.Fault{Path: idp.PathToken, Status: 200, Body: "<html>", Header: http.Header{"Content-Type": {"text/html"}}}},
		{"a firewall", idp.Fault{Path: idp.PathToken, Status: 403, Body: "<html>", Header: http.Header{"Content-Type": {"text/html"}}}},
		{"another error", answer(idp.PathToken, http.StatusUnauthorized, `{"error":"invalid_client"}`)},
		{"no code", answer(idp.PathToken, http.StatusBadRequest, `{}`)},
		{"a broken connection", idp.Fault{Path: idp.PathToken, Drop: true}},
		{"a redirect", idp.Fault{Path: idp.PathToken, Status: http.StatusTemporaryRedirect, Header: http.Header{"Location": {"/elsewhere"}}}},
		{"no token", answer(idp.PathToken, http.StatusOK, `{}`)},
		{"another token type", answer(idp.PathToken, http.StatusOK, `{"access_token":"a","token_type":"mac"}`)},
	}
	for _, tt := range tests {
		t.Run("C-RT-TRANSIENT "+tt.name, func(t *testing.T) {
			p := newParty(t)
			p.logIn(t)
			stored := p.refreshToken(t)
			p.provider.Inject(tt.fault)
			p.clock.Advance(time.Hour)
			if token, err := p.Token(ctx(t), ""); err == nil || errors.Is(err, auth.ErrLoginRequired) {
				t.Errorf("got %q, %v; want an error other than ErrLoginRequired", token, err)
			}
			p.want(t, auth.Offline)
			if p.refreshToken(t) != stored || len(p.provider.Requests("/elsewhere")) != 0 {
				t.Error("the stored token changed, or a redirect was followed")
			}
			p.provider.ClearFaults()
			p.recover(t)
			p.token(t, "")
		})
	}
}

func TestInvalidGrant(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	p.provider.RevokeRefreshTokens("ada")
	p.clock.Advance(time.Hour)
	if _, err := p.Token(ctx(t), ""); !errors.Is(err, auth.ErrLoginRequired) {
		t.Errorf("got %v, want ErrLoginRequired", err)
	}
	if s := p.Snapshot(); s.State != auth.Expired || s.Profile.Name == "" {
		t.Errorf("got %+v, want expired with the profile kept", s)
	}
	if p.store.Len() != 0 {
		t.Error("the dead entry is still stored")
	}
	p.browser.ClearCookies() // otherwise the provider still knows Ada and shows no page
	p.browser.Set(func(b *authtest.Browser) { b.Choice = authtest.CloseWindow })
	if err := p.Login(ctx(t)); !errors.Is(err, auth.ErrCancelled) {
		t.Error(err)
	}
	p.want(t, auth.Expired)
	p.browser.Set(func(b *authtest.Browser) { b.Choice = authtest.LogIn })
	p.logIn(t)
	p.want(t, auth.SignedIn)
}

func TestOfflineStart(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	stored := p.refreshToken(t)
	p.reopen(t)
	p.provider.GoOffline()
	if err := p.Restore(ctx(t)); err != nil {
		t.Fatal(err)
	}
	if s := p.Snapshot(); s.State != auth.Offline || !errors.Is(s.Err, auth.ErrOffline) {
		t.Errorf("got %+v", s)
	}
	if p.refreshToken(t) != stored {
		t.Error("the stored token changed")
	}
	if err := p.provider.GoOnline(); err != nil {
		t.Fatal(err)
	}
	if s := p.recover(t); s.Err != nil || s.Profile.Name == "" {
		t.Errorf("got %+v", s)
	}
}

// TestASlowStart has a provider that accepts the connection and never answers.
func TestASlowStart(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	for _, how := range []string{"its bound", "CancelLogin"} {
		t.Run(how, func(t *testing.T) {
			p.reopen(t)
			p.provider.Inject(idp.Fault{Path: idp.PathToken, Hang: true})
			before := len(p.provider.Requests(idp.PathToken))
			restored := make(chan error)
			go func() { restored <- p.Restore(ctx(t)) }()
			if err := p.provider.WaitRequests(ctx(t), idp.PathToken, before+1); err != nil {
				t.Fatal(err)
			}
			p.want(t, auth.SigningIn)
			if how == "CancelLogin" {
				p.CancelLogin()
			} else {
				const bound = 5 * time.Second
				p.clock.awaitTimer(t, bound)
				p.clock.Advance(bound)
			}
			if err := <-restored; err != nil {
				t.Error(err)
			}
			p.want(t, auth.Offline)
			p.provider.ClearFaults()
			p.wait(t, auth.SignedIn)
		})
	}
}

func TestBackOff(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	p.provider.GoOffline()
	p.clock.Advance(time.Hour)
	if _, err := p.Token(ctx(t), ""); !errors.Is(err, auth.ErrOffline) {
		t.Fatal(err)
	}
	for want := time.Second; want < 5*time.Minute; want *= 2 {
		asked := <-p.clock.asked
		if limit := min(want, time.Minute); asked > limit || asked < limit/2 {
			t.Errorf("waits %v, want %v to %v", asked, limit/2, limit)
		}
		p.clock.Advance(asked)
	}
}

// TestALoginThatIsCancelledWhileOffline: a retry that is due during the log-in is skipped, and the retries continue
// after it.
func TestALoginThatIsCancelledWhileOffline(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	p.provider.Inject(idp.Fault{Path: idp.PathToken, Status: http.StatusServiceUnavailable})
	p.clock.Advance(time.Hour)
	if _, err := p.Token(ctx(t), ""); !errors.Is(err, auth.ErrOffline) {
		t.Fatal(err)
	}
	pause := <-p.clock.asked
	p.browser.ClearCookies() // otherwise the provider still knows Ada and shows no page
	p.browser.Set(func(b *authtest.Browser) {
		b.Choice = authtest.CloseWindow
		b.OnPage = func(string) {
			p.clock.Advance(pause)
			await(t, "the retry does not give way", func() bool { return !isRunning("auth.(*Session).retry(") })
		}
	})
	if err := p.Login(ctx(t)); !errors.Is(err, auth.ErrCancelled) {
		t.Error(err)
	}
	if s := p.Snapshot(); s.State != auth.Offline || !errors.Is(s.Err, auth.ErrCancelled) || s.Profile.Name == "" {
		t.Errorf("got %+v, want offline as before", s)
	}
	p.provider.ClearFaults()
	p.recover(t)
	p.token(t, "")
}

func TestALateRefreshKeepsATokenThatHolds(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	token := p.token(t, "")
	p.clock.Advance(10*time.Minute - 10*time.Second)
	p.provider.GoOffline()
	if got := p.token(t, ""); got != token {
		t.Error("a valid token with ten seconds left was not used")
	}
	p.want(t, auth.Offline)
}

func TestWithoutARefreshToken(t *testing.T) {
	p := newParty(t)
	p.provider.Tamper(idp.PathToken, authtest.EditJSON(func(body map[string]any) { delete(body, "refresh_token") }))
	p.logIn(t)
	if p.store.Len() != 0 {
		t.Error("an entry was stored without a refresh token")
	}
	p.clock.Advance(time.Hour)
	if _, err := p.Token(ctx(t), ""); !errors.Is(err, auth.ErrLoginRequired) {
		t.Errorf("got %v, want ErrLoginRequired", err)
	}
	p.want(t, auth.Expired)
}

func TestC_RT_KEEP(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	stored := p.refreshToken(t)
	p.provider.Tamper(idp.PathToken, authtest.EditJSON(func(body map[string]any) { delete(body, "refresh_token") }))
	calls := len(p.store.Calls())
	p.clock.Advance(time.Hour)
	p.token(t, "")
	if p.refreshToken(t) != stored || len(p.store.Calls()) != calls {
		t.Error("the refresh token did not change, but it was stored again or replaced")
	}
}

// TestAThinIDToken has a provider whose profile is only at its UserInfo endpoint.
func TestAThinIDToken(t *testing.T) {
	p := newParty(t)
	p.provider.Tamper(idp.PathToken, p.provider.EditIDToken(func(_, claims map[string]any) {
		delete(claims, "email")
		delete(claims, "picture")
	}))
	snapshots, stop := p.Subscribe()
	defer stop()
	p.logIn(t)
	for end := time.After(waitLimit); ; {
		select {
		case s := <-snapshots:
			if s.Profile.Email == "" || s.Profile.Picture == "" {
				continue
			}
		case <-end:
			t.Fatalf("the profile stays %+v", p.Snapshot().Profile)
		}
		break
	}
	p.clock.Advance(10 * time.Minute)
	p.token(t, "")
	if s := p.Snapshot(); s.Profile.Email == "" || len(p.provider.Requests(idp.PathUserInfo)) > 1 {
		t.Errorf("after a refresh: %+v, %d requests", s.Profile, len(p.provider.Requests(idp.PathUserInfo)))
	}
}

// TestAPassingFault: the provider rotates the refresh token, but the ID token that comes with it cannot be checked yet.
func TestAPassingFault(t *testing.T) {
	tests := []struct {
		name  string
		cause func(p *party) (undo func())
		want  error
	}{
		{"a wrong clock", func(p *party) func() {
			return p.provider.Tamper(idp.PathToken, p.provider.EditIDToken(func(_, claims map[string]any) { claims["exp"] = 1000 }))
		}, auth.ErrClock},
		{"a key that is not published yet", func(p *party) func() {
			return p.provider.Tamper(idp.PathToken, p.provider.EditIDToken(func(header, _ map[string]any) { header["kid"] = "next" }))
		}, auth.ErrIDToken},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := newParty(t)
			p.logIn(t)
			undo := tt.cause(p)
			p.clock.Advance(10 * time.Minute)
			if _, err := p.Token(ctx(t), ""); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			p.want(t, auth.Offline)
			if !p.provider.RefreshTokenActive(p.refreshToken(t)) {
				t.Error("C-RT-ROTATE-STORE: the rotated token was lost")
			}
			undo()
			p.recover(t)
		})
	}
}

func TestUserInfoFillsIn(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	withoutIDToken := authtest.EditJSON(func(body map[string]any) { delete(body, "id_token") })
	p.provider.Tamper(idp.PathToken, withoutIDToken)
	p.reopen(t)
	if err := p.Restore(ctx(t)); err != nil {
		t.Fatal(err)
	}
	snapshots, stop := p.Subscribe()
	defer stop()
	for end := time.After(waitLimit); ; {
		select {
		case s := <-snapshots:
			if s.Profile.Name != "" {
				requests := p.provider.Requests(idp.PathUserInfo)
				if len(requests) != 1 || requests[0].AuthScheme != "Bearer" {
					t.Errorf("C-UI-HEADER: %v", requests)
				}
				return
			}
		case <-end:
			t.Fatal("the profile did not get its name")
		}
	}
}

func TestC_UI_SUB(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	p.provider.Tamper(idp.PathToken, authtest.EditJSON(func(body map[string]any) { delete(body, "id_token") }))
	p.provider.Tamper(idp.PathUserInfo, authtest.EditJSON(func(body map[string]any) { body["sub"] = "somebody else" }))
	p.reopen(t)
	if err := p.Restore(ctx(t)); err != nil {
		t.Fatal(err)
	}
	p.log.wait(t, "another subject")
	if name := p.Snapshot().Profile.Name; name != "" {
		t.Errorf("the name is %q, want none", name)
	}
}
