package keyring

import (
	"context"
	"fmt"

	"wails-openid-oauth/auth"
)

// lock is what a keyring offers beside go-keyring: to see whether it is locked without asking anybody, and to ask. The errors are
// auth's, without auth.ErrStore.
type lock interface {
	// check returns nil if go-keyring will ask nobody; auth.ErrKeyringLocked or auth.ErrNoKeyring, each in an auth.Detail; or
	// another error if that cannot be said.
	check(ctx context.Context) error
	// unlock asks the person, and returns nil once the keyring is unlocked, by the answer or in another way.
	unlock(ctx context.Context) error
	// await asks nobody, and returns nil once the keyring is unlocked.
	await(ctx context.Context) error
}

var _ auth.Unlocker = (*Store)(nil)

// Unlock implements [auth.Unlocker]. Where the system's own call asks the person (macOS, Windows), it returns nil at once.
func (s *Store) Unlock(ctx context.Context) error {
	if s.lock == nil {
		return nil
	}
	return typed(s.lock.unlock(ctx))
}

// AwaitUnlocked implements [auth.Unlocker]. Where the system's own call asks the person, it returns nil at once.
func (s *Store) AwaitUnlocked(ctx context.Context) error {
	if s.lock == nil {
		return nil
	}
	return typed(s.lock.await(ctx))
}

// check asks the lock within the time of one call. Otherwise go-keyring would ask the person, and could not be stopped.
func (s *Store) check(ctx context.Context) error {
	if s.lock == nil {
		return nil
	}
	checked := make(chan error, 1)
	go func() { checked <- s.lock.check(ctx) }() // it may hang while it connects
	select {
	case err := <-checked:
		if ctx.Err() == nil {
			return typed(err)
		}
	case <-ctx.Done():
	}
	return fmt.Errorf("%w: the keyring does not answer: %w", auth.ErrStore, context.Cause(ctx))
}
