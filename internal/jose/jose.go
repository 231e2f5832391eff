// Package jose verifies signed JSON Web Tokens: ID tokens in the app, access tokens in the API.
//
// Cryptography and decoding are golang-jwt's. In front of it stands a strict look at the text, because two readers of
// one token must never see two different things. Refused before any key is looked up:
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
// No error of this package repeats any text of a token.
package jose

import (
	"context"
	"errors"
	"fmt"

	"github.com/golang-jwt/jwt/v5"
)

// How long a token may be, in bytes. ID tokens carry profile claims and travel in a body; access tokens travel in a
// header field, which servers cut at 8 KiB or soon after.
const (
	MaxAccessToken = 8 << 10
	MaxIDToken     = 64 << 10
)

// KeySource finds the key that a token names. A keyfunc.Keyfunc of github.com/MicahParks/keyfunc is one. The function
// it returns gets a header whose "alg" is RS256 and whose "kid" is absent or a string with something in it.
type KeySource interface {
	KeyfuncCtx(ctx context.Context) jwt.Keyfunc
}

// Header is the protected header (RFC 7515, section 4.1), as far as anybody may look at it.
type Header struct {
	// Alg is always "RS256".
	Alg string
	// Typ is the media type as the token spells it; empty when it names none. Compare it in any case.
	Typ string
	// Kid names the key; empty when the token names none. It is the sender's text: never log it, never build a path
	// from it.
	Kid string
}

// Token is a token whose signature has been verified. Nothing is known yet about its claims.
type Token struct {
	Header Header
	Claims Claims
}

// parser checks no claims: golang-jwt takes an empty issuer or audience for "do not check" and "exp": 0 for "absent".
var parser = jwt.NewParser(
	jwt.WithValidMethods([]string{jwt.SigningMethodRS256.Alg()}),
	jwt.WithStrictDecoding(),
	jwt.WithJSONNumber(),
	jwt.WithoutClaimsValidation(),
)

// Verify checks the form and the signature of a JWS in compact serialization (RFC 7515, section 7.1) of at most
// maxBytes bytes, and returns what it says.
//
// Errors: [ErrMalformed], [ErrAlgorithm], [ErrSignature], or the key source's own, wrapped.
func Verify(ctx context.Context, compact string, maxBytes int, keys KeySource) (*Token, error) {
	if err := checkCompact(compact, maxBytes); err != nil {
		return nil, err
	}
	var header Header
	var headerErr, keyErr error
	parsed, err := parser.Parse(compact, func(token *jwt.Token) (any, error) {
		if header, headerErr = readHeader(token.Header); headerErr != nil {
			return nil, headerErr
		}
		var key any
		key, keyErr = keys.KeyfuncCtx(ctx)(token)
		return key, keyErr
	})
	switch {
	case err == nil:
		return &Token{Header: header, Claims: Claims(parsed.Claims.(jwt.MapClaims))}, nil
	case headerErr != nil:
		return nil, headerErr
	case keyErr != nil:
		return nil, fmt.Errorf("find the key of a token: %w", oneLine{keyErr})
	case errors.Is(err, jwt.ErrTokenMalformed):
		return nil, fmt.Errorf("%w: not JSON", ErrMalformed)
	case header.Alg == "": // The key was never asked for, so the method was refused.
		return nil, ErrAlgorithm
	}
	return nil, ErrSignature
}

// readHeader refuses what the standard tells every recipient to refuse (RFC 7515, section 4.1.11; RFC 7797, section 7).
func readHeader(members map[string]any) (Header, error) {
	for _, name := range []string{"crit", "b64"} {
		if _, present := members[name]; present {
			return Header{}, fmt.Errorf("%w: a %s header parameter", ErrMalformed, name)
		}
	}
	header := Header{Alg: jwt.SigningMethodRS256.Alg()}
	for name, field := range map[string]*string{"typ": &header.Typ, "kid": &header.Kid} {
		value, present := members[name]
		if !present {
			continue
		}
		text, ok := value.(string)
		if !ok || text == "" {
			return Header{}, fmt.Errorf("%w: the %s header parameter", ErrMalformed, name)
		}
		*field = text
	}
	return header, nil
}
