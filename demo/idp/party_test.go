package idp_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
	"golang.org/x/oauth2"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

const everything = "openid profile email offline_access"

// party is a relying party by hand: it sends what a test tells it to.
type party struct {
	*testing.T
	*authtest.Provider
	browser *authtest.Browser
	client  *http.Client
}

func newParty(t *testing.T, edits ...func(*authtest.Options)) *party {
	t.Helper()
	t.Parallel()
	provider := authtest.NewProvider(t, edits...)
	return &party{T: t, Provider: provider, browser: provider.Browser(), client: provider.Client()}
}

// params returns the parameters of a valid authorization request with changes. An empty value removes a parameter.
func params(verifier string, changes url.Values) url.Values {
	values := url.Values{
		"client_id": {authtest.ClientID}, "redirect_uri": {authtest.RedirectURI}, "response_type": {"code"},
		"scope": {everything}, "state": {"a-state"}, "nonce": {"a-nonce"}, "audience": {authtest.Audience},
		"code_challenge": {oauth2.S256ChallengeFromVerifier(verifier)}, "code_challenge_method": {"S256"},
	}
	for name, value := range changes {
		if values[name] = value; slices.Equal(value, []string{""}) {
			delete(values, name)
		}
	}
	return values
}

// authorize goes through the provider's pages and returns the verifier and the parameters of the answer.
func (p *party) authorize(changes url.Values) (verifier string, answer url.Values) {
	p.Helper()
	verifier = rand.Text() + rand.Text()
	answer, err := p.open(p.Issuer+idp.PathAuthorize+"?"+params(verifier, changes).Encode(), authtest.RedirectURI)
	if err != nil {
		p.Fatalf("authorize: %v", err)
	}
	return verifier, answer
}

// open follows a URL through the provider's pages until the client gets an answer.
func (p *party) open(start, end string) (url.Values, error) {
	ctx, cancel := context.WithTimeout(p.Context(), 10*time.Second)
	defer cancel()
	answer, err := p.browser.Open(ctx, auth.Request{StartURL: start, EndURL: end})
	if err != nil {
		return nil, err
	}
	return answer.Query(), nil
}

// do sends a request and returns the status and the body, if that is JSON.
func (p *party) do(method, path string, form url.Values, bearer string) (int, map[string]any) {
	p.Helper()
	response := p.send(p.Context(), method, path, form, bearer)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		p.Fatalf("%s %s: %v", method, path, err)
	}
	var object map[string]any
	_ = json.Unmarshal(body, &object)
	return response.StatusCode, object
}

func (p *party) send(ctx context.Context, method, path string, form url.Values, bearer string) *http.Response {
	p.Helper()
	response, err := p.client.Do(p.request(ctx, method, path, form, bearer))
	if err != nil {
		p.Fatalf("%s %s: %v", method, path, err)
	}
	return response
}

func (p *party) request(ctx context.Context, method, path string, form url.Values, bearer string) *http.Request {
	p.Helper()
	request, err := http.NewRequestWithContext(ctx, method, p.Issuer+path, formBody(form))
	if err != nil {
		p.Fatal(err)
	}
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if bearer != "" {
		request.Header.Set("Authorization", "Bearer "+bearer)
	}
	return request
}

// exchange redeems a code.
func (p *party) exchange(code, verifier string) (int, map[string]any) {
	p.Helper()
	return p.do(http.MethodPost, idp.PathToken, url.Values{
		"grant_type": {"authorization_code"}, "client_id": {p.ClientID}, "code": {code},
		"redirect_uri": {authtest.RedirectURI}, "code_verifier": {verifier},
	}, "")
}

// refresh uses a refresh token.
func (p *party) refresh(token string) (int, map[string]any) {
	p.Helper()
	return p.do(http.MethodPost, idp.PathToken, refreshForm(token), "")
}

func refreshForm(token string) url.Values {
	return url.Values{"grant_type": {"refresh_token"}, "client_id": {authtest.ClientID}, "refresh_token": {token}}
}

// logIn returns the tokens of a whole log-in.
func (p *party) logIn(changes url.Values) map[string]any {
	p.Helper()
	verifier, answer := p.authorize(changes)
	status, tokens := p.exchange(answer.Get("code"), verifier)
	if status != http.StatusOK {
		p.Fatalf("log-in: status %d, error %v; authorization error %q", status, tokens["error"], answer.Get("error"))
	}
	return tokens
}

// verified returns a token's header and claims, checked against the published keys.
func (p *party) verified(token any) (header map[string]any, claims jwt.MapClaims) {
	p.Helper()
	keys, err := keyfunc.NewDefaultOverrideCtx(p.Context(), []string{p.Issuer + idp.PathJWKS},
		keyfunc.Override{Client: p.client})
	if err != nil {
		p.Fatal(err)
	}
	text, _ := token.(string)
	claims = jwt.MapClaims{}
	parsed, err := jwt.ParseWithClaims(text, claims, keys.Keyfunc,
		jwt.WithValidMethods([]string{"RS256"}), jwt.WithIssuer(p.Issuer), jwt.WithExpirationRequired())
	if err != nil {
		p.Fatalf("verify: %v", err)
	}
	return parsed.Header, claims
}

// invalidGrant checks that the token endpoint answered invalid_grant.
func invalidGrant(t *testing.T, status int, body map[string]any) {
	t.Helper()
	if status != http.StatusBadRequest || body["error"] != "invalid_grant" {
		t.Errorf("status %d, error %v; want 400, invalid_grant", status, body["error"])
	}
}
