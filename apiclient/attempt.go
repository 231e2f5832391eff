package apiclient

import (
	"context"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
)

// attempt is a request that was sent once, with its answer or its error.
type attempt struct {
	caller *http.Request
	// body is the last one that was sent. The RoundTripper below may have called GetBody more than once.
	body  atomic.Pointer[sentBody]
	watch *watch
	// answered says that the first byte of an answer has arrived.
	answered atomic.Bool
	resp     *http.Response
	err      error
}

// send sends the caller's request with the token and the given body, and waits for the header of the answer.
func (c *call) send(body io.ReadCloser) *attempt {
	ctx, cancel := context.WithCancelCause(c.req.Context())
	a := &attempt{caller: c.req, watch: newWatch(c.opts.Timeout, cancel)}
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotFirstResponseByte: func() { a.answered.Store(true) }})
	a.resp, a.err = c.opts.RoundTripper.RoundTrip(a.copy(ctx, body, c.token))
	a.watch.stop()
	if a.err == nil && context.Cause(ctx) == errNoAnswer { // The time ran out at the same moment.
		_ = a.resp.Body.Close()
		a.err = errNoAnswer
	}
	if a.err != nil {
		a.resp, a.err = nil, a.explain(ctx)
		cancel(nil)
		return a
	}
	a.resp.Request = a.caller
	a.resp.Body = endsWith(a.resp.Body, func() { cancel(nil) })
	return a
}

// copy returns the request to send. It does not change the caller's own.
func (a *attempt) copy(ctx context.Context, body io.ReadCloser, token string) *http.Request {
	out := a.caller.WithContext(ctx)
	out.Header = http.Header{}
	if a.caller.Header != nil {
		out.Header = a.caller.Header.Clone()
	}
	out.Header.Set("Authorization", "Bearer "+token)
	if body == nil || body == http.NoBody {
		return out
	}
	out.Body = a.track(body)
	if again := a.caller.GetBody; again != nil {
		out.GetBody = func() (io.ReadCloser, error) {
			body, err := again()
			if err != nil {
				return nil, err
			}
			return a.track(body), nil
		}
	}
	return out
}

// track follows a body while it is sent.
func (a *attempt) track(body io.ReadCloser) *sentBody {
	sent := newSentBody(body, a.watch)
	a.body.Store(sent)
	return sent
}

// explain prefers a reason from this side to the error of the RoundTripper below.
func (a *attempt) explain(ctx context.Context) error {
	if context.Cause(ctx) == errNoAnswer {
		return errNoAnswer
	}
	if body := a.body.Load(); body != nil && body.failed() != nil {
		return &localError{"the request's body cannot be read", body.failed()}
	}
	return a.err
}

// discard ends an attempt that will be repeated.
func (a *attempt) discard() {
	if a.resp != nil {
		_ = a.resp.Body.Close()
	}
}

// bodyAgain returns the caller's body once more. It waits until nothing reads the first one any longer, because the two may share a
// file.
func (a *attempt) bodyAgain() (io.ReadCloser, error) {
	sent := a.body.Load()
	if sent == nil {
		return a.caller.Body, nil
	}
	if err := sent.retire(a.caller.Context()); err != nil {
		return nil, err
	}
	body, err := a.caller.GetBody()
	if err != nil {
		return nil, &localError{"the request's body cannot be read again", err}
	}
	return body, nil
}
