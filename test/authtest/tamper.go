package authtest

import (
	"net/url"
	"slices"
	"strings"

	"github.com/golang-jwt/jwt/v5"

	"wails-openid-oauth/demo/idp"
)

// Response is an answer of the provider that is not sent yet, and the request that it answers.
type Response struct {
	*idp.Response
	Request Request
}

// Tamper changes an answer.
type Tamper func(*Response)

// Tamper changes the answers of a path until stop is called. An empty path stands for all paths. Several tampers run in the
// order in which they were set, after the provider's own faults.
func (p *Provider) Tamper(path string, tamper Tamper) (stop func()) {
	entry := &tamper
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tampers[path] = append(p.tampers[path], entry)
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.tampers[path] = slices.DeleteFunc(p.tampers[path], func(other *Tamper) bool { return other == entry })
	}
}

// ClearTampers makes the provider send every answer unchanged from now on.
func (p *Provider) ClearTampers() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.tampers)
}

// EditJSON is a Tamper that changes an answer whose body is a JSON object, and leaves others unchanged. Numbers are
// json.Number. For discovery, the JWKS and the token endpoint, most tests need nothing else.
func EditJSON(edit func(object map[string]any)) Tamper {
	return func(r *Response) { _ = r.EditJSON(edit) }
}

// EditRedirect is a Tamper that changes the query of an answer that sends the browser to target: the authorization
// response, or the end of a log-out. It leaves other answers unchanged.
func EditRedirect(target string, edit func(query url.Values)) Tamper {
	return func(r *Response) {
		location, err := url.Parse(r.Header().Get("Location"))
		if err != nil || !strings.HasPrefix(location.String(), target) {
			return
		}
		query := location.Query()
		edit(query)
		location.RawQuery = query.Encode()
		r.Header().Set("Location", location.String())
	}
}

// EditIDToken is a Tamper for the token endpoint: it changes header and claims of the ID token, and signs it again
// with the provider's key. A nil value in the header removes a name.
func (p *Provider) EditIDToken(edit func(header, claims map[string]any)) Tamper {
	return ReplaceIDToken(func(header, claims map[string]any) (string, error) {
		edit(header, claims)
		return p.SignJWT(header, claims)
	})
}

// ReplaceIDToken is a Tamper for the token endpoint: it replaces the ID token with the one that make returns for its header
// and claims. Use it with [Sign] for another key or algorithm. If make fails, the answer has no ID token.
func ReplaceIDToken(make func(header, claims map[string]any) (string, error)) Tamper {
	return EditJSON(func(body map[string]any) {
		idToken, _ := body["id_token"].(string)
		claims := jwt.MapClaims{}
		token, _, err := jwt.NewParser(jwt.WithJSONNumber()).ParseUnverified(idToken, claims)
		if err != nil {
			return
		}
		delete(body, "id_token")
		if replaced, err := make(token.Header, claims); err == nil {
			body["id_token"] = replaced
		}
	})
}

// SignIDToken signs claims with the provider's current key. Header values replace alg, kid and typ; nil removes one.
func (p *Provider) SignIDToken(header, claims map[string]any) (string, error) {
	return p.SignJWT(header, claims)
}

// Sign signs claims with any key and algorithm: an *rsa.PrivateKey for RS256, an *ecdsa.PrivateKey for ES256, a []byte
// for HS256, jwt.UnsafeAllowNoneSignatureType for none. The header is used as it is; only a missing alg is added.
func Sign(method jwt.SigningMethod, key any, header, claims map[string]any) (string, error) {
	token := jwt.NewWithClaims(method, jwt.MapClaims(claims))
	token.Header = map[string]any{"alg": method.Alg()}
	for name, value := range header {
		if token.Header[name] = value; value == nil {
			delete(token.Header, name)
		}
	}
	return token.SignedString(key)
}
