package auth

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Locker keeps two processes from refreshing the same account at once. With rotation, the second process would send a
// token that the first has just spent, and the provider would end both sessions. auth/filelock implements it.
type Locker interface {
	// Lock waits until no other process holds the account's lock, or ctx ends. When err is nil, unlock is not nil.
	Lock(ctx context.Context, account Account) (unlock func(), err error)
}

const (
	// lockTimeout is how long a refresh waits for the lock of another process before it reports ErrLocked and retries later.
	lockTimeout = 10 * time.Second
	// lockWait is how long a log-in waits before it stores without the lock. This is safe: the log-in starts a new era, so
	// the holder notices when it continues, and takes back its own write. A log-out does not wait at all.
	lockWait = 2 * time.Second
)

// claim locks the account for one refresh, then reads the store again, because another process may have rotated the
// token or logged out meanwhile. A Locker or a store that fails does not stop the refresh; a lock that another process
// holds does (errHeld).
func (s *Session) claim(ctx context.Context, f *flight, from held) (held, func(), error) {
	unlock, err := s.lock(ctx, f)
	if err != nil {
		return from, func() {}, err
	}
	from, err = s.compare(ctx, from)
	return from, unlock, err
}

// lock takes the account's lock for a refresh. f.locked is set while it waits.
func (s *Session) lock(ctx context.Context, f *flight) (unlock func(), err error) {
	if s.opts.Locker == nil {
		return func() {}, nil
	}
	waits := func(waits bool) {
		s.mu.Lock()
		defer s.mu.Unlock()
		f.locked = waits
	}
	waits(true)
	defer waits(false)
	waiting, cancel := s.within(ctx, lockTimeout)
	defer cancel()
	unlock, err = s.opts.Locker.Lock(waiting, s.opts.Config.account())
	switch {
	case err == nil:
		return unlock, nil
	case ctx.Err() != nil:
		return nil, unreachable(ctx, ErrLocked)
	case waiting.Err() != nil:
		return nil, errHeld
	}
	s.opts.Log.Warn("refreshing without a lock", "err", err)
	return func() {}, nil
}

// lockBriefly takes the account's lock for a log-in, and gives up after lockWait. A log-out ends the wait.
func (s *Session) lockBriefly(ctx context.Context) (unlock func()) {
	if s.opts.Locker == nil {
		return func() {}
	}
	ctx, cancel := s.within(ctx, lockWait)
	defer cancel()
	unlock, err := s.opts.Locker.Lock(ctx, s.opts.Config.account())
	if err != nil {
		s.opts.Log.Warn("storing the log-in without a lock", "err", err)
		return func() {}
	}
	return unlock
}

// within returns a context that ends with ctx, or after bound on the session's clock.
func (s *Session) within(ctx context.Context, bound time.Duration) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	over := s.opts.After(bound)
	go func() {
		select {
		case <-over:
			cancel(context.DeadlineExceeded)
		case <-ctx.Done():
		}
	}()
	return ctx, func() { cancel(nil) }
}

// compare returns what another process has done to the session: a newer grant, or errLoggedOut. Without a change it
// returns from. If this process could not store its grant, what the store holds says nothing, unless the grant is
// overtaken.
func (s *Session) compare(ctx context.Context, from held) (held, error) {
	overtaken := s.isOvertaken(from.grant)
	if s.opts.Locker == nil && !overtaken {
		return from, nil
	}
	stored, err := s.load(ctx)
	switch {
	case err == nil && (from.stored || overtaken) && !equal(stored.RefreshToken.Reveal(), from.grant.RefreshToken):
		return held{grant: stored, stored: true}, nil
	case overtaken, errors.Is(err, ErrNotFound) && from.stored:
		return from, errLoggedOut
	}
	return from, nil
}

var (
	// errHeld: the refresh did not get the lock.
	errHeld = fmt.Errorf("%w: %w", ErrOffline, ErrLocked)
	// errLoggedOut: what this process had stored is gone, or another log-in or log-out has overtaken it.
	errLoggedOut = errors.New("another process logged out")
	// errReplaced: another process replaced the grant during the refresh. The next refresh uses the new grant.
	errReplaced = fmt.Errorf("%w: another process renewed the session", ErrOffline)
)
