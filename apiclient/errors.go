package apiclient

import (
	"errors"
	"net/http"
)

// Kind is what a person has to be told.
type Kind string

// The kinds of failure.
const (
	// Unreachable: nothing answers at the API's address; it is not running, or the network is down.
	Unreachable Kind = "unreachable"
	// Timeout: the API took the request and did not answer in time.
	Timeout Kind = "timeout"
	// Unauthorized: the API refuses the access token (401), also a renewed one.
	Unauthorized Kind = "unauthorized"
	// Forbidden: the API knows who asks and does not allow it (403).
	Forbidden Kind = "forbidden"
	// Unavailable: the API cannot answer now (429, 5xx).
	Unavailable Kind = "unavailable"
	// BadAnswer: the answer is not what this API gives: a redirect, another status, too long, or no text.
	BadAnswer Kind = "bad answer"
)

// Error is a call that failed.
type Error struct {
	Kind Kind
	// Status is the HTTP status; 0 when there was no answer.
	Status int
	cause  error
}

// Error implements error.
func (e *Error) Error() string {
	text := "the API call failed: " + string(e.Kind)
	if e.cause != nil {
		text += ": " + e.cause.Error()
	}
	return text
}

// Unwrap returns the transport's error, if there was one.
func (e *Error) Unwrap() error { return e.cause }

// IsKind reports whether err is an [*Error] of this kind.
func IsKind(err error, kind Kind) bool {
	e := new(Error)
	return errors.As(err, &e) && e.Kind == kind
}

// kindOf sorts a status; "" is success.
func kindOf(status int) Kind {
	switch {
	case status == http.StatusOK:
		return ""
	case status == http.StatusUnauthorized:
		return Unauthorized
	case status == http.StatusForbidden:
		return Forbidden
	case status == http.StatusTooManyRequests || status >= http.StatusInternalServerError:
		return Unavailable
	}
	return BadAnswer
}
