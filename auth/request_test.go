package auth

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func request(t *testing.T, cfg Config, endpoint, prompt string) (transaction, *url.URL) {
	t.Helper()
	transaction := newTransaction(cfg, &Provider{AuthorizationEndpoint: endpoint}, testNow)
	u, err := url.Parse(transaction.url(prompt))
	if err != nil {
		t.Fatal(err)
	}
	return transaction, u
}

func TestAuthenticationRequest(t *testing.T) {
	cfg := Config{ClientID: "an app&more", RedirectURI: "http://localhost/callback", Scope: "openid profile"}
	transaction, u := request(t, cfg, "https://op.example/authorize", "")
	verifier := transaction.verifier.Reveal()
	challenge := sha256.Sum256([]byte(verifier))
	want := url.Values{
		"client_id": {"an app&more"}, "redirect_uri": {"http://localhost/callback"},
		"response_type": {"code"}, "scope": {"openid profile"},
		"state": {transaction.state.Reveal()}, "nonce": {transaction.nonce.Reveal()},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(challenge[:])}, "code_challenge_method": {"S256"},
	}
	t.Run("C-PKCE-PRESENT, C-PKCE-S256, C-STATE-SENT, C-NONCE-SENT, C-NO-SECRET", func(t *testing.T) {
		if diff := cmp.Diff(want, u.Query()); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("C-PKCE-ENTROPY", func(t *testing.T) {
		// 43 characters are the 32 octets that the standard recommends (RFC 7636, section 4.1).
		if !regexp.MustCompile(`^[A-Za-z0-9._~-]{43,128}$`).MatchString(verifier) {
			t.Errorf("the verifier has %d characters, want 43 to 128 allowed ones", len(verifier))
		}
		if octets, err := base64.RawURLEncoding.DecodeString(verifier); err != nil || len(octets) < 32 {
			t.Errorf("verifier: %v, %d octets, want at least 32", err, len(octets))
		}
	})
	t.Run("C-PKCE-FRESH", func(t *testing.T) {
		other, _ := request(t, cfg, "https://op.example/authorize", "")
		for name, pair := range map[string][2]Secret{
			"state": {transaction.state, other.state}, "nonce": {transaction.nonce, other.nonce},
			"verifier": {transaction.verifier, other.verifier},
		} {
			if pair[0].IsZero() || equal(pair[0].Reveal(), pair[1]) || len(pair[0].Reveal()) < 26 {
				t.Errorf("the %s is used twice, or too short", name)
			}
		}
	})
	t.Run("audience and prompt", func(t *testing.T) {
		cfg.Audience = "https://api.example/?a=b&c"
		_, u := request(t, cfg, "https://op.example/authorize", "login")
		if query := u.Query(); query.Get("audience") != cfg.Audience || query.Get("prompt") != "login" {
			t.Errorf("got %v", query["audience"])
		}
	})
}

// TestC_URL_ENCODED: the endpoint may have its own query, which is kept (RFC 6749, section 3.1).
func TestC_URL_ENCODED(t *testing.T) {
	cfg := Config{ClientID: "app", RedirectURI: "com.example:/cb?a=b&c=d", Scope: "openid ü+&="}
	for endpoint, own := range map[string]url.Values{
		"https://op.example/authorize": {}, "https://op.example/authorize?p=b2c_1&q=a%26b": {"p": {"b2c_1"}, "q": {"a&b"}},
	} {
		_, u := request(t, cfg, endpoint, "")
		query := u.Query()
		whole := query.Get("redirect_uri") == cfg.RedirectURI && query.Get("scope") == cfg.Scope
		if !whole || u.Fragment != "" || len(query["client_id"]) != 1 {
			t.Errorf("%s: got %v", endpoint, query)
		}
		maps.DeleteFunc(query, func(name string, _ []string) bool { return !slices.Contains([]string{"p", "q"}, name) })
		if diff := cmp.Diff(own, query); diff != "" {
			t.Errorf("%s: %s", endpoint, diff)
		}
	}
}

func TestConfig(t *testing.T) {
	good := Config{Issuer: "https://op.example/", ClientID: "app", RedirectURI: "http://localhost/callback", Scope: "openid"}
	if err := good.validate(); err != nil {
		t.Errorf("a good configuration was refused: %v", err)
	}
	for id, edit := range map[string]func(*Config){
		"no issuer":                            func(c *Config) { c.Issuer = "" },
		"C-AUTHZ-HTTPS issuer":                 func(c *Config) { c.Issuer = "http://op.example" },
		"no client":                            func(c *Config) { c.ClientID = "" },
		"no redirect URI":                      func(c *Config) { c.RedirectURI = "" },
		"a relative redirect URI":              func(c *Config) { c.RedirectURI = "/callback" },
		"a redirect URI with a fragment":       func(c *Config) { c.RedirectURI += "#x" },
		"C-SCOPE-OPENID none":                  func(c *Config) { c.Scope = "" },
		"C-SCOPE-OPENID others":                func(c *Config) { c.Scope = "profile email" },
		"C-SCOPE-OPENID a longer word":         func(c *Config) { c.Scope = "openid2 profile" },
		"C-SCOPE-OPENID in another case":       func(c *Config) { c.Scope = "OpenID" },
		"C-AUTHZ-HTTPS user in the issuer":     func(c *Config) { c.Issuer = "https://op.example@evil.example" },
		"C-AUTHZ-HTTPS fragment in the issuer": func(c *Config) { c.Issuer += "#" },
		"an empty trusted audience":            func(c *Config) { c.TrustedAudiences = []string{""} },
		"an unknown audience parameter":        func(c *Config) { c.AudienceParameter = "aud" },
	} {
		t.Run(id, func(t *testing.T) {
			cfg := good
			edit(&cfg)
			if session, err := New(Options{Config: cfg}); !same(err, ErrConfig) || session != nil {
				t.Errorf("got %v, want ErrConfig", err)
			}
		})
	}
}

// TestTransactionIsNotPrinted: printing a transaction shows none of its secrets.
func TestTransactionIsNotPrinted(t *testing.T) {
	transaction, _ := request(t, Config{}, "https://op.example/authorize", "")
	for _, verb := range []string{"%v", "%+v", "%#v"} {
		text := fmt.Sprintf(verb, transaction)
		for _, secret := range []Secret{transaction.state, transaction.nonce, transaction.verifier} {
			if regexp.MustCompile(regexp.QuoteMeta(secret.Reveal())).MatchString(text) {
				t.Errorf("C-TOK-ERRORS-CLEAN: %s prints a secret", verb)
			}
		}
	}
}
