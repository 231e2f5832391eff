package auth

import (
	"context"
	"errors"
	"time"
)

// Locker keeps two processes from refreshing the same account at once: with rotation, the second would use a token that
// the first has just spent, and the provider would end the session of both. auth/filelock is one.
type Locker interface {
	// Lock waits until no other process holds the account's lock, or ctx ends. unlock is never nil when err is nil.
	Lock(ctx context.Context, account Account) (unlock func(), err error)
}

// lockWait is how long a log-in or a log-out waits for a refresh of another process.
const lockWait = 2 * time.Second

// claim takes the account for one refresh and reads the store again, because another process may have rotated the token
// meanwhile, or logged out. A lock or a store that cannot be used is no reason not to refresh.
func (s *Session) claim(ctx context.Context, from held) (held, func(), error) {
	if s.opts.Locker == nil {
		return from, func() {}, nil
	}
	unlock, err := s.opts.Locker.Lock(ctx, from.grant.Account)
	if err != nil {
		if ctx.Err() != nil {
			return from, func() {}, unreachable(ctx, errLocked)
		}
		s.opts.Log.Warn("refreshing without a lock", "err", err)
		unlock = func() {}
	}
	stored, err := s.load(ctx)
	switch {
	case err == nil && !equal(stored.RefreshToken.Reveal(), from.grant.RefreshToken) && !from.grant.replaces(stored):
		from = held{grant: stored, stored: true}
	case errors.Is(err, ErrNotFound) && from.stored:
		return from, unlock, errLoggedOut
	}
	return from, unlock, nil
}

// exclusively runs write while no other process writes the account's entry. It waits for that a little, and not for ever:
// a log-out has to happen.
func (s *Session) exclusively(write func()) {
	ctx, cancel := context.WithTimeout(context.Background(), lockWait)
	defer cancel()
	if s.opts.Locker != nil {
		if unlock, err := s.opts.Locker.Lock(ctx, s.opts.Config.account()); err == nil {
			defer unlock()
		}
	}
	s.storing.Lock()
	defer s.storing.Unlock()
	write()
}

var (
	// errLocked: another process has been refreshing for longer than a refresh may take.
	errLocked = errors.New("another process is refreshing this session")
	// errLoggedOut: what this process had stored is gone.
	errLoggedOut = errors.New("another process logged out")
)
