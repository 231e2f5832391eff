package apiclient

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"wails-openid-oauth/internal/transport"
)

// Client calls one API through a [Transport] and returns an [*Error] for every failure of the API. It follows no redirects.
// Its methods may be called concurrently.
type Client struct {
	transport *Transport
}

// New checks the options and sends nothing.
func New(opts Options) (*Client, error) {
	t, err := NewTransport(opts)
	if err != nil {
		return nil, err
	}
	return &Client{t}, nil
}

// Do sends a request and returns the answer if its status is 2xx. The URL of the request is a path below the base URL,
// such as "/orders/1?full=true", or an absolute URL there. [Transport] says when it repeats a request.
//
// The caller closes the answer's body. To read it gives at most Options.MaxBody bytes, within Options.Timeout, and returns
// the same errors as Do.
//
// Errors: an [*Error] for any other status and for an API that does not answer; [ErrOutside]; the token source's; ctx's
// cause; or that of reading the request's body. The request's body is closed in every case. If you need the body of an
// error answer, use a [Transport].
func (c *Client) Do(req *http.Request) (*http.Response, error) {
	if isPath(req.URL) {
		u, err := resolve(c.transport.base, req.URL.String())
		if err != nil {
			closeBody(req)
			return nil, err
		}
		req = req.WithContext(req.Context()) // The caller's own is not changed.
		req.URL = u
	}
	ctx, cancel := context.WithCancelCause(req.Context())
	resp, err := c.transport.RoundTrip(req.WithContext(ctx))
	if err != nil {
		cancel(nil)
		return nil, c.sort(req.Context(), err)
	}
	timer := time.AfterFunc(c.transport.opts.Timeout, func() { cancel(errNoAnswer) })
	resp.Request = req
	resp.Body = &answerBody{
		body: http.MaxBytesReader(nil, resp.Body, c.transport.opts.MaxBody), status: resp.StatusCode,
		sort: func(err error) error { return c.sort(ctx, err) },
		end:  func() { timer.Stop(); cancel(nil) },
	}
	if failed := c.failure(resp); failed != nil {
		_ = resp.Body.Close()
		return nil, failed
	}
	return resp, nil
}

// isPath reports whether a URL names no server, so that the client's base URL applies.
func isPath(u *url.URL) bool {
	return u != nil && u.Scheme == "" && u.Host == "" && u.User == nil && u.Opaque == ""
}

// sort turns an error of the transport into what the caller gets. The text of an [*Error] quotes nothing that the API sent.
func (c *Client) sort(ctx context.Context, err error) error {
	var timeout interface{ Timeout() bool }
	ended := context.Cause(ctx)
	switch {
	case isLocal(err), errors.Is(err, ErrOutside):
		return err
	case ended != nil && !errors.Is(ended, context.DeadlineExceeded):
		return ended
	case ended != nil:
		return &Error{Kind: Timeout, cause: c.explain(ended)}
	case errors.As(err, &timeout) && timeout.Timeout():
		return &Error{Kind: Timeout, cause: c.explain(err)}
	}
	return &Error{Kind: Unreachable, cause: c.explain(err)}
}

func (c *Client) explain(err error) error { return transport.Failure(c.transport.base.Host, err) }

// answerBody is the body of an answer, with a bound on its length and with the errors of the Client.
type answerBody struct {
	body   io.ReadCloser
	status int
	sort   func(error) error
	end    func()
}

// Read implements [io.Reader].
func (b *answerBody) Read(p []byte) (int, error) {
	n, err := b.body.Read(p)
	switch {
	case err == nil || err == io.EOF:
		return n, err
	case errors.As(err, new(*http.MaxBytesError)):
		return n, &Error{Kind: BadAnswer, Status: b.status}
	}
	return n, b.sort(err)
}

// Close implements [io.Closer].
func (b *answerBody) Close() error {
	defer b.end()
	return b.body.Close()
}
