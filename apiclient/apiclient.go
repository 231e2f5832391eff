// Package apiclient calls the protected API with a fresh access token.
//
//	api, err := apiclient.New(apiclient.Options{BaseURL: "https://api.example", Tokens: session})
//	text, err := api.PrivateData(ctx)
//
// It promises a bounded wait and a bounded answer, and one renewal with one retry when the API calls the token invalid
// (RFC 6750, section 3.1), never a loop. It refuses redirects, because a bearer token must reach no other origin, and it
// refuses a base URL that is neither https nor on this machine. Every failure is an [*Error] whose [Kind] says what to
// tell the person; none has a token or the API's own words in it.
package apiclient

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"wails-openid-oauth/internal/endpoint"
)

const (
	// requestTimeout bounds one request with its answer.
	requestTimeout = 10 * time.Second
	// maxAnswer bounds what is read of an answer; the message has less than a hundred bytes.
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
	// HTTP sends the requests; its redirect policy and cookie jar are not used. Nil is http.DefaultTransport, bounded.
	HTTP *http.Client
}

// Client calls one API. Its methods may be called at the same time.
type Client struct {
	base   string
	tokens TokenSource
	http   *http.Client
}

// New checks the base URL and contacts nobody.
func New(opts Options) (*Client, error) {
	u, err := endpoint.Parse(opts.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("the API's URL %w", err)
	}
	if u.RawQuery != "" {
		return nil, errors.New("the API's URL has a query")
	}
	own := http.Client{Timeout: requestTimeout}
	if opts.HTTP != nil {
		own = *opts.HTTP
	}
	own.Jar = nil
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{base: strings.TrimSuffix(opts.BaseURL, "/"), tokens: opts.Tokens, http: &own}, nil
}

// PrivateData returns the answer of GET /private: UTF-8 text of at most 64 KiB.
//
// Errors: [*Error], or the token source's own (nobody is signed in, the provider cannot be reached), or ctx's cause.
func (c *Client) PrivateData(ctx context.Context) (string, error) {
	text, rejected, err := c.get(ctx, "/private", "")
	if IsKind(err, Unauthorized) {
		text, _, err = c.get(ctx, "/private", rejected)
	}
	return text, err
}

// get makes one request and returns the token that it used as well.
func (c *Client) get(ctx context.Context, path, rejected string) (text, token string, err error) {
	token, err = c.tokens.Token(ctx, rejected)
	if err != nil {
		return "", "", fmt.Errorf("no access token: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path, nil)
	if err != nil {
		return "", "", &Error{Kind: Unreachable}
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Accept", "text/plain, application/json;q=0.5")
	resp, err := c.http.Do(req)
	if err != nil {
		return "", token, transportError(ctx, err)
	}
	defer resp.Body.Close()
	if kind := kindOf(resp.StatusCode); kind != "" {
		return "", token, &Error{Kind: kind, Status: resp.StatusCode}
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil {
		return "", token, transportError(ctx, err)
	}
	if len(body) > maxAnswer || !utf8.Valid(body) {
		return "", token, &Error{Kind: BadAnswer, Status: resp.StatusCode}
	}
	return string(body), token, nil
}

func transportError(ctx context.Context, err error) error {
	var timeout interface{ Timeout() bool }
	switch {
	case context.Cause(ctx) != nil && !errors.Is(context.Cause(ctx), context.DeadlineExceeded):
		return context.Cause(ctx)
	case errors.As(err, &timeout) && timeout.Timeout():
		return &Error{Kind: Timeout, cause: err}
	}
	return &Error{Kind: Unreachable, cause: err}
}
