package differential

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"wails-openid-oauth/test/authtest"
)

// forge makes the compact token that replaces the provider's own token.
type forge func(p *authtest.Provider, header, claims map[string]any) (string, error)

type stranger struct {
	rsa *rsa.PrivateKey
	ec  *ecdsa.PrivateKey
}

// token is a token of the corpus.
type token struct {
	name  string
	valid bool
	// lenient says why auth accepts the token although another library may refuse it.
	lenient string
	forge   forge
	// keys changes what the provider publishes.
	keys authtest.Tamper
}

// edited makes a token that the provider signs after a change.
func edited(edit func(header, claims map[string]any)) forge {
	return func(p *authtest.Provider, header, claims map[string]any) (string, error) {
		edit(header, claims)
		return p.SignIDToken(header, claims)
	}
}

// claim sets one claim. The value nil removes it.
func claim(name string, value any) forge {
	return edited(func(_, claims map[string]any) {
		if claims[name] = value; value == nil {
			delete(claims, name)
		}
	})
}

func header(name string, value any) forge {
	return edited(func(header, _ map[string]any) { header[name] = value })
}

// signed makes a token that is signed with another key, but names the provider's key.
func signed(method jwt.SigningMethod, key any) forge {
	return func(_ *authtest.Provider, header, claims map[string]any) (string, error) {
		header["alg"] = method.Alg()
		return authtest.Sign(method, key, header, claims)
	}
}

// rewritten makes a token by changing the text of a good one.
func rewritten(rewrite func(parts []string) []string) forge {
	return func(p *authtest.Provider, header, claims map[string]any) (string, error) {
		compact, err := p.SignIDToken(header, claims)
		return strings.Join(rewrite(strings.Split(compact, ".")), "."), err
	}
}

func encode(value any) string {
	text, _ := json.Marshal(value) // maps of strings cannot fail
	return base64.RawURLEncoding.EncodeToString(text)
}

func withoutKeyIDs(body map[string]any) {
	for _, key := range body["keys"].([]any) {
		delete(key.(map[string]any), "kid")
	}
}

// ago returns the NumericDate of a moment in the past.
func ago(d time.Duration) int64 { return time.Now().Add(-d).Unix() }

func corpus(s stranger) []token {
	const client = authtest.ClientID
	valid := []token{
		{name: "as the provider made it", forge: edited(func(_, _ map[string]any) {})},
		{name: "aud as a list", forge: claim("aud", []string{client})},
		{name: "aud twice, with azp", forge: edited(func(_, claims map[string]any) { claims["aud"], claims["azp"] = []string{client, client}, client })},
		{name: "azp", forge: claim("azp", client)},
		{name: "no at_hash", forge: claim("at_hash", nil)},
		{name: "no typ", forge: header("typ", nil)},
		{name: "claims that nobody knows", forge: claim("x", map[string]any{"a": []int{1}})},
		{name: "no kid, one key", forge: header("kid", nil), keys: authtest.EditJSON(withoutKeyIDs)},
		{name: "exp in a year", forge: claim("exp", ago(-365*24*time.Hour))},
		{name: "iat an hour ago", forge: claim("iat", ago(time.Hour))},
	}
	for i := range valid {
		valid[i].valid = true
	}
	return append(append(valid, claims()...), signatures(s)...)
}

