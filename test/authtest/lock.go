package authtest

import (
	"context"
	"fmt"

	"wails-openid-oauth/auth"
)

var _ auth.Unlocker = (*Store)(nil)

// KeyringName is the name of a store that is locked.
const KeyringName = "“Login” (authtest)"

// Lock locks the store: its calls fail with auth.ErrKeyringLocked until somebody opens it.
func (s *Store) Lock() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.opened == nil {
		s.opened = make(chan struct{})
	}
}

// Open unlocks the store. Any program may do that, not only the one that asks.
func (s *Store) Open() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.opened != nil {
		close(s.opened)
		s.opened = nil
	}
}

// Dismiss closes the question that is on the screen.
func (s *Store) Dismiss() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.question != nil {
		close(s.question)
		s.question = nil
	}
}

// Asked returns how often the person was asked, and whether a question is on the screen now.
func (s *Store) Asked() (times int, now bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked, s.question != nil
}

// Awaited reports whether somebody waits until the store is unlocked.
func (s *Store) Awaited() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.waiting > 0
}

// Unlock implements auth.Unlocker.
func (s *Store) Unlock(ctx context.Context) error {
	s.mu.Lock()
	opened, question := s.opened, make(chan struct{})
	if opened == nil {
		s.mu.Unlock()
		return nil
	}
	s.asked++
	s.question = question
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.question == question {
			s.question = nil
		}
	}()
	select {
	case <-opened:
		return nil
	case <-question:
		return auth.ErrDismissed
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// AwaitUnlocked implements auth.Unlocker.
func (s *Store) AwaitUnlocked(ctx context.Context) error {
	s.mu.Lock()
	opened := s.opened
	if opened == nil {
		s.mu.Unlock()
		return nil
	}
	s.waiting++
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.waiting--
	}()
	select {
	case <-opened:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// lockError is what every call returns while the store is locked. It is called with mu held.
func (s *Store) lockError() error {
	if s.opened == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", auth.ErrStore, &auth.Detail{Err: auth.ErrKeyringLocked, Text: KeyringName})
}
