package auth

import "errors"

// resume goes on with what a locked keyring has held up: it restores the stored session if nobody has signed in meanwhile,
// stores the session of a user who has, or removes the session that has ended. If the keyring is locked again, resume is
// called again.
func (s *Session) resume() {
	if !s.awaitAttempt() {
		return
	}
	s.mu.Lock()
	epoch, unsaved := s.epoch, !s.held.stored && !s.held.grant.RefreshToken.IsZero()
	state, notice := s.snapshot.State, s.snapshot.Notice
	s.mu.Unlock()
	switch {
	case state == KeyringLocked:
		_ = s.restore(s.ctx, epoch) // the snapshot tells
	case unsaved:
		s.storeLate()
	case errors.Is(notice, ErrKeyringLocked):
		s.eraseLate(epoch)
	}
}

// awaitAttempt waits until no log-in is under way. It returns false if the session is closed.
func (s *Session) awaitAttempt() bool {
	for {
		s.mu.Lock()
		running := s.attempt
		s.mu.Unlock()
		if running == nil {
			return s.ctx.Err() == nil
		}
		select {
		case <-running.ended:
		case <-s.ctx.Done():
			return false
		}
	}
}

// storeLate stores the session that the locked keyring did not take, as a refresh would: not over a newer log-in or log-out, in
// this process or another. It replaces an older entry, which the log-in has ended.
func (s *Session) storeLate() {
	defer s.lockBriefly(s.ctx)()
	s.storing <- struct{}{}
	defer func() { <-s.storing }()
	s.mu.Lock()
	epoch, unsaved := s.epoch, s.held
	s.mu.Unlock()
	if unsaved.stored || unsaved.grant.RefreshToken.IsZero() {
		return
	}
	now, notice, err := s.keep(epoch, unsaved, unsaved)
	if err != nil {
		return // whoever came meanwhile decides
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.epoch == epoch {
		s.held.stored = now.stored
		s.replaceStoreNotice(notice)
		s.startCaching()
	}
}

// eraseLate removes the stored session that a log-out or the provider has ended while the keyring was locked, and revokes its
// token. It leaves the entry of a newer log-in: the lock keeps another process from storing one between the look and the removal.
func (s *Session) eraseLate(epoch int) {
	defer s.lockBriefly(s.ctx)()
	grant, err := s.load(s.ctx)
	switch {
	case errors.Is(err, errDead), s.hasRecord(recordErase), s.opts.StateFolder == "":
		err = s.eraseEnded()
	case err == nil, errors.Is(err, ErrNotFound):
		err = nil // another process has logged in, or has removed it
	default:
		err = s.notErased(s.storeError("what is stored cannot be read", err))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.spawn(func() { s.revokeLate(s.ctx, grant.RefreshToken) })
	if s.epoch == epoch {
		s.replaceStoreNotice(err)
	}
}

// replaceStoreNotice publishes what has become of a problem with the store. It leaves every other notice. It is called with
// mu held.
func (s *Session) replaceStoreNotice(notice error) {
	if next := s.snapshot; errors.Is(next.Notice, ErrStore) {
		next.Notice = notice
		s.publish(next)
	}
}
