package apiclient

import (
	"errors"
	"net/http"
	"strings"
	"time"
)

// Kind is the kind of a failure, which decides what to tell the user.
type Kind string

// The kinds of failure.
const (
	// Unreachable: nothing answers at the API's address; it is not running, or the network is down.
	Unreachable Kind = "unreachable"
	// Timeout: the API took the request and did not answer in time.
	Timeout Kind = "timeout"
	// Unauthorized: the API refuses the access token (401), even after a renewal.
	Unauthorized Kind = "unauthorized"
	// Forbidden: the API knows the user and does not allow the request (403).
	Forbidden Kind = "forbidden"
	// InsufficientScope: the API would allow the request with more scope (403 insufficient_scope); Scopes says which.
	InsufficientScope Kind = "insufficient scope"
	// TooLarge: the API refuses requests with so long header fields (431, RFC 6585, section 5). The access token is the only long one.
	TooLarge Kind = "too large"
	// Unavailable: the API cannot answer now (429, 5xx); RetryAfter says when it can, if the API says so.
	Unavailable Kind = "unavailable"
	// BadAnswer: the answer cannot be used: it is a redirect, has another status, is too long, or is not the expected text or
	// JSON.
	BadAnswer Kind = "bad answer"
)

// Error is a call that failed.
type Error struct {
	Kind Kind
	// Status is the HTTP status; 0 when there was no answer.
	Status int
	// Scopes are the scopes that the API asks for, with InsufficientScope: at most 10 names of at most 100 characters, all
	// of them visible ASCII (RFC 6749, section 3.3). The API still chooses them, so show them as plain text. There are none
	// if the API names none.
	Scopes []string
	// RetryAfter is how long to wait before the next request, with Unavailable: from a second to a day; 0 if the API did not
	// say.
	RetryAfter time.Duration

	cause error
}

// Error implements error.
func (e *Error) Error() string {
	text := "the API call failed: " + string(e.Kind)
	if len(e.Scopes) > 0 {
		text += ": " + strings.Join(e.Scopes, " ")
	}
	if e.RetryAfter > 0 {
		text += " for " + e.RetryAfter.Round(time.Second).String()
	}
	if e.cause != nil {
		text += ": " + e.cause.Error()
	}
	return text
}

// Unwrap returns the error of the connection, if there was one. Its text may quote what the API sent, so do not log it.
func (e *Error) Unwrap() error { return e.cause }

// IsKind reports whether err is an [*Error] of this kind.
func IsKind(err error, kind Kind) bool {
	e := new(Error)
	return errors.As(err, &e) && e.Kind == kind
}

// failure classifies an answer; nil is success. It uses the status and header fields, never the body.
func (c *Client) failure(resp *http.Response) *Error {
	e := &Error{Kind: BadAnswer, Status: resp.StatusCode}
	switch status := resp.StatusCode; {
	case status >= 200 && status <= 299:
		return nil
	case status == http.StatusUnauthorized:
		e.Kind = Unauthorized
	case status == http.StatusForbidden:
		e.Kind = Forbidden
		if challenge := bearer(resp.Header); challenge.code == insufficientScope {
			e.Kind, e.Scopes = InsufficientScope, challenge.scopes
		}
	case status == http.StatusRequestHeaderFieldsTooLarge:
		e.Kind = TooLarge
	case asksForTime(status):
		e.Kind, e.RetryAfter = Unavailable, retryAfter(resp.Header, c.transport.opts.Now())
	case status >= http.StatusInternalServerError:
		e.Kind = Unavailable
	}
	return e
}
