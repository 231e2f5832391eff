// Package apiclient calls a protected API with a fresh access token, and answers what a resource server of RFC 6750 says.
//
//	api, err := apiclient.New(apiclient.Options{BaseURL: "https://api.example", Tokens: session})
//	text, err := api.Get(ctx, "/messages?page=2")
//
// What the API's answer leads to:
//
//	401 error="invalid_token"       one renewal and one retry, never a loop; then Unauthorized
//	401 without it                  Unauthorized at once: the token did not arrive, or another scheme is wanted; a renewal
//	                                helps with neither, and a refresh token is not spent for nothing
//	403 error="insufficient_scope"  InsufficientScope, with the names of the scopes
//	429, 503 with Retry-After       the wait that it asks for, if that is short, and another try; else Unavailable with the time
//	3xx                             BadAnswer: a redirect is not followed
//
// It promises a bounded wait, which ends with the context, and a bounded answer. The token goes below the base URL and to no
// other place; a base URL that is neither https nor on this machine is refused, and a URL in a challenge is never fetched.
// A failure of the API is an [*Error] whose [Kind] says what to tell the person. It has no token in it, and nothing that the
// API wrote but the names of scopes, which are checked.
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
	// requestTimeout bounds one request with its answer.
	requestTimeout = 10 * time.Second
	// maxAnswer bounds what is read of an answer.
	maxAnswer = 64 << 10
)

// TokenSource gives an access token for the API. rejected is empty, or the token that the API has just called invalid:
// that one is not returned again.
type TokenSource interface {
	Token(ctx context.Context, rejected string) (string, error)
}

// Options are what a client is made of. BaseURL and Tokens are required.
type Options struct {
	// BaseURL is the API's origin and, if it has one, path prefix, such as http://localhost:3000.
	BaseURL string
	Tokens  TokenSource
	// HTTP sends the requests; its redirect policy and cookie jar are not used, and without a timeout it gets one. Nil is
	// http.DefaultTransport.
	HTTP *http.Client
	// Now and After are the clock. Nil is the real one.
	Now   func() time.Time
	After func(time.Duration) <-chan time.Time
}

// Client calls one API. Its methods may be called at the same time.
type Client struct {
	base   *url.URL
	tokens TokenSource
	http   *http.Client
	now    func() time.Time
	after  func(time.Duration) <-chan time.Time
}

// New checks the base URL and contacts nobody.
func New(opts Options) (*Client, error) {
	base, err := endpoint.Parse(strings.TrimSuffix(opts.BaseURL, "/"))
	if err != nil {
		return nil, fmt.Errorf("the API's URL %w", err)
	}
	c := &Client{base: base, tokens: opts.Tokens, http: bounded(opts.HTTP), now: opts.Now, after: opts.After}
	if _, err := c.target("/"); err != nil {
		return nil, errors.New("the API's URL has a query, or a path that is not plain")
	}
	if c.now == nil {
		c.now = time.Now
	}
	if c.after == nil {
		c.after = time.After
	}
	return c, nil
}

// bounded is a client of our own, so that nobody else's policy is changed.
func bounded(client *http.Client) *http.Client {
	own := http.Client{}
	if client != nil {
		own = *client
	}
	if own.Timeout == 0 {
		own.Timeout = requestTimeout
	}
	own.Jar = nil
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &own
}

// PrivateData returns the answer of GET /private: UTF-8 text of at most 64 KiB. Errors: those of [Client.Get].
func (c *Client) PrivateData(ctx context.Context) (string, error) {
	return c.Get(ctx, "/private")
}

// Get returns the answer to a GET of a path below the base URL, with a query if it has one, such as "/messages?page=2":
// UTF-8 text of at most 64 KiB. It takes at most four requests and 15 seconds of waiting between them.
//
// Errors: [*Error], or the token source's own (nobody is signed in, the provider cannot be reached), or ctx's cause, or one
// for a path that leads elsewhere, which sends nothing.
func (c *Client) Get(ctx context.Context, path string) (string, error) {
	target, err := c.target(path)
	if err != nil {
		return "", err
	}
	rejected, renewed, patience := "", false, patience{}
	for {
		text, token, err := c.ask(ctx, target, rejected)
		failed := new(Error)
		switch {
		case !errors.As(err, &failed):
			return text, err
		case failed.renewable && !renewed:
			rejected, renewed = token, true
		case !patience.grants(failed.RetryAfter):
			return "", err
		default:
			if err := c.pause(ctx, failed.RetryAfter); err != nil {
				return "", err
			}
		}
	}
}
