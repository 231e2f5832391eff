// Package jose verifies signed JSON Web Tokens: ID tokens in the app, access tokens in the API.
//
// golang-jwt verifies the signatures, and the successor of encoding/json reads the JSON. The package reads a token's text only
// once, and strictly, because two readers of one token must never see two different things. Before it looks up any key, it
// refuses:
//
//   - more than the given number of bytes, or anything but three parts of canonical unpadded base64url (so no JWE);
//   - a header or payload that is not one JSON object in valid UTF-8, repeats a member name, or nests too deep;
//   - any algorithm that the caller does not name, and always "none" and every algorithm with a shared secret, see [Algorithm];
//   - a "crit" or "b64" header parameter with any value;
//   - a "typ" or "kid" that is not a non-empty string.
//
// The package ignores keys in the header (jwk, jku, x5c, x5u); keys come only from the [KeySource]. The rules for claims differ
// between the two kinds of token, so the callers check them; [Claims] has the checks that they share.
//
//	allowed := []jose.Algorithm{jose.RS256}
//	token, err := jose.Verify(ctx, compact, jose.MaxAccessToken, allowed, keys)
//	if err != nil { ... }                              // nothing of the token has been used
//	err = token.Claims.CheckIssuer("https://idp.example/")
//	err = token.Claims.CheckTime(time.Now(), jose.Leeway{Exp: 30 * time.Second, Iat: jose.MaxAhead})
//
// A server that gets tokens from strangers checks first what a token says, see [Parse], and then verifies only those that could
// be good. No error of this package repeats any text of a token.
package jose

import (
	"context"
	"slices"

	"github.com/golang-jwt/jwt/v5"
)

// How long a token may be, in bytes. ID tokens carry profile claims and travel in a body. Access tokens travel in a header field.
// With the groups and roles of a large organization they grow to 24 KiB, and many servers refuse longer fields.
const (
	MaxAccessToken = 24 << 10
	MaxIDToken     = 64 << 10
)

// KeySource finds the key that a token names. A keyfunc.Keyfunc of github.com/MicahParks/keyfunc is one. The function that it
// returns gets the token's text and a header whose "alg" is an allowed algorithm and whose "kid" is absent or a non-empty string.
// It must not change them.
type KeySource interface {
	KeyfuncCtx(ctx context.Context) jwt.Keyfunc
}

// Token is a token whose signature was verified. Its claims were not checked yet.
type Token struct {
	Header Header
	Claims Claims
	// Key is the key that verified it, as the [KeySource] gave it.
	Key jwt.VerificationKey
}

// Verify checks the form and the signature of a JWS in compact serialization (RFC 7515, section 7.1) of at most
// maxBytes bytes, and returns the token. It accepts the allowed algorithms only; with none it accepts no token.
//
// Errors: [ErrTooLong], [ErrOpaque], [ErrMalformed], [ErrAlgorithm], [ErrSignature], or the key source's own, wrapped.
func Verify(ctx context.Context, compact string, maxBytes int, allowed []Algorithm, keys KeySource) (*Token, error) {
	unverified, err := Parse(compact, maxBytes, allowed)
	if err != nil {
		return nil, err
	}
	return unverified.Verify(ctx, keys)
}

// Unverified is what a token says about itself. It may come from anyone, so its content may only be used to refuse it. A server
// checks it first, so that a token that is wrong whoever signed it costs neither a signature check nor a request to the
// provider.
type Unverified struct {
	Header Header
	Claims Claims

	jws       compactJWS
	signature []byte
	members   map[string]any // the header for a key source
}

// Parse checks the form of a JWS in compact serialization (RFC 7515, section 7.1) of at most maxBytes bytes. It accepts the allowed
// algorithms only.
//
// Errors: [ErrTooLong], [ErrOpaque], [ErrMalformed], [ErrAlgorithm].
func Parse(compact string, maxBytes int, allowed []Algorithm) (*Unverified, error) {
	jws, err := split(compact, maxBytes)
	if err != nil {
		return nil, err
	}
	header, err := headerOf(jws.header)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(allowed, header.Alg) {
		return nil, ErrAlgorithm
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

// SecondLook is a [KeySource] that can look again. A provider may publish a new key under an old name, so a bad signature does not
// always mean that the token is bad.
type SecondLook interface {
	// LookAgain returns the key for a token, if it is another one than tried, which did not verify the token.
	LookAgain(ctx context.Context, token *jwt.Token, tried any) (key any, found bool)
}

// Verify checks the signature. If the key source is a [SecondLook], and the signature is bad, Verify asks it once for another key.
//
// Errors: [ErrSignature], or the key source's own, wrapped.
func (u *Unverified) Verify(ctx context.Context, keys KeySource) (*Token, error) {
	named := &jwt.Token{Raw: u.jws.text, Method: u.Header.Alg.method(), Header: u.members}
	found, err := keys.KeyfuncCtx(ctx)(named)
	if err != nil {
		return nil, keyError{err}
	}
	if token := u.verifyWith(found); token != nil {
		return token, nil
	}
	if again, can := keys.(SecondLook); can {
		if other, found := again.LookAgain(ctx, named, found); found {
			if token := u.verifyWith(other); token != nil {
				return token, nil
			}
		}
	}
	return nil, ErrSignature
}

// verifyWith returns the token if a key, or one of a set, verifies it.
func (u *Unverified) verifyWith(found any) *Token {
	candidates := []jwt.VerificationKey{found}
	if set, several := found.(jwt.VerificationKeySet); several {
		candidates = set.Keys
	}
	for _, key := range candidates {
		if u.Header.Alg.verifies(u.jws.signed, u.signature, key) {
			knowHeader(u.jws.header, parsedHeader{u.Header, u.members})
			return &Token{Header: u.Header, Claims: u.Claims, Key: key}
		}
	}
	return nil
}
