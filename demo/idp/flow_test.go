package idp_test

import (
	"crypto/sha256"
	"encoding/base64"
	"image/png"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"

	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

func formBody(form url.Values) io.Reader {
	if form == nil {
		return nil
	}
	return strings.NewReader(form.Encode())
}

func TestCodeFlow(t *testing.T) {
	p := newParty(t)
	verifier, answer := p.authorize(nil)
	code := answer.Get("code")
	answer.Del("code")
	if diff := cmp.Diff(url.Values{"state": {"a-state"}, "iss": {p.Issuer}}, answer); diff != "" || code == "" {
		t.Errorf("authorization response, with code %t (-want +got):\n%s", code != "", diff)
	}
	status, tokens := p.exchange(code, verifier)
	if status != http.StatusOK {
		t.Fatalf("token endpoint: status %d, error %v", status, tokens["error"])
	}
	want := map[string]any{"token_type": "Bearer", "expires_in": 600.0, "scope": everything}
	got := map[string]any{"token_type": tokens["token_type"], "expires_in": tokens["expires_in"], "scope": tokens["scope"]}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("token response (-want +got):\n%s", diff)
	}
	t.Run("access token", func(t *testing.T) {
		header, claims := p.verified(tokens["access_token"])
		got := []any{header["typ"], header["alg"], claims["aud"], claims["sub"], claims["client_id"], claims["scope"]}
		want := []any{"at+jwt", "RS256", authtest.Audience, "demo|ada", p.ClientID, everything}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
	t.Run("ID token", func(t *testing.T) { checkIDToken(t, p, tokens) })
	t.Run("UserInfo", func(t *testing.T) { checkUserInfo(t, p, tokens["access_token"].(string)) })
}

func checkIDToken(t *testing.T, p *party, tokens map[string]any) {
	_, claims := p.verified(tokens["id_token"])
	if claims["auth_time"] == nil || claims["iat"] == nil {
		t.Error("auth_time or iat is missing")
	}
	delete(claims, "auth_time")
	delete(claims, "iat")
	delete(claims, "exp")
	sum := sha256.Sum256([]byte(tokens["access_token"].(string)))
	want := map[string]any{
		"iss": p.Issuer, "sub": "demo|ada", "aud": p.ClientID, "nonce": "a-nonce",
		"at_hash": base64.RawURLEncoding.EncodeToString(sum[:16]),
		"name":    "Ada Lovelace", "picture": p.Issuer + "/picture/ada.png", "email": "ada@demo.example", "email_verified": true,
	}
	if diff := cmp.Diff(want, map[string]any(claims)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func checkUserInfo(t *testing.T, p *party, accessToken string) {
	status, claims := p.do(http.MethodGet, idp.PathUserInfo, nil, accessToken)
	want := map[string]any{
		"sub": "demo|ada", "name": "Ada Lovelace", "picture": p.Issuer + "/picture/ada.png",
		"email": "ada@demo.example", "email_verified": true,
	}
	if diff := cmp.Diff(want, claims); diff != "" || status != http.StatusOK {
		t.Errorf("status %d (-want +got):\n%s", status, diff)
	}
	picture := p.send(t.Context(), http.MethodGet, "/picture/ada.png", nil, "")
	defer picture.Body.Close()
	if _, err := png.Decode(picture.Body); err != nil || picture.Header.Get("Content-Type") != "image/png" {
		t.Errorf("picture: %v, Content-Type %q", err, picture.Header.Get("Content-Type"))
	}
	if status, _ := p.do(http.MethodGet, idp.PathUserInfo, nil, "junk"); status != http.StatusUnauthorized {
		t.Errorf("UserInfo with a junk token: status %d, want 401", status)
	}
}

func TestScopesSelectClaims(t *testing.T) {
	p := newParty(t)
	tokens := p.logIn(url.Values{"scope": {"openid"}})
	if tokens["refresh_token"] != nil {
		t.Error("refresh token without offline_access")
	}
	_, claims := p.verified(tokens["id_token"])
	for _, name := range []string{"name", "email", "picture"} {
		if claims[name] != nil {
			t.Errorf("claim %q without its scope", name)
		}
	}
}

func TestAudience(t *testing.T) {
	p := newParty(t, func(o *authtest.Options) { o.APIIdentifiers = []string{authtest.Audience, "https://other.example"} })
	for name, test := range map[string]struct {
		changes url.Values
		want    any
	}{
		"first":    {nil, authtest.Audience},
		"second":   {url.Values{"audience": {"https://other.example"}}, "https://other.example"},
		"resource": {url.Values{"audience": {""}, "resource": {"https://other.example"}}, "https://other.example"},
		"none":     {url.Values{"audience": {""}}, p.Issuer + idp.PathUserInfo},
	} {
		t.Run(name, func(t *testing.T) {
			_, claims := p.verified(p.logIn(test.changes)["access_token"])
			if diff := cmp.Diff(test.want, claims["aud"]); diff != "" {
				t.Errorf("aud (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAuthorizationErrors(t *testing.T) {
	p := newParty(t)
	for name, test := range map[string]struct {
		changes url.Values
		want    string
	}{
		"unknown audience": {url.Values{"audience": {"https://unknown.example"}}, "invalid_target"},
		"no challenge":     {url.Values{"code_challenge": {""}, "code_challenge_method": {""}}, "invalid_request"},
		"no method":        {url.Values{"code_challenge_method": {""}}, "invalid_request"},
		"plain":            {url.Values{"code_challenge_method": {"plain"}}, "invalid_request"},
		"unknown scope":    {url.Values{"scope": {"openid everything"}}, "invalid_scope"},
		"no openid":        {url.Values{"scope": {"profile"}}, "invalid_request"},
		"prompt=none":      {url.Values{"prompt": {"none"}}, "login_required"},
	} {
		t.Run(name, func(t *testing.T) {
			_, answer := p.authorize(test.changes)
			if got := answer.Get("error"); got != test.want || answer.Get("iss") != p.Issuer || answer.Get("state") != "a-state" {
				t.Errorf("error = %q, iss = %q, state = %q; want error %q", got, answer.Get("iss"), answer.Get("state"), test.want)
			}
		})
	}
}

// An error in the client ID or the redirect URI is shown to the user, and causes no redirect.
func TestAuthorizationErrorPages(t *testing.T) {
	p := newParty(t)
	for name, changes := range map[string]url.Values{
		"unknown client":  {"client_id": {"other"}},
		"prefix":          {"redirect_uri": {authtest.RedirectURI + "X"}},
		"other port":      {"redirect_uri": {"http://localhost:81/callback"}},
		"no redirect URI": {"redirect_uri": {""}},
	} {
		t.Run(name, func(t *testing.T) {
			query := params("verifier", changes).Encode()
			response := p.send(t.Context(), http.MethodGet, idp.PathAuthorize+"?"+query, nil, "")
			defer response.Body.Close()
			body, _ := io.ReadAll(response.Body)
			if response.StatusCode < 400 || response.Header.Get("Location") != "" ||
				!strings.Contains(string(body), "This request cannot be completed") {
				t.Errorf("status %d, Location %q, body:\n%s", response.StatusCode, response.Header.Get("Location"), body)
			}
		})
	}
}

func TestLoopbackPortIsFree(t *testing.T) {
	p := newParty(t, func(o *authtest.Options) { o.RedirectURIs = []string{"http://127.0.0.1:1/callback"} })
	for _, redirect := range []string{"http://127.0.0.1:1/callback", "http://127.0.0.1:54321/callback"} {
		query := params("verifier", url.Values{"redirect_uri": {redirect}}).Encode()
		answer, err := p.open(p.Issuer+idp.PathAuthorize+"?"+query, redirect)
		if err != nil || answer.Get("code") == "" {
			t.Errorf("redirect to %s: error %q, %v", redirect, answer.Get("error"), err)
		}
	}
}

func TestCodeIsBoundAndUsedOnce(t *testing.T) {
	p := newParty(t)
	t.Run("other verifier", func(t *testing.T) {
		_, answer := p.authorize(nil)
		other := oauth2.GenerateVerifier()
		status, body := p.exchange(answer.Get("code"), other)
		invalidGrant(t, status, body)
	})
	t.Run("used twice", func(t *testing.T) {
		verifier, answer := p.authorize(nil)
		_, tokens := p.exchange(answer.Get("code"), verifier)
		refreshToken := tokens["refresh_token"].(string)
		for range 2 {
			status, body := p.exchange(answer.Get("code"), verifier)
			invalidGrant(t, status, body)
		}
		if p.RefreshTokenActive(refreshToken) {
			t.Error("the refresh token outlives the second use of its code (RFC 6749, section 4.1.2)")
		}
	})
}

// A person without permissions grants everything else that the app asks for, at the log-in and at each refresh.
func TestNoAPIScopes(t *testing.T) {
	const scope = "read:messages"
	p := newParty(t, func(o *authtest.Options) {
		o.APIScopes = []string{scope}
		o.People = []idp.Person{{Key: "ada"}, {Key: "alan", NoAPIScopes: true}}
	})
	for person, want := range map[string]string{"ada": everything + " " + scope, "alan": everything} {
		p.browser.Set(func(b *authtest.Browser) { b.Person = person })
		p.browser.ClearCookies()
		tokens := p.logIn(url.Values{"scope": {everything + " " + scope}})
		_, refreshed := p.refresh(tokens["refresh_token"].(string))
		for when, tokens := range map[string]map[string]any{"at first": tokens, "refreshed": refreshed} {
			_, claims := p.verified(tokens["access_token"])
			if claims["sub"] != "demo|"+person || claims["scope"] != want || tokens["scope"] != want {
				t.Errorf("%s, %s: %v has the scope %q, told %q; want %q", person, when, claims["sub"], claims["scope"], tokens["scope"], want)
			}
		}
	}
}

func TestRefreshRotates(t *testing.T) {
	p := newParty(t)
	first := p.logIn(nil)
	status, second := p.refresh(first["refresh_token"].(string))
	if status != http.StatusOK || second["refresh_token"] == first["refresh_token"] || second["refresh_token"] == nil {
		t.Fatalf("status %d, rotated %t", status, second["refresh_token"] != first["refresh_token"])
	}
	_, old := p.verified(first["id_token"])
	_, refreshed := p.verified(second["id_token"])
	for _, name := range []string{"iss", "sub", "aud", "auth_time"} {
		if diff := cmp.Diff(old[name], refreshed[name]); diff != "" {
			t.Errorf("%s (-first +refreshed):\n%s", name, diff)
		}
	}
	if refreshed["nonce"] != nil || refreshed["at_hash"] != idp.AccessTokenHash(second["access_token"].(string)) {
		t.Errorf("nonce = %v, at_hash = %v", refreshed["nonce"], refreshed["at_hash"])
	}
	if p.RefreshTokenActive(first["refresh_token"].(string)) || !p.RefreshTokenActive(second["refresh_token"].(string)) {
		t.Error("the old refresh token is active, or the new one is not")
	}
}

func TestRefreshTokenReuseEndsTheFamily(t *testing.T) {
	p := newParty(t)
	first := p.logIn(nil)
	_, second := p.refresh(first["refresh_token"].(string))
	_, third := p.refresh(second["refresh_token"].(string))
	status, body := p.refresh(first["refresh_token"].(string))
	invalidGrant(t, status, body)
	if p.RefreshTokenActive(third["refresh_token"].(string)) {
		t.Error("the newest refresh token is still active")
	}
	status, body = p.refresh(third["refresh_token"].(string))
	invalidGrant(t, status, body)
	status, _ = p.do(http.MethodGet, idp.PathUserInfo, nil, third["access_token"].(string))
	if status != http.StatusUnauthorized {
		t.Errorf("UserInfo after the family's end: status %d, want 401", status)
	}
}

func TestParallelRefreshHasOneWinner(t *testing.T) {
	p := newParty(t)
	token := p.logIn(nil)["refresh_token"].(string)
	var group sync.WaitGroup
	statuses := make([]int, 20)
	for i := range statuses {
		group.Go(func() { statuses[i], _ = p.refresh(token) })
	}
	group.Wait()
	count := map[int]int{}
	for _, status := range statuses {
		count[status]++
	}
	if diff := cmp.Diff(map[int]int{http.StatusOK: 1, http.StatusBadRequest: 19}, count); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}
}

func TestRevocation(t *testing.T) {
	p := newParty(t)
	revoke := func(token string) int {
		status, _ := p.do(http.MethodPost, idp.PathRevoke, url.Values{
			"token": {token}, "token_type_hint": {"refresh_token"}, "client_id": {p.ClientID},
		}, "")
		return status
	}
	t.Run("current token", func(t *testing.T) {
		token := p.logIn(nil)["refresh_token"].(string)
		if status := revoke(token); status != http.StatusOK || p.RefreshTokenActive(token) {
			t.Errorf("status %d, active %t", status, p.RefreshTokenActive(token))
		}
	})
	t.Run("rotated token ends the family", func(t *testing.T) {
		old := p.logIn(nil)["refresh_token"].(string)
		_, second := p.refresh(old)
		if status := revoke(old); status != http.StatusOK || p.RefreshTokenActive(second["refresh_token"].(string)) {
			t.Errorf("status %d, the family is active", status)
		}
	})
	t.Run("unknown token", func(t *testing.T) {
		if status := revoke("unknown"); status != http.StatusOK {
			t.Errorf("status %d, want 200 (RFC 7009, section 2.2)", status)
		}
	})
}
