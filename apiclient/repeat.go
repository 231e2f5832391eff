package apiclient

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
)

// replayable reports whether a request's body can be sent again.
func replayable(req *http.Request) bool {
	return req.Body == nil || req.Body == http.NoBody || req.GetBody != nil
}

// idempotent reports whether a repetition does no harm even if the API has already acted on the request (RFC 9110, section
// 9.2.2).
func idempotent(req *http.Request) bool {
	switch req.Method {
	case "", http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace, http.MethodPut, http.MethodDelete:
		return true
	}
	return req.Header.Get("Idempotency-Key") != ""
}

// asksForTime reports whether an API may say with this status when to try again.
func asksForTime(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable
}

// lost reports whether the connection failed before the first byte of an answer. A timeout does not count, because the API had its
// time. A TLS alert does not count either, because the other side sent it on purpose.
func (a *attempt) lost() bool {
	network := new(net.OpError)
	switch {
	case a.answered.Load() || context.Cause(a.caller.Context()) != nil || isLocal(a.err):
		return false
	case errors.As(a.err, &network):
		return !network.Timeout() && network.Op != "remote error" && network.Op != "local error"
	}
	return errors.Is(a.err, io.EOF) || errors.Is(a.err, io.ErrUnexpectedEOF)
}

func isLocal(err error) bool {
	local := new(localError)
	return errors.As(err, &local)
}
