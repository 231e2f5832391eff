package bearer_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"wails-openid-oauth/backend-api/bearer"
	"wails-openid-oauth/test/josetest"
)

// sign returns a good token of the provider, by an algorithm and the key that has the given name.
func (p *provider) sign(method jwt.SigningMethod, key any, kid string) string {
	return josetest.CompactWith(method, key, josetest.JSON(map[string]any{"alg": method.Alg(), "kid": kid}), josetest.JSON(map[string]any{
		"iss": p.url, "aud": audience, "sub": "ada", "exp": time.Now().Add(time.Hour).Unix(),
	}))
}

// A guard accepts the algorithms of its options and no others, with the keys that the issuer publishes for them.
func TestA_ALG_options(t *testing.T) {
	rs, ec := josetest.Key(), josetest.ECKey()
	p := newProvider(t)
	p.publish(josetest.JWK(&rs.PublicKey, "rsa"), josetest.ECJWK(&ec.PublicKey, "ec"))
	tokens := map[string]string{
		"RS256": p.sign(jwt.SigningMethodRS256, rs, "rsa"),
		"PS256": p.sign(jwt.SigningMethodPS256, rs, "rsa"),
		"ES256": p.sign(jwt.SigningMethodES256, ec, "ec"),
		"HS256": p.sign(jwt.SigningMethodHS256, []byte("secret"), "rsa"),
		"RS512": p.sign(jwt.SigningMethodRS512, rs, "rsa"),
	}
	for _, allowed := range [][]string{nil, {"RS256"}, {"ES256"}, {"PS256"}, {"RS256", "PS256", "ES256"}} {
		guard := p.guard(t, func(o *bearer.Options) { o.Algorithms = allowed })
		await(t, "the guard is ready", guard.Ready)
		for alg, compact := range tokens {
			want := bearer.ErrAlgorithm
			if strings.Contains(strings.Join(allowed, " "), alg) || allowed == nil && alg == "RS256" {
				want = nil
			}
			for range 2 { // The second time, a good one is remembered.
				if _, err := guard.Verify(t.Context(), compact); !errors.Is(err, want) {
					t.Errorf("%s, where %q are allowed: got %v, want %v", alg, allowed, err, want)
				}
			}
		}
	}
}

// A provider publishes a new key under the name of the old one. Its first token is accepted, and the old key's tokens are refused,
// even one that was accepted before.
func TestA_JWKS_ROTATE_under_the_old_name(t *testing.T) {
	p := newProvider(t)
	guard := p.guard(t)
	await(t, "the guard is ready", guard.Ready)
	old := p.sign(jwt.SigningMethodRS256, josetest.Key(), "k")
	if _, err := guard.Verify(t.Context(), old); err != nil {
		t.Fatal(err)
	}
	p.publish(josetest.JWK(&josetest.Other().PublicKey, "k"))
	if _, err := guard.Verify(t.Context(), p.sign(jwt.SigningMethodRS256, josetest.Other(), "k")); err != nil {
		t.Errorf("a token of the new key: %v", err)
	}
	if _, err := guard.Verify(t.Context(), old); !errors.Is(err, bearer.ErrSignature) {
		t.Errorf("a token of the old key: got %v, want ErrSignature", err)
	}
}

// publish changes the issuer's keys.
func (p *provider) publish(keys ...string) {
	p.misbehave(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/keys" {
			io.WriteString(w, josetest.Set(keys...))
			return
		}
		p.discovery(w, r)
	})
}
