package auth

import (
	"context"
	"fmt"
)

// errDead: the stored grant belongs to a session that was ended.
var errDead = fmt.Errorf("%w: the stored one has ended", ErrNotFound)

// isCurrent reports whether this process has had no log-in and no log-out since epoch.
func (s *Session) isCurrent(epoch int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.epoch == epoch
}

// load reads the stored grant. A grant of another account, or an incomplete one, is ErrNotFound. A grant of a session
// that was ended is errDead.
func (s *Session) load(ctx context.Context) (Grant, error) {
	ctx, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	grant, err := s.opts.Store.Load(ctx, s.opts.Config.account())
	switch {
	case err != nil:
		return grant, err
	case grant.Account != s.opts.Config.account() || grant.RefreshToken.IsZero() || grant.Subject == "":
		return grant, ErrNotFound
	case s.isDead(grant):
		return grant, errDead
	}
	if grant.Era == "" {
		grant.Era = s.era()
	}
	return grant, nil
}

// keep stores a rotated grant. Before the write it checks whether another process has logged in or out. After the write
// it checks this process and the others, and takes back what it wrote if one has. It is called with storing held.
func (s *Session) keep(epoch int, from, next held) (now held, notice, err error) {
	now, err = s.compare(context.Background(), from)
	switch {
	case err != nil:
		return next, nil, err
	case !equal(now.grant.RefreshToken.Reveal(), from.grant.RefreshToken):
		return now, nil, errReplaced
	}
	notice = s.save(next.grant)
	next.stored = notice == nil
	if s.holds(epoch, next) {
		return next, notice, nil
	}
	return next, s.takeBack(next.grant), errLoggedOut
}

// holds reports whether no process has logged in or out since the grant's log-in. If so and the grant is stored, it
// also removes the mark of an earlier log-out that could not erase: the grant has replaced what was to be erased.
func (s *Session) holds(epoch int, h held) bool {
	overtaken := s.isOvertaken(h.grant)
	s.mu.Lock() // a log-out takes mu before it leaves its mark
	defer s.mu.Unlock()
	if overtaken || s.epoch != epoch {
		return false
	}
	if h.stored {
		s.removeRecord(recordErase)
	}
	return true
}

// save stores the grant. If the store fails, the user stays signed in for this run, and the error becomes the notice.
func (s *Session) save(grant Grant) error {
	ctx, cancel := context.WithTimeout(context.Background(), storeTimeout)
	defer cancel()
	return s.storeError("the session could not be stored", s.opts.Store.Save(ctx, grant))
}

// takeBack removes the grant from the store. It leaves any other grant there, because it may come from a newer log-in.
// It is called with storing held.
func (s *Session) takeBack(grant Grant) error {
	ctx, cancel := context.WithTimeout(context.Background(), storeTimeout)
	defer cancel()
	stored, err := s.load(ctx)
	if err == nil && !equal(stored.RefreshToken.Reveal(), grant.RefreshToken) {
		return nil
	}
	s.mark()
	return s.erase(ctx)
}

// mark records that the stored session must be removed. erase clears it.
func (s *Session) mark() { _ = s.writeRecord(recordErase, "") } // writeRecord has logged the error

// erase removes the stored session. The caller has called mark.
func (s *Session) erase(ctx context.Context) error {
	err := s.remove(ctx)
	if err == nil {
		s.removeRecord(recordErase)
	}
	return s.notErased(err)
}

// eraseEnded removes the stored session of an earlier log-out, once it is its turn.
func (s *Session) eraseEnded() error {
	s.mark()
	ctx, cancel := context.WithTimeout(context.Background(), storeTimeout)
	defer cancel()
	release, err := s.useStore(ctx)
	if err != nil {
		return s.notErased(err)
	}
	defer release()
	return s.erase(ctx)
}

// remove tries once to remove the stored session. The profile cache goes first, because it waits for nothing.
func (s *Session) remove(ctx context.Context) error {
	s.forgetProfile()
	return s.storeError("the stored session could not be removed", s.opts.Store.Delete(ctx, s.opts.Config.account()))
}

// notErased adds ErrNotErased to err if a record makes sure that the next start removes the stored session.
func (s *Session) notErased(err error) error {
	if err != nil && s.hasRecord(recordErase) {
		return fmt.Errorf("%w: %w", ErrNotErased, err)
	}
	return err
}

// storeError is ErrStore for what the store could not do, or nil for no error. If the store is locked, it also has that noticed.
func (s *Session) storeError(what string, err error) error {
	if err == nil {
		return nil
	}
	s.opts.Log.Warn(what, "err", err)
	s.mu.Lock()
	s.lockedOut(err)
	s.mu.Unlock()
	return fmt.Errorf("%w: %s: %w", ErrStore, what, err)
}

// useStore waits for the turn to write to the store, until ctx ends.
func (s *Session) useStore(ctx context.Context) (release func(), err error) {
	select {
	case s.storing <- struct{}{}:
		return func() { <-s.storing }, nil
	case <-ctx.Done():
		return nil, s.storeError("an earlier write to the store does not end", context.Cause(ctx))
	}
}
