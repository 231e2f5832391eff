package auth

import (
	"context"
	"errors"
	"fmt"
)

// Restore restores the stored session without a log-in: it loads the refresh token and uses it once. If an earlier
// log-out could not remove the stored session, Restore removes it and signs no user in.
//
// It returns nil when the user is signed in, also offline: if the provider does not answer in time, or CancelLogin ends
// the wait, the state is Offline and the session retries in the background. It also returns nil when a log-in or
// log-out came meanwhile.
//
// Errors: ErrLoginRequired when nothing is stored, the store cannot be used (then the snapshot's Notice has the error),
// or the provider ended the session (then the state is Expired); ErrCancelled after Close, or when cancelled while it
// read the store.
func (s *Session) Restore(ctx context.Context) error {
	ctx, cancelRestore := context.WithCancelCause(ctx)
	defer cancelRestore(nil)
	defer context.AfterFunc(s.ctx, func() { cancelRestore(ErrCancelled) })()
	s.mu.Lock()
	if s.ctx.Err() != nil {
		s.mu.Unlock()
		return ErrCancelled
	}
	s.active++
	defer s.leave()
	epoch := s.epoch
	s.cancelRestore = cancelRestore
	s.publish(Snapshot{State: SigningIn, Step: Looking})
	s.mu.Unlock()

	grant, err := s.load(ctx)
	if errors.Is(err, ErrNotFound) {
		s.forgetProfile()
	}
	if errors.Is(err, errDead) || s.hasRecord(recordErase) {
		return s.finishLogout(epoch, grant.RefreshToken)
	}
	cached := s.recallProfile(grant.Subject)

	s.mu.Lock()
	if s.epoch != epoch || s.cancelLogin != nil { // a log-in or log-out came meanwhile, and wins
		if s.snapshot.State == SigningOut || s.snapshot.State == SignedOut {
			s.spawn(func() { s.revokeLate(s.ctx, grant.RefreshToken) })
		}
		s.mu.Unlock()
		return nil
	}
	if err != nil {
		defer s.mu.Unlock()
		return s.nothingRestored(ctx, err)
	}
	s.held = held{grant: grant, stored: true}
	s.publish(Snapshot{State: SigningIn, Step: Restoring, Remembered: cached.profile()})
	s.picture = cached.Picture
	flight := s.startRefresh()
	s.mu.Unlock()
	return s.awaitRestore(ctx, flight)
}

// finishLogout finishes an earlier log-out: it removes the stored session, and revokes its token if that could be read.
// It signs no user in, even if the removal fails.
func (s *Session) finishLogout(epoch int, refresh Secret) error {
	s.mark()
	ctx, cancel := context.WithTimeout(context.Background(), storeTimeout)
	defer cancel()
	release, err := s.useStore(ctx)
	if err != nil {
		err = s.notErased(err)
	} else {
		err = s.erase(ctx)
		release()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.spawn(func() { s.revokeLate(s.ctx, refresh) })
	if s.epoch != epoch || s.cancelLogin != nil {
		return nil
	}
	s.publish(Snapshot{State: SignedOut, Notice: err})
	return ErrLoginRequired
}

// nothingRestored distinguishes "nothing is stored", "the store cannot be read" and "the wait was cancelled". It is
// called with mu held.
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

// awaitRestore waits for the refresh for at most restoreWait. It never cancels the refresh, which may have rotated the
// token.
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
		why := ErrOffline
		if flight.locked {
			why = errHeld
		}
		s.goOffline(why)
	}
	return nil
}
