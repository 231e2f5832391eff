// Package keyring keeps the stored session in the operating system's keyring: Secret Service on Linux, the Keychain on
// macOS, the Credential Manager on Windows. It is an [auth.TokenStore] on zalando/go-keyring.
//
//	store := keyring.New("my-app")
//	session, err := auth.New(auth.Options{Store: store, ...})
//
// # What it promises
//
// A locked keyring is a person, not a fault: on Linux every call looks first, asks nobody, and returns [auth.ErrKeyringLocked]
// with the keyring's name. [Store.Unlock] asks, for as long as the caller wants.
//
// Every call ends within its bound, although the services behind it know no deadlines and may wait for the user at a
// prompt. A call that was given up still finishes before the next one starts, so that a late write never undoes a newer
// one.
//
// Every write is read back, because the library reports no error for a dismissed prompt. Only "there is no such entry"
// means that nothing is stored. Every other failure wraps [auth.ErrStore].
//
// An entry that is too long for one item, by the strictest system's limit, is stored in chunks behind a manifest. A
// process that is killed at any moment leaves the old entry or the new one, never neither and never a mix. The next
// call that writes removes other remains. This requires that only one process at a time writes an account: see
// [wails-openid-oauth/auth/filelock]. Two writers at once are detected by the checksum of the chunks, and are ErrStore.
//
// # What it refuses
//
// It has no fallback: without a keyring it writes nothing anywhere.
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
	// callTimeout bounds one call, so that an app with a hanging keyring starts within three seconds.
	callTimeout = 2 * time.Second
	// maxWaiting bounds the queue behind a call that hangs.
	maxWaiting = 8
)

// Store is an [auth.TokenStore]. Its methods are safe for concurrent use.
type Store struct {
	service string
	backend backend
	timeout time.Duration
	calls   chan func()
	// lock is nil where the keyring has none that could be seen.
	lock lock
}

// New returns a store that keeps its entries under the app's service name. It does not access the keyring yet.
func New(service string) *Store {
	s := newStore(service, system{}, callTimeout)
	s.lock = systemLock(service)
	return s
}

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
		grant.Name = account.Name // it is part of the item's name, not of the entry
		return grant, err
	})
}

// Save implements [auth.TokenStore]. It writes nothing if the same grant is stored already.
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

// Delete implements [auth.TokenStore]. After an error, chunks that belong to no entry may remain. The next Save or
// Delete removes them.
func (s *Store) Delete(ctx context.Context, account auth.Account) error {
	_, err := do(ctx, s, func() (struct{}, error) { return struct{}{}, s.items(account).erase() })
	return err
}

func (s *Store) items(account auth.Account) items {
	return items{backend: s.backend, service: s.service, name: account.Key()}
}

// do queues call behind the earlier ones and waits for its result, until the store's timeout or the end of ctx.
func do[T any](ctx context.Context, s *Store, call func() (T, error)) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	type outcome struct {
		value T
		err   error
	}
	done := make(chan outcome, 1)
	var none T
	missing := s.check(ctx)
	if missing != nil && !errors.Is(missing, auth.ErrNoKeyring) {
		return none, missing
	}
	select {
	case s.calls <- func() { value, err := call(); done <- outcome{value, err} }:
	default:
		return none, fmt.Errorf("%w: the keyring does not answer", auth.ErrStore)
	}
	select {
	case o := <-done:
		if missing != nil && o.err != nil && !errors.Is(o.err, gokeyring.ErrNotFound) {
			return o.value, missing // it names what is missing
		}
		return o.value, typed(o.err)
	case <-ctx.Done():
		return none, fmt.Errorf("%w: the keyring does not answer: %w", auth.ErrStore, context.Cause(ctx))
	}
}

// typed maps the library's errors: "not found" is auth.ErrNotFound, and every other error means that the keyring is
// unavailable.
func typed(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gokeyring.ErrNotFound):
		return auth.ErrNotFound
	case errors.Is(err, auth.ErrDismissed), errors.Is(err, context.Canceled):
		return err
	}
	return fmt.Errorf("%w: %w", auth.ErrStore, err)
}
