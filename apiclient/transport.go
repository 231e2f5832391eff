package apiclient

import (
	"context"
	"errors"
	"net/http"
	"net/url"
)

// Transport is an [http.RoundTripper] that sends requests to one API, each with an access token in its Authorization field
// (RFC 6750, section 2.1). It is safe for concurrent use.
//
// It refuses every request that does not go to the base URL or below it with [ErrOutside]. It does not even send such a
// request without the token. The request comes from a mistake in the program, or from a redirect that an [http.Client]
// follows, so its path, query and body were also meant only for the API.
//
// Transport repeats a request in three cases, and only if the request has no body, or a GetBody function that gives it again,
// as [http.NewRequest] provides for bytes and strings:
//
//   - The API answers 401 with error="invalid_token" (RFC 6750, section 3.1). Transport renews the token once and repeats the
//     request once, whatever its method: the API has not acted on it. If the body cannot be read again, the caller gets the
//     401, and the token is renewed for later requests.
//   - The API answers 429 or 503 with Retry-After, and the method is idempotent (RFC 9110, sections 9.2.2 and 10.2.3).
//     Transport waits as long as the API asks for, at most 10 seconds at a time and 15 in all, and asks at most three times.
//   - The connection fails before the first byte of an answer, and the method is idempotent. Transport repeats the request once,
//     after half a second.
//
// GET, HEAD, OPTIONS, TRACE, PUT and DELETE are idempotent. So is any request with an Idempotency-Key field, by which the
// caller says that the API recognizes a repetition.
//
// With the field "Expect: 100-continue", a large upload is sent only after the API has looked at the token (RFC 9110, section
// 10.1.1).
//
// In all other cases the caller gets the API's answer, whatever its status, or the error of the RoundTripper below. An
// answer's Request is the caller's own, without the token.
type Transport struct {
	opts Options
	base *url.URL
}

// NewTransport checks the options and sends nothing.
func NewTransport(opts Options) (*Transport, error) {
	base, err := parseBase(opts.BaseURL)
	if err != nil {
		return nil, err
	}
	if opts.Tokens == nil {
		return nil, errors.New("the API's client has no source of tokens")
	}
	return &Transport{opts: opts.withDefaults(), base: base}, nil
}

// RoundTrip implements [http.RoundTripper]. Errors: [ErrOutside], the token source's, ctx's cause, that of reading the
// request's body, one that reports Timeout() if nothing moved in time, or that of the RoundTripper below.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	c := call{Transport: t, req: req}
	err := error(ErrOutside)
	if admits(t.base, req) {
		c.token, err = t.token(req.Context(), "")
	}
	if err != nil {
		closeBody(req)
		return nil, err
	}
	return c.run()
}

// token asks the token source.
func (t *Transport) token(ctx context.Context, rejected string) (string, error) {
	token, err := t.opts.Tokens.Token(ctx, rejected)
	if err != nil {
		return "", &localError{"no access token", err}
	}
	return token, nil
}

// closeBody closes the body of a request that is not sent.
func closeBody(req *http.Request) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
}

// localError is a failure on this side, for which neither the API nor the network is to blame.
type localError struct {
	what  string
	cause error
}

// Error implements error.
func (e *localError) Error() string { return e.what + ": " + e.cause.Error() }

// Unwrap returns the error of the token source or of the body.
func (e *localError) Unwrap() error { return e.cause }