func claims() []token {
	const client = authtest.ClientID
	return []token{
		{name: "iss of another", forge: claim("iss", "https://op.example")},
		{name: "iss with a slash", forge: edited(func(_, claims map[string]any) { claims["iss"] = claims["iss"].(string) + "/" })},
		{name: "no iss", forge: claim("iss", nil)},
		{name: "iss a number", forge: claim("iss", 7)},
		{name: "aud of another", forge: claim("aud", "another")},
		{name: "no aud", forge: claim("aud", nil)},
		{name: "aud empty", forge: claim("aud", []string{})},
		{name: "aud a number", forge: claim("aud", 7)},
		{name: "aud in another case", forge: claim("aud", strings.ToUpper(client))},
		{name: "aud with a stranger", forge: edited(func(_, claims map[string]any) { claims["aud"], claims["azp"] = []string{client, "another"}, client })},
		{name: "aud twice, without azp", forge: claim("aud", []string{client, client})},
		{name: "azp of another", forge: claim("azp", "another")},
		{name: "no sub", forge: claim("sub", nil)},
		{name: "sub empty", forge: claim("sub", "")},
		{name: "sub a number", forge: claim("sub", 7)},
		{name: "expired", forge: claim("exp", ago(time.Hour))},
		{name: "no exp", forge: claim("exp", nil)},
		{name: "exp zero", forge: claim("exp", 0)},
		{name: "exp a text", forge: claim("exp", "soon")},
		{name: "exp before 1970", forge: claim("exp", -1)},
		{name: "expired a moment ago", forge: claim("exp", ago(5*time.Second)),
			lenient: "clocks differ: 30 s are forgiven, as OpenID Connect Core, section 3.1.3.7 (9), allows"},
		{name: "no iat", forge: claim("iat", nil)},
		{name: "iat to come", forge: claim("iat", ago(-time.Hour))},
		{name: "iat a text", forge: claim("iat", "then")},
		{name: "not before an hour from now", forge: claim("nbf", ago(-time.Hour))},
		{name: "nonce of another", forge: claim("nonce", "another")},
		{name: "no nonce", forge: claim("nonce", nil)},
		{name: "nonce empty", forge: claim("nonce", "")},
		{name: "at_hash of another", forge: claim("at_hash", "AAAAAAAAAAAAAAAAAAAAAA")},
		{name: "at_hash a number", forge: claim("at_hash", 7)},
		{name: "auth_time a text", forge: claim("auth_time", "then")},
		{name: "a claim's source that is not there", forge: claim("_claim_names", map[string]string{"address": "nowhere"}),
			lenient: "claims of third parties are not read at all"},
	}
}

func signatures(s stranger) []token {
	return []token{
		{name: "signed by a stranger", forge: signed(jwt.SigningMethodRS256, s.rsa)},
		{name: "HS256", forge: signed(jwt.SigningMethodHS256, []byte("shared"))},
		{name: "ES256", forge: signed(jwt.SigningMethodES256, s.ec)},
		{name: "PS256", forge: signed(jwt.SigningMethodPS256, s.rsa)},
		{name: "RS512", forge: signed(jwt.SigningMethodRS512, s.rsa)},
		{name: "none", forge: signed(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType)},
		{name: "alg none over a good signature", forge: rewritten(func(p []string) []string {
			return []string{encode(map[string]string{"alg": "none"}), p[1], p[2]}
		})},
		{name: "an unknown key", forge: header("kid", "unknown")},
		{name: "crit", forge: header("crit", []string{"exp"})},
		{name: "b64", forge: edited(func(header, _ map[string]any) { header["crit"], header["b64"] = []string{"b64"}, false })},
		{name: "no signature", forge: rewritten(func(p []string) []string { return []string{p[0], p[1], ""} })},
		{name: "half a signature", forge: rewritten(func(p []string) []string { return []string{p[0], p[1], p[2][:100]} })},
		{name: "two parts", forge: rewritten(func(p []string) []string { return p[:2] })},
		{name: "four parts", forge: rewritten(func(p []string) []string { return append(p, p[2]) })},
		{name: "five parts", forge: rewritten(func(p []string) []string { return append(p, p[1], p[2]) })},
		{name: "a payload of its own", forge: rewritten(func(p []string) []string { return []string{p[0], encode(map[string]string{"sub": "eve"}), p[2]} })},
		{name: "padding", forge: rewritten(func(p []string) []string { return []string{p[0], p[1], p[2] + "=="} })},
		{name: "a space", forge: rewritten(func(p []string) []string { return []string{p[0] + " ", p[1], p[2]} })},
		{name: "not base64", forge: rewritten(func(p []string) []string { return []string{p[0], p[1], "***"} })},
		{name: "not JSON", forge: rewritten(func(p []string) []string { return []string{p[0], "AAAA", p[2]} })},
		{name: "no JWT", forge: rewritten(func([]string) []string { return []string{"x"} })},
	}
}
