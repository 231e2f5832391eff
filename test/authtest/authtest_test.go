package authtest_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"

	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

const verifier = "a-code-verifier-that-is-long-enough-for-rfc-7636"

// startURL is a good authorization request with a redirect URI.
func startURL(p *authtest.Provider, redirectURI string) string {
	return p.Issuer + idp.PathAuthorize + "?" + url.Values{
		"client_id": {p.ClientID}, "redirect_uri": {redirectURI}, "response_type": {"code"}, "state": {"a-state"},
		"scope": {"openid profile offline_access"}, "audience": {authtest.Audience}, "nonce": {"a-nonce"},
		"code_challenge": {oauth2.S256ChallengeFromVerifier(verifier)}, "code_challenge_method": {"S256"},
	}.Encode()
}

func limit(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// idToken logs in and returns the ID token unchecked.
func idToken(t *testing.T, p *authtest.Provider) string {
	t.Helper()
	answer, err := p.Browser().Open(limit(t), request(p))
	if err != nil {
		t.Fatal(err)
	}
	response, err := p.Client().PostForm(p.Issuer+idp.PathToken, url.Values{
		"grant_type": {"authorization_code"}, "client_id": {p.ClientID}, "code": {answer.Query().Get("code")},
		"redirect_uri": {authtest.RedirectURI}, "code_verifier": {verifier},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var body struct {
		IDToken string `json:"id_token"`
	}
	if err := json.NewDecoder(response.Body).Decode(&body); err != nil {
		t.Fatal(err)
	}
	return body.IDToken
}

// verify checks a token with the published keys and returns its header and claims.
func verify(t *testing.T, p *authtest.Provider, token string) (*jwt.Token, jwt.MapClaims, error) {
	t.Helper()
	keys, err := keyfunc.NewDefaultOverrideCtx(t.Context(), []string{p.Issuer + idp.PathJWKS}, keyfunc.Override{Client: p.Client()})
	if err != nil {
		t.Fatal(err)
	}
	claims := jwt.MapClaims{}
	parsed, err := jwt.ParseWithClaims(token, claims, keys.Keyfunc, jwt.WithValidMethods([]string{"RS256"}))
	return parsed, claims, err
}

func TestProvider(t *testing.T) {
	for name, secure := range map[string]bool{"http": false, "TLS": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := authtest.NewProvider(t, func(o *authtest.Options) { o.TLS = secure })
			_, claims, err := verify(t, p, idToken(t, p))
			if err != nil || claims["sub"] != "demo|ada" {
				t.Errorf("sub = %v, %v", claims["sub"], err)
			}
			if secure == (p.CertPool() == nil) || strings.HasPrefix(p.Issuer, "https:") != secure {
				t.Errorf("issuer %s, certificate pool %t", p.Issuer, p.CertPool() != nil)
			}
		})
	}
}

func TestStartReportsItsErrors(t *testing.T) {
	t.Parallel()
	if _, err := authtest.Start(authtest.Options{Addr: "127.0.0.1:-1"}); err == nil {
		t.Error("no error for an address that cannot be listened at")
	}
	if _, err := authtest.Start(authtest.Options{Options: idp.Options{AccessTokenLifetime: 1}}); err == nil {
		t.Error("no error for options that the provider refuses")
	}
}

func TestRequestsAreRecorded(t *testing.T) {
	t.Parallel()
	p := authtest.NewProvider(t)
	idToken(t, p)
	tokenRequests := p.Requests(idp.PathToken)
	if len(tokenRequests) != 1 {
		t.Fatalf("%d token requests, want 1", len(tokenRequests))
	}
	got := tokenRequests[0]
	if got.Method != http.MethodPost || got.Form.Get("code_verifier") != verifier || got.AuthScheme != "" {
		t.Errorf("method %s, verifier right: %t, scheme %q", got.Method, got.Form.Get("code_verifier") == verifier, got.AuthScheme)
	}
	if text := fmt.Sprintf("%v %+v %#v", got, got, got); strings.Contains(text, verifier) {
		t.Errorf("a printed request shows its values: %s", text)
	}
	userinfo, err := http.NewRequestWithContext(limit(t), http.MethodGet, p.Issuer+idp.PathUserInfo, nil)
	if err != nil {
		t.Fatal(err)
	}
	userinfo.Header.Set("Authorization", "Bearer junk")
	response, err := p.Client().Do(userinfo)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if got := p.Requests(idp.PathUserInfo)[0].AuthScheme; got != "Bearer" {
		t.Errorf("scheme %q, want Bearer", got)
	}
	if p.ForgetRequests(); len(p.Requests("")) != 0 {
		t.Error("requests after ForgetRequests")
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := p.WaitRequests(ended, idp.PathToken, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("WaitRequests = %v, want context.Canceled", err)
	}
}

func TestTamper(t *testing.T) {
	t.Parallel()
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		tamper  func(p *authtest.Provider) authtest.Tamper
		valid   bool
		nonce   any
		noKeyID bool
	}{
		"claims, signed by the provider": {func(p *authtest.Provider) authtest.Tamper {
			return p.EditIDToken(func(_, claims map[string]any) { claims["nonce"] = "another" })
		}, true, "another", false},
		"header without kid": {func(p *authtest.Provider) authtest.Tamper {
			return p.EditIDToken(func(header, _ map[string]any) { header["kid"] = nil })
		}, true, "a-nonce", true},
		"other key": {func(*authtest.Provider) authtest.Tamper {
			return authtest.ReplaceIDToken(func(header, claims map[string]any) (string, error) {
				return authtest.Sign(jwt.SigningMethodRS256, other, header, claims)
			})
		}, false, "a-nonce", false},
		"no signature": {func(*authtest.Provider) authtest.Tamper {
			return authtest.ReplaceIDToken(func(_, claims map[string]any) (string, error) {
				return authtest.Sign(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, nil, claims)
			})
		}, false, "a-nonce", true},
	} {
		t.Run(name, func(t *testing.T) {
			p := authtest.NewProvider(t)
			stop := p.Tamper(idp.PathToken, test.tamper(p))
			token, claims, err := verify(t, p, idToken(t, p))
			if (err == nil) != test.valid || claims["nonce"] != test.nonce || (token.Header["kid"] == nil) != test.noKeyID {
				t.Errorf("valid: %t (%v), nonce %v, kid %v", err == nil, err, claims["nonce"], token.Header["kid"])
			}
			stop()
			if _, claims, err := verify(t, p, idToken(t, p)); err != nil || claims["nonce"] != "a-nonce" {
				t.Errorf("after the end of the tampering: nonce %v, %v", claims["nonce"], err)
			}
		})
	}
}

func TestTamperWithMetadata(t *testing.T) {
	t.Parallel()
	p := authtest.NewProvider(t)
	p.Tamper(idp.PathDiscovery, authtest.EditJSON(func(metadata map[string]any) { metadata["issuer"] = "https://other.example" }))
	p.Tamper("", func(r *authtest.Response) { r.Header().Set("X-Path", r.Request.Path) })
	response, err := p.Client().Get(p.Issuer + idp.PathDiscovery)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var metadata map[string]any
	if err := json.NewDecoder(response.Body).Decode(&metadata); err != nil {
		t.Fatal(err)
	}
	got := []any{metadata["issuer"], metadata["token_endpoint"], response.Header.Get("X-Path")}
	if diff := cmp.Diff([]any{"https://other.example", p.Issuer + idp.PathToken, idp.PathDiscovery}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEditIDTokenWithoutOne(t *testing.T) {
	t.Parallel()
	p := authtest.NewProvider(t)
	p.Tamper(idp.PathToken, p.EditIDToken(func(_, _ map[string]any) { t.Error("called without an ID token") }))
	response, err := p.Client().PostForm(p.Issuer+idp.PathToken, url.Values{"grant_type": {"refresh_token"}})
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode < 400 {
		t.Errorf("status %d", response.StatusCode)
	}
}

func TestOffline(t *testing.T) {
	t.Parallel()
	p := authtest.NewProvider(t)
	idToken(t, p)
	p.GoOffline()
	_, err := p.Client().Get(p.Issuer + idp.PathJWKS)
	if _, refused := errors.AsType[*net.OpError](err); !refused {
		t.Fatalf("offline: %v, want a network error", err)
	}
	if err := p.GoOnline(); err != nil {
		t.Fatal(err)
	}
	if !p.SessionActive("ada") {
		t.Error("the provider lost its sessions while it was offline")
	}
	idToken(t, p)
}

// TestEditRedirect changes the authorization response, and nothing else on the way to it.
func TestEditRedirect(t *testing.T) {
	t.Parallel()
	p := authtest.NewProvider(t)
	p.Tamper("", authtest.EditRedirect(authtest.RedirectURI, func(query url.Values) {
		query.Set("state", "another")
		query.Del("iss")
	}))
	passedOver := make(chan *url.URL, 1)
	browser := p.Browser()
	browser.OnPassedOver = func(answer *url.URL) { passedOver <- answer }
	ctx, cancel := context.WithCancel(limit(t))
	defer cancel()
	ended := make(chan error)
	go func() {
		req := request(p)
		req.Accept = func(answer *url.URL) bool { return answer.Query().Get("state") == "a-state" }
		_, err := browser.Open(ctx, req)
		ended <- err
	}()
	query := (<-passedOver).Query()
	if query.Get("state") != "another" || query.Has("iss") || query.Get("code") == "" {
		t.Errorf("state %q, iss %t, code %t", query.Get("state"), query.Has("iss"), query.Has("code"))
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("Open = %v, want context.Canceled", err)
	}
}

func TestMaxTLSVersion(t *testing.T) {
	t.Parallel()
	for version, good := range map[uint16]bool{0: true, tls.VersionTLS12: true, tls.VersionTLS11: false} {
		p := authtest.NewProvider(t, func(o *authtest.Options) { o.TLS, o.MaxTLSVersion = true, version })
		response, err := p.Client().Get(p.Issuer + idp.PathJWKS)
		if (err == nil) != good {
			t.Errorf("%s: %v", tls.VersionName(version), err)
			continue
		}
		if err == nil {
			response.Body.Close()
			if version != 0 && response.TLS.Version != version {
				t.Errorf("got %s, want %s", tls.VersionName(response.TLS.Version), tls.VersionName(version))
			}
		}
	}
}
