package auth_test

import (
	"context"
	"encoding/base64"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

func TestLogin(t *testing.T) {
	p := newParty(t)
	if err := p.Login(ctx(t)); err != nil {
		t.Fatal(err)
	}
	snapshot := p.Snapshot()
	if snapshot.State != auth.SignedIn || snapshot.Err != nil || snapshot.Notice != nil {
		t.Errorf("got %+v, want signed in without an error or a notice", snapshot)
	}
	ada := idp.DemoPeople()[0]
	if snapshot.Profile.Subject != ada.Subject() || snapshot.Profile.Name != ada.Name || snapshot.Profile.Picture == "" {
		t.Errorf("the profile is %+v", snapshot.Profile)
	}
	if got := p.tokenRequests("authorization_code"); got != 1 {
		t.Errorf("C-TOK-ONE-POST: %d token requests, want 1", got)
	}
	grant, ok := p.store.Grant(p.account)
	if !ok || grant.Subject != ada.Subject() || !p.provider.RefreshTokenActive(grant.RefreshToken.Reveal()) {
		t.Errorf("stored: %v %+v", ok, grant)
	}
	p.leaks(t, p.token(t, ""), grant.RefreshToken.Reveal())
}

// TestAuthorizationRequest reads the request that the browser was sent to.
func TestAuthorizationRequest(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	p.reopen(t)
	p.logIn(t)
	var queries []url.Values
	var redirects []string
	for _, opened := range p.asked() {
		u, err := url.Parse(opened.StartURL)
		if err != nil {
			t.Fatal(err)
		}
		if !p.isRedirectURI(opened.EndURL) || opened.Hidden {
			t.Errorf("wrong request to the browser: %+v", opened)
		}
		redirects = append(redirects, opened.EndURL)
		queries = append(queries, u.Query())
	}
	first, second := queries[0], queries[1]
	want := url.Values{
		"client_id": {p.provider.ClientID}, "redirect_uri": {redirects[0]}, "response_type": {"code"},
		"scope": {"openid profile email offline_access"}, "audience": {authtest.Audience}, "code_challenge_method": {"S256"},
	}
	fresh := []string{"state", "nonce", "code_challenge"}
	got := maps.Clone(first)
	maps.DeleteFunc(got, func(name string, _ []string) bool { return slices.Contains(fresh, name) })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, name := range fresh {
		if len(first[name]) != 1 || len(first.Get(name)) < 22 || first.Get(name) == second.Get(name) {
			t.Errorf("C-PKCE-FRESH: %s is %v, then %v; want two long values that differ", name, first[name], second[name])
		}
	}
	if challenge, err := base64.RawURLEncoding.DecodeString(first.Get("code_challenge")); err != nil || len(challenge) != 32 {
		t.Errorf("C-PKCE-S256: %v, %d bytes, want 32", err, len(challenge))
	}
}

func TestLoginEndings(t *testing.T) {
	tests := []struct {
		name   string
		choice authtest.Choice
		want   func(error) bool
	}{
		{"C-ERR-SURFACE denied at the log-in", authtest.Deny, isProtocol("access_denied")},
		{"C-ERR-SURFACE denied at the consent", authtest.DenyConsent, isProtocol("access_denied")},
		{"the window is closed", authtest.CloseWindow, is(auth.ErrCancelled)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := newParty(t)
			p.browser.Set(func(b *authtest.Browser) { b.Choice = tt.choice })
			if err := p.Login(ctx(t)); !tt.want(err) {
				t.Errorf("the log-in ended with %v", err)
			}
			p.want(t, auth.SignedOut)
			if !tt.want(p.Snapshot().Err) {
				t.Errorf("the snapshot says %v", p.Snapshot().Err)
			}
			if n := len(p.provider.Requests(idp.PathToken)); n != 0 || p.store.Len() != 0 {
				t.Errorf("%d token requests and %d entries stored, want none", n, p.store.Len())
			}
			p.browser.Set(func(b *authtest.Browser) { b.Choice = authtest.LogIn })
			p.logIn(t)
			p.want(t, auth.SignedIn)
		})
	}
}

