package auth

import (
	"context"
	"errors"
	"fmt"
)

// Unlocker is a [TokenStore] that a person may have to unlock first, such as a keyring. While it is locked, Load, Save and
// Delete ask nobody: they return an error that wraps ErrStore and ErrKeyringLocked, at once.
type Unlocker interface {
	// Unlock asks the person to unlock the store. It returns nil once the store is unlocked, by the answer or in another
	// way. It waits for the person as long as ctx lasts; the end of ctx also takes the question off the screen, if the store
	// can do that.
	//
	// Errors: ErrDismissed when the person closed the question, or it could not be shown; context.Cause(ctx); others wrap
	// ErrStore.
	Unlock(ctx context.Context) error
	// AwaitUnlocked asks nobody, and returns nil once the store is unlocked. Errors: context.Cause(ctx); others wrap ErrStore.
	AwaitUnlocked(ctx context.Context) error
}

// question is what a person is asked while the store is locked. Read err only once done is closed.
type question struct {
	done chan struct{}
	err  error
	// end takes the question off the screen, for a reason.
	end context.CancelCauseFunc
}

// errOvertaken: a log-in or a log-out has begun, so nobody needs to answer.
var errOvertaken = fmt.Errorf("%w: a log-in or log-out has begun", ErrDismissed)

// Unlock asks the user to unlock the keyring, unless the question is on the screen already, and returns nil once it is
// unlocked. What the lock has held up then happens by itself: the stored session is restored, the session of a user who has
// logged in meanwhile is stored, or what a log-out left is removed. If nothing was held up, it asks nobody.
//
// Errors: ErrDismissed when the user closed the question, or it could not be shown, or a log-in or log-out began;
// ErrCancelled after Close; ErrStore; context.Cause(ctx), which ends the wait and leaves the question.
func (s *Session) Unlock(ctx context.Context) error {
	s.mu.Lock()
	store, can := s.opts.Store.(Unlocker)
	switch {
	case s.ctx.Err() != nil:
		s.mu.Unlock()
		return ErrCancelled
	case !can || !s.watching:
		s.mu.Unlock()
		return nil
	}
	s.declined = false
	asked := s.askToUnlock(store)
	s.mu.Unlock()
	select {
	case <-asked.done:
		return asked.err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// unlocker returns the store, if it is locked according to err and can be unlocked.
func (s *Session) unlocker(err error) (store Unlocker, locked bool) {
	store, can := s.opts.Store.(Unlocker)
	return store, can && errors.Is(err, ErrKeyringLocked)
}

// lockedOut is called with mu held when the store has answered that it is locked. It asks the user to unlock it, unless the
// user has declined in this run, and waits in the background until it is unlocked. It does nothing for any other err.
func (s *Session) lockedOut(err error) {
	store, locked := s.unlocker(err)
	if !locked || s.ctx.Err() != nil {
		return
	}
	if !s.watching {
		s.watching = true
		s.spawn(func() { s.watch(store) })
	}
	if !s.declined {
		s.askToUnlock(store)
	}
}

// watch waits until the store is unlocked, and then goes on with what the lock has held up.
func (s *Session) watch(store Unlocker) {
	err := store.AwaitUnlocked(s.ctx)
	s.mu.Lock()
	s.watching = false // before the work, which begins anew if the store is locked again
	s.mu.Unlock()
	switch {
	case s.ctx.Err() != nil:
	case err != nil:
		s.opts.Log.Warn("it will not be noticed when the keyring is unlocked", "err", err)
	default:
		s.resume()
	}
}

// askToUnlock joins the question that is on the screen, or asks one. It is called with mu held.
func (s *Session) askToUnlock(store Unlocker) *question {
	if s.question != nil {
		return s.question
	}
	ctx, end := context.WithCancelCause(s.ctx)
	q := &question{done: make(chan struct{}), end: end}
	s.question = q
	s.showLock()
	s.spawn(func() { s.answered(q, store.Unlock(ctx)) })
	return q
}

// answered ends a question.
func (s *Session) answered(q *question, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q.end(nil)
	s.question, q.err = nil, err
	if s.ctx.Err() != nil {
		q.err = ErrCancelled
	}
	if err != nil {
		s.declined = true
		s.opts.Log.Info("the keyring stays locked", "err", err)
	}
	s.showLock()
	close(q.done)
}

// decline ends the question that is on the screen, if there is one, and asks no other by itself in this run. It is called
// with mu held.
func (s *Session) decline(why error) {
	s.declined = true
	if s.question != nil {
		s.question.end(why)
	}
}

// showLock publishes in state KeyringLocked whether a question is on the screen. It is called with mu held.
func (s *Session) showLock() {
	if s.snapshot.State != KeyringLocked {
		return
	}
	next := s.snapshot
	next.Notice = s.lockNotice(next.Notice)
	s.publish(next)
}

// lockNotice returns the notice of a locked keyring, which has ErrDismissed beside it unless a question is on the screen. err has
// the keyring's name, if there is one. It is called with mu held.
func (s *Session) lockNotice(err error) error {
	locked := ErrKeyringLocked
	if detail := new(Detail); errors.As(err, &detail) && errors.Is(detail, ErrKeyringLocked) {
		locked = detail
	}
	if s.question == nil {
		locked = fmt.Errorf("%w: %w", ErrDismissed, locked)
	}
	return fmt.Errorf("%w: %w", ErrStore, locked)
}
