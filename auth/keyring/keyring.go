// Package keyring keeps the stored session in the operating system's keyring: Secret Service on Linux, the Keychain on
// macOS, the Credential Manager on Windows. It is an [auth.TokenStore] on zalando/go-keyring.
//
//	store := keyring.New("my-app")
//	session, err := auth.New(auth.Options{Store: store, ...})
//
// It promises that every call ends within its bound, though the services behind it know no deadlines and may wait for a
// person at a prompt: a call that was given up goes on behind the next ones, in order, so that a late write never undoes
// a newer one. What it wrote it has read back, because a dismissed prompt is no error to the library. Only "there is no
// such entry" means that nothing is stored; every other failure wraps [auth.ErrStore].
//
// An entry that is too long for one item, by the strictest system's limit, stands in chunks behind a manifest. A process
// that is killed at any moment leaves the old entry or the new one, never neither and never a mix; what else it left is
// removed by the next call that writes. This takes one writer an account at a time, of all processes: see
// [wails-openid-oauth/auth/filelock]. Two at once are noticed, and are ErrStore, because the chunks carry a sum.
//
// It refuses to fall back: without a keyring nothing is written anywhere.
package keyring

import (
	"context"
	"errors"
	"fmt"
	"time"

	gokeyring "github.com/zalando/go-keyring"

	"wails-openid-oauth/auth"
)

const (
	// callTimeout bounds one call, so that an app with a hanging keyring is up within three seconds.
	callTimeout = 2 * time.Second
	// maxWaiting is how many calls may queue behind one that hangs.
	maxWaiting = 8
)

// Store is an [auth.TokenStore]. All its methods may be called at the same time.
type Store struct {
	service string
	backend backend
	timeout time.Duration
	calls   chan func()
}

// New returns a store whose entries stand under the service name of the app. It does not touch the keyring yet.
func New(service string) *Store { return newStore(service, system{}, callTimeout) }

func newStore(service string, b backend, timeout time.Duration) *Store {
	s := &Store{service: service, backend: b, timeout: timeout, calls: make(chan func(), maxWaiting)}
	go func() {
		for call := range s.calls {
			call()
		}
	}()
	return s
}

// Load implements [auth.TokenStore].
func (s *Store) Load(ctx context.Context, account auth.Account) (auth.Grant, error) {
	return do(ctx, s, func() (auth.Grant, error) {
		text, _, err := s.items(account).read()
		if err != nil {
			return auth.Grant{}, err
		}
		grant, err := decode(text)
		grant.Name = account.Name // the entry's own name has it
		return grant, err
	})
}

// Save implements [auth.TokenStore]. Nothing is written when the same grant is stored already.
func (s *Store) Save(ctx context.Context, grant auth.Grant) error {
	_, err := do(ctx, s, func() (struct{}, error) {
		text, err := encode(grant)
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, s.items(grant.Account).write(text)
	})
	return err
}

// Delete implements [auth.TokenStore]. An error may leave remains that belong to no entry; the next Save or Delete
// removes them.
func (s *Store) Delete(ctx context.Context, account auth.Account) error {
	_, err := do(ctx, s, func() (struct{}, error) { return struct{}{}, s.items(account).erase() })
	return err
}

func (s *Store) items(account auth.Account) items {
	return items{backend: s.backend, service: s.service, name: account.Key()}
}

// do runs call behind the earlier ones and waits for it, but no longer than the bound and ctx.
func do[T any](ctx context.Context, s *Store, call func() (T, error)) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	type outcome struct {
		value T
		err   error
	}
	done := make(chan outcome, 1)
	var none T
	select {
	case s.calls <- func() { value, err := call(); done <- outcome{value, err} }:
	default:
		return none, fmt.Errorf("%w: the keyring does not answer", auth.ErrStore)
	}
	select {
	case o := <-done:
		return o.value, typed(o.err)
	case <-ctx.Done():
		return none, fmt.Errorf("%w: the keyring does not answer: %w", auth.ErrStore, context.Cause(ctx))
	}
}

// typed sorts the library's errors: all but "not found" mean that the keyring cannot be used.
func typed(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gokeyring.ErrNotFound):
		return auth.ErrNotFound
	}
	return fmt.Errorf("%w: %w", auth.ErrStore, err)
}
