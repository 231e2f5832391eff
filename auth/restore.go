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
// If the keyring is locked ([Unlocker]), the state is KeyringLocked, and Restore waits for the user to unlock it, without a
// bound. A log-in, a log-out, CancelLogin and Close end the question. The session is also restored when the keyring is
// unlocked later, in any way, unless a user has signed in meanwhile.
//
// Errors: ErrLoginRequired when nothing is stored, the store cannot be used (then the snapshot's Notice has the error),
// or the provider ended the session (then the state is Expired); ErrKeyringLocked, with ErrDismissed beside it, when the user
// did not unlock the keyring; ErrCancelled after Close, or when cancelled before it or while it read the store.
func (s *Session) Restore(ctx context.Context) error {
	ctx, cancelRestore := context.WithCancelCause(ctx)
	defer cancelRestore(nil)
	defer context.AfterFunc(s.ctx, func() { cancelRestore(ErrCancelled) })()
	s.mu.Lock()
	if s.ctx.Err() != nil {
		s.mu.Unlock()
		return ErrCancelled
	}
	if s.abandoned && s.epoch == 0 { // no log-in or log-out has come since
		defer s.mu.Unlock()
		s.abandoned = false
		s.publish(Snapshot{State: SignedOut, Err: ErrCancelled})
		return ErrCancelled
	}
	s.active++
	defer s.leave()
	epoch := s.epoch
	s.cancelRestore = cancelRestore
	s.declined = false
	s.publish(Snapshot{State: SigningIn, Step: Looking})
	s.mu.Unlock()
	return s.restore(ctx, epoch)
}

// restore is Restore, from the look into the store on, as long as no log-in or log-out has come since epoch.
func (s *Session) restore(ctx context.Context, epoch int) error {
	grant, err := s.load(ctx)
	if errors.Is(err, ErrNotFound) {
		s.forgetProfile()
	}
	if errors.Is(err, errDead) || s.hasRecord(recordErase) {
		return s.finishLogout(epoch, grant.RefreshToken)
	}
	var cached cachedProfile
	if err == nil {
		cached = s.recallProfile(grant.Subject)
	}

	s.mu.Lock()
	if s.epoch != epoch || s.cancelLogin != nil { // a log-in or log-out came meanwhile, and wins
		if s.snapshot.State == SigningOut || s.snapshot.State == SignedOut {
			s.spawn(func() { s.revokeLate(s.ctx, grant.RefreshToken) })
		}
		s.mu.Unlock()
		return nil
	}
	if _, locked := s.unlocker(err); locked {
		s.lockedOut(err)
		s.publish(Snapshot{State: KeyringLocked, Notice: s.lockNotice(err)})
		asked := s.question
		s.mu.Unlock()
		return s.restoreUnlocked(ctx, epoch, asked)
	}
	if err != nil {
		defer s.mu.Unlock()
		return s.nothingRestored(ctx, err)
	}
	if s.held.grant.Account == (Account{}) { // else watch was first to restore it, after the keyring was unlocked
		s.held = held{grant: grant, stored: true}
		s.publish(Snapshot{State: SigningIn, Step: Restoring, Remembered: cached.profile()})
		s.picture = cached.Picture
	}
	flight := s.startRefresh()
	s.mu.Unlock()
	return s.awaitRestore(ctx, flight)
}

// restoreUnlocked restores the session once the user has unlocked the keyring. asked is nil if the user is not asked.
func (s *Session) restoreUnlocked(ctx context.Context, epoch int, asked *question) error {
	if asked == nil {
		return ErrKeyringLocked
	}
	select {
	case <-asked.done:
	case <-ctx.Done():
		s.mu.Lock()
		defer s.mu.Unlock()
		s.decline(context.Cause(ctx))
		return ErrCancelled
	}
	if asked.err == nil {
		return s.restore(ctx, epoch)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.epoch != epoch || s.snapshot.State != KeyringLocked { // a log-in or log-out came meanwhile, and wins
		return nil
	}
	return fmt.Errorf("%w: %w", ErrKeyringLocked, asked.err)
}

// finishLogout finishes an earlier log-out: it removes the stored session, and revokes its token if that could be read.
// It signs no user in, even if the removal fails.
func (s *Session) finishLogout(epoch int, refresh Secret) error {
	err := s.eraseEnded()
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