func isProtocol(code string) func(error) bool {
	return func(err error) bool {
		protocol := new(auth.Error)
		return errors.As(err, &protocol) && protocol.Code == code
	}
}

func is(target error) func(error) bool { return func(err error) bool { return errors.Is(err, target) } }

func TestLoginCancelled(t *testing.T) {
	for _, by := range []string{"CancelLogin", "the context"} {
		t.Run(by, func(t *testing.T) {
			p := newParty(t)
			there := walksAway(p.browser)
			ctx, cancel := context.WithCancel(ctx(t))
			ended := make(chan error)
			go func() { ended <- p.Login(ctx) }()
			<-there
			p.want(t, auth.SigningIn)
			if err := p.Login(ctx); err == nil || errors.Is(err, auth.ErrCancelled) {
				t.Errorf("a second log-in: got %v, want an error other than ErrCancelled", err)
			}
			if by == "CancelLogin" {
				p.CancelLogin()
			} else {
				cancel()
			}
			if err := <-ended; !errors.Is(err, auth.ErrCancelled) {
				t.Errorf("got %v, want ErrCancelled", err)
			}
			cancel()
			p.want(t, auth.SignedOut)
		})
	}
}

func TestForgedCallback(t *testing.T) {
	p := newParty(t)
	p.browser.Set(func(b *authtest.Browser) {
		b.Forged = []string{
			authtest.RedirectURI, authtest.RedirectURI + "?code=stolen", authtest.RedirectURI + "?code=stolen&state=guess",
			authtest.RedirectURI + "?error=access_denied&state=guess", authtest.RedirectURI + "?code=a&state=b&state=c",
			authtest.RedirectURI + "?state=%zz",
		}
	})
	if err := p.Login(ctx(t)); err != nil {
		t.Fatalf("C-LOOP-FOREIGN: %v", err)
	}
	requests := p.provider.Requests(idp.PathToken)
	if len(requests) != 1 || requests[0].Form.Get("code") == "stolen" {
		t.Errorf("%d token requests, want 1, and not with the stolen code", len(requests))
	}
}

// TestTheIDTokenIsVerified makes the provider send ID tokens that must not be used.
func TestTheIDTokenIsVerified(t *testing.T) {
	set := func(name string, value any) func(header, claims map[string]any) {
		return func(_, claims map[string]any) {
			if claims[name] = value; value == nil {
				delete(claims, name)
			}
		}
	}
	tests := []struct {
		id   string
		edit func(header, claims map[string]any)
	}{
		{"C-IDT-ISS", set("iss", "http://127.0.0.1:1")},
		{"C-IDT-ISS missing", set("iss", nil)},
		{"C-IDT-AUD", set("aud", "another")},
		{"C-IDT-AUD missing", set("aud", nil)},
		{"C-IDT-AUD empty", set("aud", []string{})},
		{"C-IDT-AUD second", set("aud", []string{authtest.ClientID, "another"})},
		{"C-IDT-AZP", set("azp", "another")},
		{"C-IDT-EXP", set("exp", 1)},
		{"C-IDT-EXP missing", set("exp", nil)},
		{"C-IDT-EXP text", set("exp", "9999999999")},
		{"C-IDT-IAT missing", set("iat", nil)},
		{"C-IDT-IAT long ago", set("iat", 1)},
		{"C-IDT-IAT to come", set("iat", 9999999999)},
		{"C-IDT-SUB missing", set("sub", nil)},
		{"C-IDT-SUB empty", set("sub", "")},
		{"C-IDT-SUB long", set("sub", strings.Repeat("x", 256))},
		{"C-IDT-SUB not ASCII", set("sub", "ü")},
		{"C-IDT-NONCE", set("nonce", "another")},
		{"C-IDT-NONCE missing", set("nonce", nil)},
		{"C-IDT-ATHASH", set("at_hash", "AAAAAAAAAAAAAAAAAAAAAA")},
		{"C-IDT-AUTHTIME text", set("auth_time", "then")},
		{"C-IDT-ALG", func(header, _ map[string]any) { header["alg"] = "none" }},
		{"an access token", func(header, _ map[string]any) { header["typ"] = "at+jwt" }},
		{"C-IDT-SIG unknown key", func(header, _ map[string]any) { header["kid"] = "unknown" }},
	}
	for _, tt := range tests {
		t.Run(tt.id, func(t *testing.T) {
			t.Parallel()
			p := newParty(t)
			p.provider.Tamper(idp.PathToken, p.provider.EditIDToken(tt.edit))
			err := p.Login(ctx(t))
			if !errors.Is(err, auth.ErrIDToken) {
				t.Errorf("got %v, want ErrIDToken", err)
			}
			p.want(t, auth.SignedOut)
			if p.store.Len() != 0 || len(p.provider.Requests(idp.PathUserInfo)) != 0 {
				t.Error("the session stored something, or asked for the profile")
			}
		})
	}
	t.Run("C-TOK-IDTOKEN", func(t *testing.T) {
		p := newParty(t)
		p.provider.Tamper(idp.PathToken, authtest.EditJSON(func(body map[string]any) { delete(body, "id_token") }))
		if err := p.Login(ctx(t)); !errors.Is(err, auth.ErrIDToken) {
			t.Errorf("got %v, want ErrIDToken", err)
		}
	})
	t.Run("aud as an array is good", func(t *testing.T) {
		p := newParty(t)
		p.provider.Tamper(idp.PathToken, p.provider.EditIDToken(set("aud", []string{authtest.ClientID})))
		p.logIn(t)
	})
}

