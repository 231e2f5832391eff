package auth_test

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

// secrets are all values that must not leak in a run: those sent to the provider, and those in its answers.
type secrets struct {
	mu   sync.Mutex
	seen map[string]bool
}

// collect adds the secrets of every token request and answer. Install it before tampers that spoil them.
func (s *secrets) collect(p *party) {
	p.provider.Tamper(idp.PathToken, func(r *authtest.Response) {
		var body map[string]any
		_ = json.Unmarshal(r.Body, &body) // an error response has no tokens
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, name := range []string{"access_token", "refresh_token", "id_token"} {
			if text, ok := body[name].(string); ok {
				s.seen[text] = true
			}
		}
		for _, name := range []string{"code", "code_verifier", "refresh_token"} {
			if text := r.Request.Form.Get(name); text != "" {
				s.seen[text] = true
			}
		}
	})
}

func (s *secrets) in(text string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for secret := range s.seen {
		// Parts of a JWT are secret, too, and a form contains the secret escaped.
		if strings.Contains(text, secret) || strings.Contains(text, url.QueryEscape(secret)) {
			return true
		}
	}
	return strings.Contains(text, "eyJ")
}

// TestHostileRun runs a session through everything that a provider can do wrong, and then checks every error, every
// snapshot and the log.
func TestHostileRun(t *testing.T) {
	p := newParty(t)
	known := &secrets{seen: map[string]bool{}}
	known.collect(p)
	var said []string
	note := func(err error) {
		s := p.Snapshot()
		said = append(said, fmt.Sprintf("%v %+v %#v %v %v %+v", err, err, err, s.Err, s.Notice, s))
	}
	again := func(body map[string]any) {
		body["access_token"] = fmt.Sprint("a b ", body["access_token"], body["refresh_token"])
	}
	spoilers := []authtest.Tamper{
		p.provider.EditIDToken(func(_, claims map[string]any) { claims["nonce"] = "another" }),
		p.provider.EditIDToken(func(header, _ map[string]any) { header["kid"] = "unknown" }),
		authtest.EditJSON(again),
		authtest.EditJSON(func(body map[string]any) { body["token_type"] = body["access_token"] }),
		authtest.EditJSON(func(body map[string]any) { body["id_token"] = fmt.Sprint(body["id_token"], "x") }),
		authtest.EditJSON(func(body map[string]any) {
			body["error"], body["error_description"] = "invalid_request", body["access_token"]
		}),
		func(r *authtest.Response) { r.Status = http.StatusInternalServerError },
		func(r *authtest.Response) { r.Body = r.Body[:len(r.Body)/2] },
		func(r *authtest.Response) { r.Header().Set("Content-Type", "text/html") },
		func(r *authtest.Response) {
			r.Status = http.StatusTemporaryRedirect
			r.Header().Set("Location", "/elsewhere?code="+r.Request.Form.Get("code"))
		},
	}
	for i, spoil := range spoilers {
		stop := p.provider.Tamper(idp.PathToken, spoil)
		err := p.Login(ctx(t))
		if err == nil {
			t.Errorf("log-in %d succeeded", i)
		}
		note(err)
		stop()
	}
	p.logIn(t)
	known.seen[p.token(t, "")], known.seen[p.refreshToken(t)] = true, true
	p.clock.Advance(time.Hour)
	for i, spoil := range spoilers[1:3] {
		stop := p.provider.Tamper(idp.PathToken, spoil)
		_, err := p.Token(ctx(t), "")
		if err == nil {
			t.Errorf("refresh %d succeeded", i)
		}
		note(err)
		stop()
	}
	note(p.Logout(ctx(t)))
	if len(known.seen) < 2*len(spoilers) {
		t.Fatalf("only %d secrets were seen", len(known.seen))
	}
	for _, text := range append(said, p.log.String()) {
		if known.in(text) {
			t.Errorf("C-TOK-ERRORS-CLEAN: a secret is in an error, a snapshot or the log")
		}
	}
	if n := len(p.provider.Requests("/elsewhere")); n != 0 {
		t.Errorf("C-TOK-NOREDIRECT: %d requests followed a redirect", n)
	}
}

// TestC_TLS_VERIFY: an untrusted certificate and an old TLS version are refused.
func TestC_TLS_VERIFY(t *testing.T) {
	trusting := func(p *party) *http.Client {
		return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: p.provider.CertPool()}}, Timeout: waitLimit}
	}
	tests := []struct {
		name       string
		maxVersion uint16
		client     func(*party) *http.Client
		words      string // in the error; empty if the log-in succeeds
	}{
		{"trusted", 0, trusting, ""},
		{"TLS 1.2", tls.VersionTLS12, trusting, ""},
		{"TLS 1.1", tls.VersionTLS11, trusting, "protocol version"},
		{"an unknown authority", 0, func(*party) *http.Client { return nil }, "certificate"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := newParty(t, func(o *authtest.Options) { o.TLS, o.MaxTLSVersion = true, tt.maxVersion })
			session, err := auth.New(auth.Options{
				Config: auth.Config{
					Issuer: p.provider.Issuer, ClientID: p.provider.ClientID, RedirectURI: authtest.RedirectURI, Scope: "openid",
				},
				Browser: p.browser, Store: p.store, HTTP: tt.client(p), Now: p.clock.Now, After: p.clock.After,
			})
			if err != nil {
				t.Fatal(err)
			}
			defer session.Close()
			err = session.Login(ctx(t))
			if tt.words == "" && err != nil {
				t.Errorf("got %v, want no error", err)
			}
			if tt.words != "" && (!errors.Is(err, auth.ErrOffline) || !strings.Contains(err.Error(), tt.words)) {
				t.Errorf("got %v, want it to be about the %s", err, tt.words)
			}
			if n := len(p.browser.Opened()); (n == 0) == (tt.words == "") {
				t.Errorf("the browser was opened %d times", n)
			}
			if n := len(p.provider.Requests("")); (n == 0) == (tt.words == "") {
				t.Errorf("%d requests arrived", n)
			}
		})
	}
}

// TestC_BROWSER_URL_GUARD: the browser is opened for the provider's own authorization endpoint, and nothing else.
func TestC_BROWSER_URL_GUARD(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	endpoint := p.provider.Issuer + idp.PathAuthorize + "?"
	if opened := p.browser.Opened(); len(opened) != 1 || !strings.HasPrefix(opened[0].StartURL, endpoint) {
		t.Errorf("the browser opened %v, want the authorization endpoint once", opened)
	}
}

// TestC_SCOPE_OPENID: only a request with offline_access gets a refresh token.
func TestC_SCOPE_OPENID(t *testing.T) {
	p := newParty(t)
	session, err := auth.New(auth.Options{
		Config: auth.Config{
			Issuer: p.provider.Issuer, ClientID: p.provider.ClientID, RedirectURI: authtest.RedirectURI, Scope: "openid profile",
		},
		Browser: p.browser, Store: p.store, HTTP: p.provider.Client(), Now: p.clock.Now, After: p.clock.After,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	if err := session.Login(ctx(t)); err != nil {
		t.Fatal(err)
	}
	asked, err := url.Parse(p.browser.Opened()[0].StartURL)
	if err != nil || asked.Query().Get("scope") != "openid profile" || p.store.Len() != 0 {
		t.Errorf("asked for %q (%v), stored %d", asked.Query().Get("scope"), err, p.store.Len())
	}
}
