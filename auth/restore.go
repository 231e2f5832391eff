package auth

import (
	"context"
	"errors"
	"fmt"
)

// Restore brings the stored session back without a log-in: it loads the refresh token and uses it once.
//
// It returns nil when somebody is signed in, be it offline: a provider that does not answer in time, or for which nobody
// wants to wait (CancelLogin), leaves the state Offline and a retry in the background. Errors: ErrLoginRequired when
// nothing is stored, the store cannot be used (then the snapshot's Notice says so), or the provider ended the session
// (then the state is Expired); ErrCancelled while the store was still being read.
func (s *Session) Restore(ctx context.Context) error {
	ctx, cancelRestore := context.WithCancelCause(ctx)
	defer cancelRestore(nil)
	s.mu.Lock()
	epoch := s.epoch
	s.cancelRestore = cancelRestore
	s.publish(Snapshot{State: SigningIn})
	s.mu.Unlock()

	grant, err := s.load(ctx)

	s.mu.Lock()
	if s.epoch != epoch || s.cancelLogin != nil { // somebody logged in or out meanwhile, and knows better
		s.mu.Unlock()
		return nil
	}
	if err != nil {
		defer s.mu.Unlock()
		return s.nothingRestored(ctx, err)
	}
	s.held = held{grant: grant, stored: true}
	flight := s.startRefresh()
	s.mu.Unlock()
	return s.awaitRestore(ctx, flight)
}

// nothingRestored tells "there is nothing", "it cannot be read" and "nobody wanted to wait" apart. It is called with mu
// held.
func (s *Session) nothingRestored(ctx context.Context, err error) error {
	next := Snapshot{State: SignedOut}
	defer func() { s.publish(next) }()
	switch {
	case errors.Is(err, ErrNotFound):
	case context.Cause(ctx) != nil:
		next.Err = ErrCancelled
		return ErrCancelled
	default:
		s.opts.Log.Warn("the stored session cannot be read", "err", err)
		next.Notice = fmt.Errorf("%w: %w", ErrStore, err)
	}
	return ErrLoginRequired
}

// awaitRestore waits a little. A refresh that was sent is never called back: it may have rotated the token.
func (s *Session) awaitRestore(ctx context.Context, flight *flight) error {
	select {
	case <-flight.done:
		if errors.Is(flight.err, ErrLoginRequired) {
			return flight.err
		}
		return nil
	case <-ctx.Done():
	case <-s.opts.After(restoreWait):
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.flight == flight && s.snapshot.State == SigningIn && s.cancelLogin == nil {
		s.goOffline(ErrOffline)
	}
	return nil
}
