package bearer

import (
	"cmp"
	"errors"
	"time"

	"wails-openid-oauth/internal/jose"
	"wails-openid-oauth/internal/jwks"
)

// The errors of [Guard.Verify], besides [ClaimError]. All but the last two say that the token is not valid. For those two,
// see [RetryAfter].
var (
	// ErrMalformed: it is not a signed JSON Web Token that can be read.
	ErrMalformed = jose.ErrMalformed
	// ErrOpaque is an [ErrMalformed]: it is no signed JSON Web Token at all. Only the issuer can read it. Many issuers make such
	// tokens unless the client names an API. An encrypted token (JWE) is one of these.
	ErrOpaque = jose.ErrOpaque
	// ErrTooLong: it is longer than 24 KiB. Another token of the same user would be, too.
	ErrTooLong = jose.ErrTooLong
	// ErrAlgorithm: it is not signed with one of [Options.Algorithms].
	ErrAlgorithm = jose.ErrAlgorithm
	// ErrSignature: the key that it names did not sign it.
	ErrSignature = jose.ErrSignature
	// ErrUnknownKey: the issuer publishes no such key.
	ErrUnknownKey = jwks.ErrUnknownKey
	// ErrType: its "typ" says that it is something else (RFC 8725, section 3.11).
	ErrType = errors.New("the token has the wrong type")
	// ErrIDToken: it is an ID token (RFC 8725, section 3.12). That is a token with one of these marks:
	//
	//   - "aud" is the client alone;
	//   - "at_hash", "c_hash" or "s_hash" is present, or the claim "typ" is "ID" (Keycloak);
	//   - "nonce" is present, unless the token has a mark of an access token. Keycloak before version 25 puts the nonce into
	//     access tokens, too;
	//   - "aud" names the client among others, and "auth_time", "acr" or "amr" is present, unless the token has a mark of an access
	//     token. ZITADEL lists the same audiences in both tokens, and puts these claims into ID tokens only.
	//
	// The marks of an access token are the type "at+jwt" in the header (RFC 9068, section 2.1) and the claim "typ" with the value
	// "Bearer" (Keycloak).
	ErrIDToken = errors.New("the token is an ID token")
	// ErrBound: it is bound to a key or certificate (RFC 9449, section 7.2; RFC 8705, section 3).
	ErrBound = errors.New("the token is bound to a key")
	// ErrExpired: its "exp" is in the past. The error is also a [*ClaimError].
	ErrExpired = errors.New("the token has expired")
	// ErrUnavailable: there are no keys at all, so no token can be checked.
	ErrUnavailable = jwks.ErrUnavailable
	// ErrUndecided: the token's key is not known, and the issuer could not be asked for it in time.
	ErrUndecided = jwks.ErrUndecided
)

// ClaimError is the error of a claim.
type ClaimError struct {
	// Claim is the claim's name, such as "aud".
	Claim string
	// Problem is "missing", "invalid" (of the wrong JSON type, or out of range), "mismatch", "expired" or "early".
	Problem string
}

// Error implements error.
func (e *ClaimError) Error() string { return "the claim " + e.Claim + ": " + e.Problem }

// Is reports whether target is [ErrExpired], and the claim has expired.
func (e *ClaimError) Is(target error) bool {
	return target == ErrExpired && e.Problem == string(jose.Expired)
}

// published turns an error of verify into one of this package.
func published(err error) error {
	if claim := new(jose.ClaimError); errors.As(err, &claim) {
		return &ClaimError{claim.Claim, string(claim.Problem)}
	}
	return err
}

// RetryAfter reports whether an error of [Guard.Verify] says nothing about the token, because its key was not available, and
// after how long the token may be tried again: a second or more. It is for servers that do not use HTTP; [Guard.Require]
// sends the field of that name (RFC 9110, section 10.2.3).
func RetryAfter(err error) (time.Duration, bool) {
	refused := refusalOf(err)
	seconds := kinds[refused.kind].retryAfter
	if seconds == 0 {
		return 0, false
	}
	return time.Duration(cmp.Or(refused.after, seconds)) * time.Second, true
}
