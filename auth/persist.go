package auth

import (
	"context"
	"fmt"
)

// isCurrent reports whether nobody logged in or out since epoch. Whoever holds storing may write then: a log-out that
// comes after the answer waits for storing, and removes what was written.
func (s *Session) isCurrent(epoch int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.epoch == epoch
}

// load reads what is stored. An entry that is not ours counts as none.
func (s *Session) load(ctx context.Context) (Grant, error) {
	ctx, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	grant, err := s.opts.Store.Load(ctx, s.opts.Config.account())
	if err == nil && (grant.Account != s.opts.Config.account() || grant.RefreshToken.IsZero() || grant.Subject == "") {
		err = ErrNotFound
	}
	return grant, err
}

// save stores the grant. A store that fails leaves the person signed in for this run; the error is for the notice.
func (s *Session) save(grant Grant) error {
	ctx, cancel := context.WithTimeout(context.Background(), storeTimeout)
	defer cancel()
	return s.storeError("the session could not be stored", s.opts.Store.Save(ctx, grant))
}

// erase removes what is stored.
func (s *Session) erase() error {
	ctx, cancel := context.WithTimeout(context.Background(), storeTimeout)
	defer cancel()
	return s.storeError("the stored session could not be removed", s.opts.Store.Delete(ctx, s.opts.Config.account()))
}

func (s *Session) storeError(what string, err error) error {
	if err == nil {
		return nil
	}
	s.opts.Log.Warn(what, "err", err)
	return fmt.Errorf("%w: %s: %w", ErrStore, what, err)
}
