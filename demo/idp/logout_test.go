package idp_test

import (
	"maps"
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

// Each case logs in, logs out, and checks whether the next log-in asks who the person is.
func TestEndSession(t *testing.T) {
	good := url.Values{"post_logout_redirect_uri": {authtest.RedirectURI}, "state": {"out"}}
	with := func(changes url.Values) func(*party, string) url.Values {
		return func(_ *party, idToken string) url.Values {
			values := maps.Clone(good)
			values["id_token_hint"] = []string{idToken}
			maps.Copy(values, changes)
			return values
		}
	}
	for name, test := range map[string]struct {
		params  func(p *party, idToken string) url.Values
		stays   bool   // the session is kept
		nowhere bool   // the provider ends with a page
		state   string // the state of the answer
	}{
		"hint":               {params: with(nil), state: "out"},
		"hint and client":    {params: with(url.Values{"client_id": {authtest.ClientID}}), state: "out"},
		"no state":           {params: with(url.Values{"state": {""}})},
		"client alone":       {params: with(url.Values{"id_token_hint": {""}, "client_id": {authtest.ClientID}}), state: "out"},
		"hint of an old key": {params: withOldKey(with(nil)), state: "out"},
		"expired hint":       {params: withClaims(with(nil), map[string]any{"exp": 1000, "iat": 900}), state: "out"},
		"no return":          {params: with(url.Values{"post_logout_redirect_uri": {""}}), nowhere: true},
		"nothing":            {params: func(*party, string) url.Values { return url.Values{} }, nowhere: true},

		"junk hint":         {params: with(url.Values{"id_token_hint": {"junk"}}), stays: true, nowhere: true},
		"hint of others":    {params: withClaims(with(nil), map[string]any{"iss": "http://127.0.0.1:1"}), stays: true, nowhere: true},
		"hint for others":   {params: withClaims(with(nil), map[string]any{"aud": "other"}), stays: true, nowhere: true},
		"hint for nobody":   {params: withClaims(with(nil), map[string]any{"aud": nil}), stays: true, nowhere: true},
		"other client":      {params: with(url.Values{"client_id": {"other"}}), stays: true, nowhere: true},
		"unregistered":      {params: with(url.Values{"post_logout_redirect_uri": {"http://localhost/x"}}), stays: true, nowhere: true},
		"return for nobody": {params: with(url.Values{"id_token_hint": {""}}), stays: true, nowhere: true},
	} {
		t.Run(name, func(t *testing.T) {
			p := newParty(t)
			idToken := p.logIn(nil)["id_token"].(string)
			path := idp.PathEndSession + "?" + test.params(p, idToken).Encode()
			if test.nowhere {
				p.browserGet(path)
			} else if answer, err := p.open(p.Issuer+path, authtest.RedirectURI); err != nil || answer.Get("state") != test.state {
				t.Errorf("state = %q, %v", answer.Get("state"), err)
			}
			if p.SessionActive("ada") != test.stays {
				t.Errorf("session active: %t", !test.stays)
			}
			p.asksAgain(t, !test.stays)
		})
	}
}

func TestLegacyLogout(t *testing.T) {
	for name, test := range map[string]struct {
		params url.Values
		ended  bool
	}{
		"good":           {url.Values{"client_id": {authtest.ClientID}, "returnTo": {authtest.RedirectURI}}, true},
		"no client":      {url.Values{"returnTo": {authtest.RedirectURI}}, false},
		"unregistered":   {url.Values{"client_id": {authtest.ClientID}, "returnTo": {"http://localhost/other"}}, false},
		"unknown client": {url.Values{"client_id": {"other"}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			p := newParty(t, func(o *authtest.Options) { o.OmitEndSession = true })
			p.logIn(nil)
			if test.ended {
				if _, err := p.open(p.Issuer+idp.PathLegacyLogout+"?"+test.params.Encode(), authtest.RedirectURI); err != nil {
					t.Error(err)
				}
			} else {
				p.browserGet(idp.PathLegacyLogout + "?" + test.params.Encode())
			}
			p.asksAgain(t, test.ended)
		})
	}
}

// A log-out ends the provider's session and keeps the refresh token, which is revoked at another endpoint.
func TestEndSessionLeavesTheGrant(t *testing.T) {
	p := newParty(t)
	tokens := p.logIn(nil)
	query := url.Values{"id_token_hint": {tokens["id_token"].(string)}, "post_logout_redirect_uri": {authtest.RedirectURI}}
	if _, err := p.open(p.Issuer+idp.PathEndSession+"?"+query.Encode(), authtest.RedirectURI); err != nil {
		t.Fatal(err)
	}
	if !p.RefreshTokenActive(tokens["refresh_token"].(string)) {
		t.Error("the refresh token is gone")
	}
}

// browserGet requests a page with the browser's cookies; the page leads nowhere.
func (p *party) browserGet(path string) {
	p.Helper()
	err := p.browser.Get(p.Context(), p.Issuer+path)
	if err != nil {
		p.Fatal(err)
	}
}

// asksAgain logs in once more and checks whether the log-in page appears.
func (p *party) asksAgain(t *testing.T, want bool) {
	t.Helper()
	seen := len(p.browser.Pages())
	p.authorize(nil)
	var pages []string
	if want {
		pages = []string{"login"}
	}
	if diff := cmp.Diff(pages, append([]string(nil), p.browser.Pages()[seen:]...)); diff != "" {
		t.Errorf("pages of the next log-in (-want +got):\n%s", diff)
	}
}

func withOldKey(next func(*party, string) url.Values) func(*party, string) url.Values {
	return func(p *party, idToken string) url.Values {
		if err := p.RotateKeys(); err != nil {
			p.Fatal(err)
		}
		p.WithdrawOldKeys()
		return next(p, idToken)
	}
}

func withClaims(next func(*party, string) url.Values, changes map[string]any) func(*party, string) url.Values {
	return func(p *party, _ string) url.Values {
		claims := map[string]any{"iss": p.Issuer, "aud": p.ClientID, "sub": "demo|ada"}
		maps.Copy(claims, changes)
		hint, err := p.SignIDToken(nil, claims)
		if err != nil {
			p.Fatal(err)
		}
		return next(p, hint)
	}
}

// The end-session endpoint takes a form as well (RP-Initiated Logout, section 2).
func TestEndSessionByPost(t *testing.T) {
	p := newParty(t)
	form := url.Values{"client_id": {p.ClientID}, "post_logout_redirect_uri": {authtest.RedirectURI}, "state": {"out"}}
	response := p.send(t.Context(), http.MethodPost, idp.PathEndSession, form, "")
	defer response.Body.Close()
	if diff := cmp.Diff(authtest.RedirectURI+"?state=out", response.Header.Get("Location")); diff != "" {
		t.Errorf("Location (-want +got):\n%s", diff)
	}
}
