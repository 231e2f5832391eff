package idp

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"

	"github.com/golang-jwt/jwt/v5"
)

// serveToken answers as the library does, with an ID token that also binds the access token.
func (p *Provider) serveToken(w http.ResponseWriter, r *http.Request) {
	p.tokens.Lock()
	defer p.tokens.Unlock()
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	answer := Buffer(p.op, r)
	if answer.Status == http.StatusOK {
		refreshed := r.PostFormValue("grant_type") == "refresh_token"
		if err := answer.EditJSON(func(body map[string]any) { p.completeIDToken(body, refreshed) }); err != nil {
			http.Error(w, "the token response cannot be completed", http.StatusInternalServerError)
			return
		}
	}
	answer.Send(w)
}

// serveRevoke is the revocation endpoint (RFC 7009), which takes turns with the token endpoint.
func (p *Provider) serveRevoke(w http.ResponseWriter, r *http.Request) {
	p.tokens.Lock()
	defer p.tokens.Unlock()
	p.op.ServeHTTP(w, r)
}

// completeIDToken adds at_hash (OpenID Connect Core, section 3.1.3.6) and takes the nonce out of a refreshed ID token
// (section 12.2 says it should not be there), neither of which the library does.
func (p *Provider) completeIDToken(body map[string]any, refreshed bool) {
	idToken, _ := body["id_token"].(string)
	accessToken, _ := body["access_token"].(string)
	claims := jwt.MapClaims{}
	if _, _, err := jwt.NewParser(jwt.WithJSONNumber()).ParseUnverified(idToken, claims); err != nil {
		return // no openid scope, no ID token
	}
	claims["at_hash"] = AccessTokenHash(accessToken)
	if refreshed {
		delete(claims, "nonce")
	}
	if signed, err := p.keys.sign(nil, claims); err == nil {
		body["id_token"] = signed
	}
}

// AccessTokenHash returns the at_hash of an access token for RS256: the left half of its SHA-256, in base64url.
func AccessTokenHash(accessToken string) string {
	sum := sha256.Sum256([]byte(accessToken))
	return base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
}
