package auth_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

// TestC_RFIDT_SIG: a refreshed ID token is checked by the same rules as the first.
func TestC_RFIDT_SIG(t *testing.T) {
	other := strangersKey()
	replace := func(method jwt.SigningMethod, key any) func(*party) authtest.Tamper {
		return func(*party) authtest.Tamper {
			return authtest.ReplaceIDToken(func(header, claims map[string]any) (string, error) {
				header["alg"] = method.Alg()
				return authtest.Sign(method, key, header, claims)
			})
		}
	}
	edit := func(name string, value any) func(*party) authtest.Tamper {
		return func(p *party) authtest.Tamper { return p.provider.EditIDToken(setClaim(name, value)) }
	}
	for name, tamper := range map[string]func(*party) authtest.Tamper{
		"another key": replace(jwt.SigningMethodRS256, other), "HS256": replace(jwt.SigningMethodHS256, []byte("shared")),
		"none": replace(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType), "expired": edit("exp", 1), "no exp": edit("exp", nil),
		"no iat": edit("iat", nil), "at_hash": edit("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"),
	} {
		t.Run(name, func(t *testing.T) {
			p := newParty(t)
			p.logIn(t)
			access, refresh := p.token(t, ""), p.refreshToken(t)
			p.provider.Tamper(idp.PathToken, tamper(p))
			if got, err := p.Token(ctx(t), access); got != "" || !errors.Is(err, auth.ErrIDToken) {
				t.Errorf("got a token: %t, error %v; want no token and ErrIDToken", got != "", err)
			}
			if now := p.refreshToken(t); now == refresh || !p.provider.RefreshTokenActive(now) {
				t.Error("the refresh token that came with it was lost")
			}
		})
	}
}

// TestC_RT_SCOPE: the scope of the newest grant is stored.
func TestC_RT_SCOPE(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	access := p.token(t, "")
	for _, scope := range []string{"openid profile", ""} { // empty means unchanged
		p.provider.Tamper(idp.PathToken, authtest.EditJSON(func(body map[string]any) {
			if body["scope"] = scope; scope == "" {
				delete(body, "scope")
			}
		}))
		access = p.token(t, access)
		if grant, _ := p.store.Grant(p.account); grant.Scope != "openid profile" {
			t.Errorf("the stored scope is %q, want that of the log-in", grant.Scope)
		}
	}
}

// TestC_RT_DETACH: the caller of Token gives up, and the refresh that was sent still finishes and is stored.
func TestC_RT_DETACH(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	stored := p.refreshToken(t)
	gate := make(chan struct{})
	p.provider.Inject(idp.Fault{Path: idp.PathToken, Gate: gate, Times: 1})
	p.clock.Advance(time.Hour)
	asking, goAway := context.WithCancel(ctx(t))
	got := make(chan error, 1)
	go func() {
		_, err := p.Token(asking, "")
		got <- err
	}()
	if err := p.provider.WaitRequests(ctx(t), idp.PathToken, 1); err != nil {
		t.Fatal(err)
	}
	goAway()
	if err := <-got; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	close(gate)
	p.token(t, "") // joins the refresh in flight, or comes after it
	if p.refreshToken(t) == stored || p.tokenRequests("refresh_token") != 1 {
		t.Errorf("%d refreshes, want 1 that changes the stored token", p.tokenRequests("refresh_token"))
	}
}

// TestC_LOGOUT_REVOKE: one POST with the token and its type. The user is signed out even after a 503.
func TestC_LOGOUT_REVOKE(t *testing.T) {
	for name, status := range map[string]int{
		"revoked": 0, "not now": http.StatusServiceUnavailable, "refused": http.StatusBadRequest,
	} {
		t.Run(name, func(t *testing.T) {
			p := newParty(t)
			p.logIn(t)
			refresh := p.refreshToken(t)
			if status != 0 {
				p.provider.Inject(answer(idp.PathRevoke, status, `{"error":"unsupported_token_type"}`))
			}
			if err := p.Logout(ctx(t)); err != nil {
				t.Error(err)
			}
			requests := p.provider.Requests(idp.PathRevoke)
			if len(requests) != 1 {
				t.Fatalf("%d revocations, want 1", len(requests))
			}
			form := requests[0].Form
			if requests[0].Method != http.MethodPost || form.Get("token") != refresh || form.Get("token_type_hint") != "refresh_token" ||
				form.Get("client_id") != p.provider.ClientID || requests[0].AuthScheme != "" {
				t.Errorf("wrong revocation: %v with %d parameters", requests[0], len(form))
			}
			p.want(t, auth.SignedOut)
			if p.store.Len() != 0 || p.provider.RefreshTokenActive(refresh) != (status != 0) {
				t.Errorf("%d entries, the token is active: %t", p.store.Len(), p.provider.RefreshTokenActive(refresh))
			}
		})
	}
	t.Run("an unknown token is a success", func(t *testing.T) {
		p := newParty(t)
		p.logIn(t)
		p.provider.RevokeRefreshTokens("ada")
		if err := p.Logout(ctx(t)); err != nil || p.forgotten.Load() != 0 {
			t.Errorf("log-out: %v; the browser was asked %d times to forget, want 0", err, p.forgotten.Load())
		}
	})
}
