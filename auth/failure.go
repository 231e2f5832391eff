package auth

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"wails-openid-oauth/internal/jose"
	"wails-openid-oauth/internal/jwks"
	"wails-openid-oauth/internal/transport"
)

// This file sorts the failures of requests to the provider: whether something answered at all, and what.

// busyError is a response that says "not now". wait is what Retry-After asks for, or 0 (RFC 9110, section 10.2.3).
type busyError struct {
	statusError
	wait time.Duration
}

// unavailable is the error for a response that says "not now". A network in front of the provider may say that people
// have to sign in first (RFC 6585, section 6).
func unavailable(host string, resp *http.Response) error {
	if resp.StatusCode == http.StatusNetworkAuthenticationRequired {
		return foreignAnswer(host, resp.StatusCode, "the network asks people to sign in")
	}
	busy := &busyError{statusError{host, resp.StatusCode}, retryAfter(resp.Header, time.Now())}
	return fmt.Errorf("%w: %w: %w", ErrOffline, ErrBusy, busy)
}

// foreignAnswer is the error for an answer that no OpenID provider gives. what may be text of the answer.
func foreignAnswer(host string, status int, what string) error {
	answer := &statusError{host, status}
	return fmt.Errorf("%w: %w", ErrOffline, &Detail{ErrPortal, answer.Error() + "\n" + what, answer})
}

// statusError is a response with another status than 200.
type statusError struct {
	host   string
	status int
}

func (e *statusError) Error() string { return fmt.Sprintf("%s answered %d", e.host, e.status) }

func isRedirect(status int) bool { return status >= 300 && status < 400 }

// isUnavailable reports whether a status says "not now".
func isUnavailable(status int) bool {
	return status == http.StatusTooManyRequests || status >= http.StatusInternalServerError
}

// redirected is the error for a redirect, which is not followed. Of its target it keeps only scheme and host, because the
// rest may have secrets.
func redirected(host string, resp *http.Response) error {
	answer := &statusError{host, resp.StatusCode}
	text := answer.Error()
	if target, err := url.Parse(resp.Header.Get("Location")); err == nil && target.Host != "" {
		text += "\nredirect to: " + printable(target.Scheme+"://"+target.Host)
	}
	return fmt.Errorf("%w: %w", ErrProvider, &Detail{ErrRedirected, text, answer})
}

// retryAfter reads Retry-After, which is in seconds or a date. It returns 0 when there is none, or it cannot be read.
func retryAfter(header http.Header, now time.Time) time.Duration {
	text := header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if date, err := http.ParseTime(text); err == nil {
		return max(0, date.Sub(now))
	}
	return 0
}

// errLost: the request may have been sent, and no complete response came back.
var errLost = errors.New("the answer was lost")

// lost marks the errors that came after a connection was made: the provider may have acted on the request.
func lost(err error) error {
	if dial := new(net.OpError); errors.As(err, &dial) && dial.Op == "dial" {
		return err
	}
	return fmt.Errorf("%w: %w", errLost, err)
}

// unreachable sorts a transport error. If the caller cancelled, it returns the caller's cause; everything else, a
// deadline included, is ErrOffline. The error text has the host and the cause.
func unreachable(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.DeadlineExceeded) {
		return cause
	}
	return fmt.Errorf("%w: %w", ErrOffline, answered(err))
}

// answered adds ErrTLS or ErrPortal to a transport error if something answered, and returns it unchanged if nothing did.
func answered(err error) error {
	switch transport.KindOf(err) {
	case transport.Insecure:
		return &Detail{ErrTLS, transport.Reason(err), err}
	case transport.Foreign:
		return &Detail{ErrPortal, transport.Reason(err), err}
	}
	return err
}

// noKeys sorts the error of a key set that brought no key of alg for an ID token, so that nothing can be said about the token.
func noKeys(err error, alg jose.Algorithm) error {
	answer := new(jwks.AnswerError)
	switch {
	case errors.Is(err, jwks.ErrNoUsableKey):
		return fmt.Errorf("%w: %w", ErrProvider, &Detail{ErrKeys, "wanted: a key for " + string(alg), err})
	case errors.Is(err, jwks.ErrNoSet):
		return fmt.Errorf("%w: %w: %w", ErrOffline, ErrPortal, err)
	case !errors.As(err, &answer):
		return fmt.Errorf("%w: %w", ErrOffline, answered(err))
	case isUnavailable(answer.Status):
		return fmt.Errorf("%w: %w: %w", ErrOffline, ErrBusy, err)
	case isRedirect(answer.Status):
		return fmt.Errorf("%w: %w: %w", ErrOffline, ErrPortal, err)
	}
	return fmt.Errorf("%w: %w", ErrProvider, &Detail{ErrKeys, fmt.Sprintf("the key set answered %d", answer.Status), err})
}
