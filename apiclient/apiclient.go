// Package apiclient calls a protected API with a fresh access token (RFC 6750).
//
// [Transport] is an [http.RoundTripper] for your own [http.Client]. It adds the token, renews it when the API calls it
// invalid, and repeats a request where that is safe. It returns the API's answers as they are:
//
//	transport, err := apiclient.NewTransport(apiclient.Options{BaseURL: "https://api.example", Tokens: session})
//	client := &http.Client{Transport: transport}
//	resp, err := client.Get("https://api.example/orders")
//
// [Client] uses a Transport for JSON and text. It turns every failure into an error that says what to tell the user:
//
//	api, err := apiclient.New(apiclient.Options{BaseURL: "https://api.example", Tokens: session})
//	var orders []Order
//	err = api.GetJSON(ctx, "/orders?page=2", &orders)
//
// What the package does with the API's answer:
//
//	401 error="invalid_token"       one renewal, and one repetition if the body can be read again; then Unauthorized. No
//	                                refusal of an API ends a session: only the source of the tokens knows whether one has ended
//	401 without it                  Unauthorized at once: the token did not arrive, or the API wants another scheme. A renewal
//	                                would not help, and would spend a refresh token
//	403 error="insufficient_scope"  InsufficientScope, with the names of the scopes
//	429, 503 with Retry-After       for an idempotent method, a wait as long as the API asks for, if that is short, and a
//	                                repetition; then Unavailable, with the time
//	431                             TooLarge: the access token is longer than the API takes
//	3xx                             BadAnswer: the Client follows no redirect
//
// If the connection breaks before the answer begins, the request is repeated once, for an idempotent method only.
//
// The package promises that the token goes to the base URL and below it, and to no other place. A base URL must be https, or
// http on this machine. URLs in an API's answer are never fetched. Every wait has a bound and ends with the context.
// The texts of errors contain no token, and those of a Client nothing that the API wrote except the names of scopes, which
// are checked.
package apiclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"wails-openid-oauth/internal/endpoint"
)

const (
	defaultTimeout = 10 * time.Second
	defaultMaxBody = 1 << 20
)

// TokenSource gives access tokens for the API. rejected is empty, or the token that the API has just called invalid; the
// source does not return that one again. Concurrent requests call Token concurrently. If they name the same rejected
// token, one renewal is enough for all, so the source compares rejected with its current token.
//
// A source may have no other token although its session continues. It then returns an error with the method NoOtherToken,
// which reports true, and the caller of the API gets the API's own refusal (Unauthorized). auth.ErrRejected is such an error.
type TokenSource interface {
	Token(ctx context.Context, rejected string) (string, error)
}

// Options configure a [Transport] or a [Client]. BaseURL and Tokens are required.
type Options struct {
	// BaseURL is the API's origin and, if it has one, path prefix, such as https://api.example/v1.
	BaseURL string
	Tokens  TokenSource
	// RoundTripper sends the requests. Nil means http.DefaultTransport.
	RoundTripper http.RoundTripper
	// Timeout bounds the time without progress: from the start of a request, or from the last byte read from its body, until
	// the header of the answer. A long upload does not exceed it. A Client also bounds the body of an answer with it. 0 means
	// 10 seconds.
	Timeout time.Duration
	// MaxBody bounds the body of an answer to a Client, in bytes. 0 means 1 MiB.
	MaxBody int64
	// Now and After are the clock of the waits between requests. Nil means the real one.
	Now   func() time.Time
	After func(time.Duration) <-chan time.Time
}

// withDefaults fills in the optional fields.
func (o Options) withDefaults() Options {
	if o.RoundTripper == nil {
		o.RoundTripper = http.DefaultTransport
	}
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	if o.MaxBody <= 0 {
		o.MaxBody = defaultMaxBody
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.After == nil {
		o.After = time.After
	}
	return o
}

// parseBase checks a base URL.
func parseBase(raw string) (*url.URL, error) {
	base, err := endpoint.Parse(strings.TrimSuffix(raw, "/"))
	if err != nil {
		return nil, fmt.Errorf("the API's URL %w", err)
	}
	if base.RawQuery != "" || base.ForceQuery || !plain(base.Path+"/") {
		return nil, errors.New("the API's URL has a query, or a path that is not plain")
	}
	return base, nil
}
