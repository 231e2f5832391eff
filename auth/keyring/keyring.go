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
// It refuses to fall back: without a keyring nothing is written anywhere.
package keyring

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
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

// backend is the part of go-keyring's interface that is used here.
type backend interface {
	Get(service, user string) (string, error)
	Set(service, user, password string) error
	Delete(service, user string) error
}

// system is the keyring of the operating system.
type system struct{}

func (system) Get(service, user string) (string, error) { return gokeyring.Get(service, user) }
func (system) Set(service, user, password string) error {
	return gokeyring.Set(service, user, password)
}
func (system) Delete(service, user string) error { return gokeyring.Delete(service, user) }

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
		text, err := s.backend.Get(s.service, user(account))
		if err != nil {
			return auth.Grant{}, err
		}
		return decode(text)
	})
}

// Save implements [auth.TokenStore].
func (s *Store) Save(ctx context.Context, grant auth.Grant) error {
	_, err := do(ctx, s, func() (struct{}, error) { return struct{}{}, s.write(grant) })
	return err
}

// errNotKept: the keyring took the entry and does not give it back; the person dismissed a prompt, for example.
var errNotKept = errors.New("the keyring did not keep the entry")

func (s *Store) write(grant auth.Grant) error {
	text, err := encode(grant)
	if err != nil {
		return err
	}
	if err := s.backend.Set(s.service, user(grant.Account), text); err != nil {
		return err
	}
	kept, err := s.backend.Get(s.service, user(grant.Account))
	if err != nil && !errors.Is(err, gokeyring.ErrNotFound) {
		return fmt.Errorf("read back: %w", err)
	}
	if kept != text {
		return errNotKept
	}
	return nil
}

// Delete implements [auth.TokenStore].
func (s *Store) Delete(ctx context.Context, account auth.Account) error {
	_, err := do(ctx, s, func() (struct{}, error) { return struct{}{}, s.backend.Delete(s.service, user(account)) })
	if errors.Is(err, auth.ErrNotFound) {
		return nil
	}
	return err
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

// user names the entry. Hashing keeps two registrations apart whatever characters they have in them, and fits every
// keyring's limits.
func user(account auth.Account) string {
	sum := sha256.Sum256([]byte(account.Issuer + "\x00" + account.ClientID))
	return hex.EncodeToString(sum[:16])
}
