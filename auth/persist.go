package auth

import (
	"context"
	"fmt"
)

// errDead: what is stored belongs to a session that was ended.
var errDead = fmt.Errorf("%w: the one that is stored was ended", ErrNotFound)

// isCurrent reports whether nobody logged in or out since epoch in this process.
func (s *Session) isCurrent(epoch int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.epoch == epoch
}

// load reads what is stored. An entry that is not ours counts as none, and so does one of a session that was ended, with
// errDead.
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

// keep stores a rotated grant. It looks before it writes whether another process has logged in or out, and looks again
// afterwards, here too; then it takes back what it wrote. It is called with storing held.
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

// holds reports whether nobody has logged in or out, here or elsewhere, since the grant's log-in. What an earlier log-out
// left to erase has been replaced then, if the grant is stored.
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

// save stores the grant. A store that fails leaves the person signed in for this run; the error is for the notice.
func (s *Session) save(grant Grant) error {
	ctx, cancel := context.WithTimeout(context.Background(), storeTimeout)
	defer cancel()
	return s.storeError("the session could not be stored", s.opts.Store.Save(ctx, grant))
}

// takeBack removes the grant from the store, and nothing else that may be there: somebody may have logged in since. It is
// called with storing held.
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

// mark remembers, until erase has done it, that what is stored has to be removed.
func (s *Session) mark() { _ = s.writeRecord(recordErase, "") } // it has told the log

// erase removes what is stored, which was marked.
func (s *Session) erase(ctx context.Context) error {
	err := s.remove(ctx)
	if err == nil {
		s.removeRecord(recordErase)
	}
	return s.notErased(err)
}

// remove is one attempt to remove what is stored.
func (s *Session) remove(ctx context.Context) error {
	return s.storeError("the stored session could not be removed", s.opts.Store.Delete(ctx, s.opts.Config.account()))
}

// notErased adds to an error that the next start will remove what is stored, where that is recorded.
func (s *Session) notErased(err error) error {
	if err != nil && s.hasRecord(recordErase) {
		return fmt.Errorf("%w: %w", ErrNotErased, err)
	}
	return err
}

func (s *Session) storeError(what string, err error) error {
	if err == nil {
		return nil
	}
	s.opts.Log.Warn(what, "err", err)
	return fmt.Errorf("%w: %s: %w", ErrStore, what, err)
}

// useStore takes the turn to write to the store, unless ctx ends first.
func (s *Session) useStore(ctx context.Context) (release func(), err error) {
	select {
	case s.storing <- struct{}{}:
		return func() { <-s.storing }, nil
	case <-ctx.Done():
		return nil, s.storeError("an earlier write to the store does not end", context.Cause(ctx))
	}
}
