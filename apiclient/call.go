package apiclient

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// call is one request of the caller with its repetitions.
type call struct {
	*Transport
	req   *http.Request
	token string
	// renewed and reconnected say that the one repetition for that reason is used up.
	renewed, reconnected bool
	waited               waits
}

// repetition says what comes before the next attempt: a renewal of the token, or a wait.
type repetition struct {
	renewal bool
	wait    time.Duration
}

// run sends the request until there is no reason for another repetition.
func (c *call) run() (*http.Response, error) {
	body := c.req.Body
	for {
		a := c.send(body)
		next, again := c.next(a)
		if again && !replayable(c.req) {
			if next.renewal {
				_ = c.renew() // Later requests need it. The caller gets the 401, which says more.
			}
			again = false
		}
		if !again {
			return a.resp, a.err
		}
		err := c.prepare(next)
		if next.renewal && isLastToken(err) {
			return a.resp, a.err // the API's refusal says more than that there is no other token
		}
		a.discard()
		if err == nil {
			body, err = a.bodyAgain()
		}
		if err != nil {
			return nil, err
		}
	}
}

// next decides whether an attempt is repeated, and counts the repetition.
func (c *call) next(a *attempt) (next repetition, again bool) {
	switch {
	case a.err != nil:
		again = !c.reconnected && idempotent(c.req) && a.lost()
		c.reconnected = c.reconnected || again
		return repetition{wait: reconnectWait}, again
	case a.resp.StatusCode == http.StatusUnauthorized:
		again = !c.renewed && bearer(a.resp.Header).code == invalidToken
		c.renewed = c.renewed || again
		return repetition{renewal: true}, again
	case asksForTime(a.resp.StatusCode) && idempotent(c.req):
		wait := retryAfter(a.resp.Header, c.opts.Now())
		return repetition{wait: wait}, c.waited.grants(wait)
	}
	return repetition{}, false
}

// prepare renews the token, or waits.
func (c *call) prepare(next repetition) error {
	if next.renewal {
		return c.renew()
	}
	select {
	case <-c.opts.After(next.wait):
		return nil
	case <-c.req.Context().Done():
		return context.Cause(c.req.Context())
	}
}

// isLastToken reports whether the token source has no other token than the rejected one, although its session continues.
func isLastToken(err error) bool {
	var source interface{ NoOtherToken() bool }
	return errors.As(err, &source) && source.NoOtherToken()
}

// renew gets another token in place of the one that the API called invalid.
func (c *call) renew() (err error) {
	c.token, err = c.Transport.token(c.req.Context(), c.token)
	return err
}
