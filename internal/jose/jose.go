// Package jose verifies signed JSON Web Tokens: ID tokens in the app, access tokens in the API.
//
// Signatures are golang-jwt's, JSON is read by the successor of encoding/json. A token's text is read once, strictly,
// because two readers of one token must never see two different things. Refused before any key is looked up:
//
//   - more than the given number of bytes, or anything but three parts of canonical unpadded base64url (so no JWE);
//   - a header or payload that is not one JSON object in valid UTF-8, repeats a member name, or nests too deep;
//   - any algorithm but RS256, and with it "none" and everything keyed by a shared secret;
//   - a "crit" or "b64" header parameter, whatever it says;
//   - a "typ" or "kid" that is not a string with something in it.
//
// The header's own keys (jwk, jku, x5c, x5u) are never looked at: keys come from the [KeySource] alone. What the claims
// must say differs between the two kinds of token, so it stays with the callers; [Claims] has the checks they share.
//
//	token, err := jose.Verify(ctx, compact, jose.MaxAccessToken, keys)
//	if err != nil { ... }                              // nothing of the token has been used
//	err = token.Claims.CheckIssuer("https://idp.example/")
//	err = token.Claims.CheckTime(time.Now(), 30*time.Second)
//
// A server that strangers send tokens to looks at what they say first, see [Parse], and verifies only those that could be
// good. No error of this package repeats any text of a token.
package jose

import (
	"context"

	"github.com/golang-jwt/jwt/v5"
)

// How long a token may be, in bytes. ID tokens carry profile claims and travel in a body; access tokens travel in a
// header field, which servers cut at 8 KiB or soon after.
const (
	MaxAccessToken = 8 << 10
	MaxIDToken     = 64 << 10
)

// KeySource finds the key that a token names. A keyfunc.Keyfunc of github.com/MicahParks/keyfunc is one. The function
// it returns gets the token's text, and a header whose "alg" is RS256 and whose "kid" is absent or a string with something
// in it, and leaves it as it is.
type KeySource interface {
	KeyfuncCtx(ctx context.Context) jwt.Keyfunc
}

// Token is a token whose signature has been verified. Nothing is known yet about its claims.
type Token struct {
	Header Header
	Claims Claims
	// Key is the key that verified it, as the [KeySource] gave it.
	Key jwt.VerificationKey
}

// Verify checks the form and the signature of a JWS in compact serialization (RFC 7515, section 7.1) of at most
// maxBytes bytes, and returns what it says.
//
// Errors: [ErrMalformed], [ErrAlgorithm], [ErrSignature], or the key source's own, wrapped.
func Verify(ctx context.Context, compact string, maxBytes int, keys KeySource) (*Token, error) {
	unverified, err := Parse(compact, maxBytes)
	if err != nil {
		return nil, err
	}
	return unverified.Verify(ctx, keys)
}

// Unverified is what a token says of itself: it may be anybody's, and what it says may serve to refuse it and for
// nothing else. A server looks at it so that no stranger's token costs a signature, or a look at the provider, that is
// wrong whoever signed it.
type Unverified struct {
	Header Header
	Claims Claims

	jws       compactJWS
	signature []byte
	members   map[string]any // the header for a key source
}

// Parse checks the form of a JWS in compact serialization (RFC 7515, section 7.1) of at most maxBytes bytes.
//
// Errors: [ErrMalformed], [ErrAlgorithm].
func Parse(compact string, maxBytes int) (*Unverified, error) {
	jws, err := split(compact, maxBytes)
	if err != nil {
		return nil, err
	}
	header, err := headerOf(jws.header)
	if err != nil {
		return nil, err
	}
	payload, err := decodeObject(jws.payload)
	if err != nil {
		return nil, err
	}
	signature, err := decode(jws.signature)
	if err != nil {
		return nil, err
	}
	return &Unverified{header.Header, Claims{payload}, jws, signature, header.members}, nil
}

// Verify checks the signature.
//
// Errors: [ErrSignature], or the key source's own, wrapped.
func (u *Unverified) Verify(ctx context.Context, keys KeySource) (*Token, error) {
	found, err := keys.KeyfuncCtx(ctx)(&jwt.Token{Raw: u.jws.text, Method: rs256, Header: u.members})
	if err != nil {
		return nil, keyError{err}
	}
	candidates := []jwt.VerificationKey{found}
	if set, several := found.(jwt.VerificationKeySet); several {
		candidates = set.Keys
	}
	for _, key := range candidates {
		if rs256.Verify(u.jws.signed, u.signature, key) == nil {
			knowHeader(u.jws.header, parsedHeader{u.Header, u.members})
			return &Token{Header: u.Header, Claims: u.Claims, Key: key}, nil
		}
	}
	return nil, ErrSignature
}

// rs256 is RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518, section 3.3).
var rs256 = jwt.SigningMethodRS256
