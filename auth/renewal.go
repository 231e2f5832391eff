package auth

import (
	"context"
	"errors"
	"net/http/httptrace"
	"time"
)

// renewBefore is how long before its end an access token is renewed, so that it is still good when it arrives.
const renewBefore = 30 * time.Second

// flight is one refresh under way, of the session of one epoch. err may be read once done is closed.
type flight struct {
	epoch int
	done  chan struct{}
	err   error
	// cancel ends it, unless its request was sent. whole is its bound in any case, and drop ends that.
	cancel, drop context.CancelFunc
	whole        context.Context
	// locked says that it waits for another process. It is guarded by the session's mu.
	locked bool
}

// Token returns an access token that is good for some time yet, renewed if need be. Callers at the same moment share one
// refresh. rejected is empty, or a token for which the API answered invalid_token (RFC 6750, section 3.1): that one is
// not returned again. ctx bounds the wait; the refresh itself goes on, because it may have rotated the refresh token.
//
// Errors: ErrLoginRequired when nobody is signed in, the provider ended the session, another process logged out,
// or the refreshed ID token is somebody else's (then beside ErrForeign); ErrOffline when the provider cannot be reached,
// context.Cause(ctx), or what the provider's answer lacks (*Error, ErrProvider, ErrIDToken). After an answer that was not
// used, the provider is not asked again before the next retry of the session's own.
func (s *Session) Token(ctx context.Context, rejected string) (string, error) {
	s.mu.Lock()
	if s.usable(rejected, renewBefore) {
		defer s.mu.Unlock()
		return s.held.access.Reveal(), nil
	}
	if s.held.grant.Account == (Account{}) {
		s.mu.Unlock()
		return "", ErrLoginRequired
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
	// A renewal that failed early is no reason to refuse a token that still holds.
	if !errors.Is(flight.err, ErrLoginRequired) && s.usable(rejected, 0) {
		return s.held.access.Reveal(), nil
	}
	if flight.err == nil {
		return "", ErrLoginRequired // logged out while we waited
	}
	return "", flight.err
}

// usable reports whether the access token is there, holds for another margin, and is not the rejected one. A token
// that lives shorter than two margins is used for half of its life.
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

// abandon gives up a refresh that nobody wants any more, because of a log-out. If its request was sent, the answer may bring
// a rotated token, which only the answer tells us to revoke: so it goes on, and the end of the app leaves it no more than
// lateAnswer. What comes later than that is lost, and the token in it lives until the provider ends it. abandon is called with mu
// held.
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

// refresh renews the tokens once. A log-out and the end of the app call it back until its request is sent; then nothing
// but its own bound does, or both of them together (abandon).
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

// untilSent returns a context for one request that ends with ctx only while the request has no connection: what was sent
// is finished, because the provider may have acted on it. It ends with whole in any case.
func untilSent(ctx, whole context.Context) (context.Context, context.CancelFunc) {
	sending, cancel := context.WithCancelCause(whole)
	stop := context.AfterFunc(ctx, func() { cancel(context.Cause(ctx)) })
	sending = httptrace.WithClientTrace(sending, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { stop() }})
	return sending, func() {
		stop()
		cancel(nil)
	}
}
