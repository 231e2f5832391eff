package auth

import (
	"context"
	"errors"
	"fmt"
)

// attempt is a log-in under way. It begins in one browser and may move once, to Options.Alternative.
type attempt struct {
	// here is the context of the first browser. move ends it with the cause ErrAlternative, and from then on nothing that
	// this browser answers counts.
	here context.Context
	move context.CancelCauseFunc
	// ended is closed when the log-in has ended, with err.
	ended chan struct{}
	err   error
}

// newAttempt returns a log-in that begins in Options.Browser. With elsewhere it has moved before it begins.
func newAttempt(ctx context.Context, elsewhere bool) *attempt {
	a := &attempt{ended: make(chan struct{})}
	a.here, a.move = context.WithCancelCause(ctx)
	if elsewhere {
		a.move(ErrAlternative)
	}
	return a
}

// moved reports whether the log-in has left its first browser.
func (a *attempt) moved() bool { return errors.Is(context.Cause(a.here), ErrAlternative) }

// end records how the log-in ended.
func (a *attempt) end(err error) {
	a.err = err
	a.move(nil)
	close(a.ended)
}

// LoginAlternative is Login in Options.Alternative. If a log-in is under way in Options.Browser, that log-in moves: it
// sends a new authorization request, with a redirect URI, state, nonce and code challenge of its own, and the first
// browser's window closes. What that browser still answers is not used. Both calls then return how the log-in ended.
//
// Errors: those of [Session.Login]; ErrUnsupported when there is no Options.Alternative.
func (s *Session) LoginAlternative(ctx context.Context) error {
	if s.opts.Alternative == nil {
		return fmt.Errorf("there is no alternative browser: %w", ErrUnsupported)
	}
	s.mu.Lock()
	running := s.attempt
	if running != nil {
		running.move(ErrAlternative)
	}
	s.mu.Unlock()
	if running == nil {
		return s.login(ctx, true)
	}
	select {
	case <-running.ended:
		return running.err
	case <-ctx.Done():
		return reason(context.Cause(ctx))
	}
}

// browserOf returns Options.Alternative if that is asked for and there is one, and otherwise Options.Browser.
func (s *Session) browserOf(alternative bool) Browser {
	if alternative && s.opts.Alternative != nil {
		return s.opts.Alternative
	}
	return s.opts.Browser
}