func TestStoreFailsAtLogin(t *testing.T) {
	p := newParty(t)
	p.store.Before(authtest.Fail(errors.New("locked"), authtest.Save))
	p.logIn(t)
	if snapshot := p.Snapshot(); snapshot.State != auth.SignedIn || !errors.Is(snapshot.Notice, auth.ErrStore) {
		t.Errorf("got %+v, want signed in with a notice", snapshot)
	}
	p.token(t, "")
}

func TestDiscoveryIsChecked(t *testing.T) {
	edit := func(name string, value any) authtest.Tamper {
		return authtest.EditJSON(func(body map[string]any) { body[name] = value })
	}
	tests := []struct {
		id     string
		tamper authtest.Tamper
	}{
		{"C-DISC-ISSUER", edit("issuer", "http://127.0.0.1:1")},
		{"C-PKCE-S256 only plain", edit("code_challenge_methods_supported", []string{"plain"})},
		{"C-AUTHZ-HTTPS authorization", edit("authorization_endpoint", "http://op.example/authorize")},
		{"C-AUTHZ-HTTPS token", edit("token_endpoint", "http://op.example/token")},
		{"C-AUTHZ-HTTPS jwks", edit("jwks_uri", "http://op.example/keys")},
		{"C-AUTHZ-HTTPS revocation", edit("revocation_endpoint", "http://op.example/revoke")},
		{"C-AUTHZ-HTTPS end session", edit("end_session_endpoint", "javascript:alert(1)")},
		{"no token endpoint", edit("token_endpoint", "")},
		{"a fragment", edit("authorization_endpoint", "https://op.example/authorize#x")},
		{"no RS256", edit("id_token_signing_alg_values_supported", []string{"HS256"})},
	}
	for _, tt := range tests {
		t.Run(tt.id, func(t *testing.T) {
			p := newParty(t)
			p.provider.Tamper(idp.PathDiscovery, tt.tamper)
			if err := p.Login(ctx(t)); !errors.Is(err, auth.ErrProvider) {
				t.Errorf("got %v, want ErrProvider", err)
			}
			if n := len(p.asked()); n != 0 {
				t.Errorf("the browser was opened %d times, want 0", n)
			}
		})
	}
	t.Run("a captive portal", func(t *testing.T) {
		p := newParty(t)
		p.provider.Inject(idp.Fault{Path: idp.PathDiscovery, Status: 200, Body: "<html>Accept our terms"})
		if err := p.Login(ctx(t)); !errors.Is(err, auth.ErrOffline) {
			t.Errorf("got %v, want ErrOffline", err)
		}
	})
}
