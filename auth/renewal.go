package auth

import (
	"context"
	"errors"
	"net/http/httptrace"
	"time"
)

// renewBefore is how long before its end an access token is renewed, so that it is still valid when it reaches the API.
const renewBefore = 30 * time.Second

// flight is one refresh under way, for the session of one epoch. Read err only once done is closed.
type flight struct {
	epoch int
	done  chan struct{}
	err   error
	// cancel ends the refresh, unless its request was sent. whole bounds it in any case, and drop ends whole.
	cancel, drop context.CancelFunc
	whole        context.Context
	// locked: it waits for the lock of another process. The session's mu guards it.
	locked bool
}

// Token returns a valid access token, renewed if it ends soon. Concurrent callers share one refresh. rejected is empty,
// or a token for which the API answered invalid_token (RFC 6750, section 3.1); Token does not return that one again.
// ctx bounds the wait only. The refresh itself continues, because it may have rotated the refresh token.
//
// Errors: ErrLoginRequired when no user is signed in, the provider ended the session, another process logged out, or
// the refreshed ID token is for another party (then beside ErrForeign); ErrRejected when there is no other token than the
// rejected one; ErrOffline when no answer of the provider came; context.Cause(ctx); *Error, ErrProvider or ErrIDToken when
// the provider's answer was not used. After such an answer, the provider is not asked again before the session's own next
// retry.
func (s *Session) Token(ctx context.Context, rejected string) (string, error) {
	s.mu.Lock()
	canRenew := !s.held.grant.RefreshToken.IsZero()
	switch {
	case s.usable(rejected, renewBefore), !canRenew && s.usable(rejected, 0):
		defer s.mu.Unlock()
		return s.held.access.Reveal(), nil
	case s.held.grant.Account == (Account{}):
		s.mu.Unlock()
		return "", ErrLoginRequired
	case !canRenew && s.usable("", 0): // an API's refusal ends no session
		s.mu.Unlock()
		return "", ErrRejected
	}
	if s.held.refused != nil && s.retrying && s.flight == nil {
		defer s.mu.Unlock()
		if s.usable(rejected, 0) {
			return s.held.access.Reveal(), nil
		}
		return "", s.held.refused
	}
	flight := s.startRefresh()
	s.mu.Unlock()

	select {
	case <-flight.done:
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	// An early renewal that failed is no reason to refuse a token that is still valid.
	if !errors.Is(flight.err, ErrLoginRequired) && s.usable(rejected, 0) {
		return s.held.access.Reveal(), nil
	}
	switch {
	case flight.err != nil:
		return "", flight.err
	case s.epoch == flight.epoch: // some providers answer a refresh with the same access token
		return "", ErrRejected
	}
	return "", ErrLoginRequired // logged out while we waited
}

// endWithToken ends a session without a refresh token when its access token ends.
func (s *Session) endWithToken(epoch int, lifetime time.Duration) {
	select {
	case <-s.opts.After(lifetime):
	case <-s.ctx.Done():
		return
	}
	s.mu.Lock()
	if s.epoch == epoch && s.cancelLogin == nil {
		s.startRefresh() // finds no refresh token
	}
	s.mu.Unlock()
}

// usable reports whether there is an access token that is valid for at least margin and is not the rejected one. A
// token whose lifetime is shorter than two margins is used for half of its lifetime.
func (s *Session) usable(rejected string, margin time.Duration) bool {
	if s.held.access.IsZero() || equal(rejected, s.held.access) {
		return false
	}
	margin = min(margin, s.held.lifetime/2)
	return s.opts.Now().Add(margin).Before(s.held.expires)
}

// startRefresh joins the refresh in flight or starts one. It is called with mu held.
func (s *Session) startRefresh() *flight {
	if s.flight != nil && s.flight.epoch == s.epoch {
		return s.flight
	}
	f, from := &flight{epoch: s.epoch, done: make(chan struct{})}, s.held
	if s.ctx.Err() != nil {
		f.err = ErrCancelled
		close(f.done)
		return f
	}
	s.flight = f
	f.whole, f.drop = context.WithTimeout(context.Background(), refreshTimeout)
	ctx, cancel := context.WithTimeout(s.ctx, refreshTimeout)
	f.cancel = cancel
	s.spawn(func() {
		defer f.drop()
		defer cancel()
		s.refresh(ctx, f, from)
	})
	return f
}

// abandon gives up a refresh because of a log-out. If the request was sent, the refresh continues: only its answer
// holds the rotated token that must be revoked. When the app ends, the refresh has at most lateAnswer left. An answer
// after that is lost, and the token in it stays valid until the provider ends it. abandon is called with mu held.
func (s *Session) abandon(f *flight) {
	f.cancel()
	s.spawn(func() {
		select {
		case <-f.done:
			return
		case <-s.ctx.Done():
		}
		select {
		case <-f.done:
		case <-s.opts.After(lateAnswer):
			f.drop()
		}
	})
}

// refresh renews the tokens once. Until its request is sent, a log-out or Close cancels it. After that, only its own
// bound ends it, or a log-out and Close together (see abandon).
func (s *Session) refresh(ctx context.Context, f *flight, from held) {
	from, unlock, err := s.claim(ctx, f, from)
	next, profile := from, Profile{}
	if err == nil {
		next, profile, err = s.redeem(ctx, f.whole, from)
	}
	f.err = s.adopt(f.epoch, from, next, profile, err)
	unlock()

	s.mu.Lock()
	if s.flight == f {
		s.flight = nil
	}
	s.mu.Unlock()
	close(f.done)
	if f.err == nil {
		s.completeProfile(f.epoch)
	}
}

// untilSent returns a context for one request. It ends with ctx only until the request has a connection, because the
// provider may act on a request that was sent. It always ends with whole.
func untilSent(ctx, whole context.Context) (context.Context, context.CancelFunc) {
	sending, cancel := context.WithCancelCause(whole)
	stop := context.AfterFunc(ctx, func() { cancel(context.Cause(ctx)) })
	sending = httptrace.WithClientTrace(sending, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { stop() }})
	return sending, func() {
		stop()
		cancel(nil)
	}
}
