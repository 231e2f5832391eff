package jose

import (
	"errors"
	"fmt"
	"strings"
)

// The reasons for which [Verify] refuses a token. The error of a claim is a [*ClaimError].
var (
	// ErrMalformed: the text is not a JWS that this package reads. Its signature was not checked.
	ErrMalformed = errors.New("the token is malformed")
	// ErrOpaque is an [ErrMalformed]: the text is no signed JSON Web Token at all. It does not have three parts, or does not begin
	// with a header. Many providers issue such access tokens unless an API is named, and only they can read them. An encrypted
	// token (JWE) is one of these.
	ErrOpaque = fmt.Errorf("%w: it is opaque, not a signed JWT", ErrMalformed)
	// ErrTooLong: the text has more bytes than the caller allows. It was not read.
	ErrTooLong = errors.New("the token is too long")
	// ErrAlgorithm: the token is signed with an algorithm that is not allowed, or not at all.
	ErrAlgorithm = errors.New("the token's algorithm is not allowed")
	// ErrSignature: the key that the token names did not sign it.
	ErrSignature = errors.New("the token's signature does not verify")
)

// Problem says what is wrong with a claim.
type Problem string

// The problems a claim can have.
const (
	Missing  Problem = "missing"
	Invalid  Problem = "invalid" // of the wrong JSON type, or out of range
	Mismatch Problem = "mismatch"
	Expired  Problem = "expired"
	Early    Problem = "early" // not valid yet, or issued in the future; a wrong clock is a frequent cause
)

// ClaimError is the error of a claim. It contains only names from this package, and nothing of the token.
type ClaimError struct {
	// Claim is the claim's name, such as "exp".
	Claim   string
	Problem Problem
}

// Error implements error.
func (e *ClaimError) Error() string { return "the claim " + e.Claim + ": " + string(e.Problem) }

// Code is a short name for logs, such as "exp_expired".
func (e *ClaimError) Code() string { return e.Claim + "_" + string(e.Problem) }

// keyError is an error of a key source, on one line: keyfunc joins its own error to that of the storage, and errors.Join breaks
// lines. The text is made only when it is read, because nothing reads it under a flood.
type keyError struct{ cause error }

// Error implements error.
func (e keyError) Error() string {
	return "find the key of a token: " + strings.ReplaceAll(e.cause.Error(), "\n", ": ")
}

// Unwrap returns the key source's error.
func (e keyError) Unwrap() error { return e.cause }
