package authtest

import (
	"context"
	"slices"
	"sync"

	"wails-openid-oauth/auth"
)

// Op is a method of a token store.
type Op string

// The methods.
const (
	Load   Op = "Load"
	Save   Op = "Save"
	Delete Op = "Delete"
)

// Call is one call of a store. Generation is that of the grant saved.
type Call struct {
	Op         Op
	Account    auth.Account
	Generation int
}

// Store is a token store in memory, with a log of its calls, failures on demand, and a lock.
type Store struct {
	mu     sync.Mutex
	grants map[auth.Account]auth.Grant
	calls  []Call
	before func(context.Context, Call) error
	// opened is nil while the store is not locked; Open closes it. question is nil while nobody is asked; Dismiss closes it.
	opened, question chan struct{}
	// asked counts the questions, and waiting those who wait without one.
	asked, waiting int
}

var _ auth.TokenStore = (*Store)(nil)

// NewStore returns a store that holds the given grants.
func NewStore(grants ...auth.Grant) *Store {
	s := &Store{grants: map[auth.Account]auth.Grant{}}
	for _, grant := range grants {
		s.grants[grant.Account] = grant
	}
	return s
}

// Before sets a function that runs before every later call. If it returns an error, the call returns that error and does not
// change the store: return auth.ErrStore for a keyring that fails, or wait for <-ctx.Done() for one that hangs. Nil removes
// the function.
func (s *Store) Before(before func(context.Context, Call) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before = before
}

// Fail is a function for Before: the named methods fail with err.
func Fail(err error, ops ...Op) func(context.Context, Call) error {
	return func(_ context.Context, call Call) error {
		if slices.Contains(ops, call.Op) {
			return err
		}
		return nil
	}
}

// Hang is a function for Before: the named methods do not return before their context ends.
func Hang(ops ...Op) func(context.Context, Call) error {
	return func(ctx context.Context, call Call) error {
		if slices.Contains(ops, call.Op) {
			<-ctx.Done()
			return ctx.Err()
		}
		return nil
	}
}

// Calls returns the calls so far, including failed ones.
func (s *Store) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// Grant returns what is stored for an account. It is not logged as a call.
func (s *Store) Grant(account auth.Account) (auth.Grant, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	grant, ok := s.grants[account]
	return grant, ok
}

// Len returns the number of accounts stored.
func (s *Store) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.grants)
}

// Load implements auth.TokenStore.
func (s *Store) Load(ctx context.Context, account auth.Account) (grant auth.Grant, err error) {
	err = s.call(ctx, Call{Op: Load, Account: account}, func() error {
		found, ok := s.grants[account]
		if !ok {
			return auth.ErrNotFound
		}
		grant = found
		return nil
	})
	return grant, err
}

// Save implements auth.TokenStore.
func (s *Store) Save(ctx context.Context, grant auth.Grant) error {
	return s.call(ctx, Call{Op: Save, Account: grant.Account, Generation: grant.Generation}, func() error {
		s.grants[grant.Account] = grant
		return nil
	})
}

// Delete implements auth.TokenStore.
func (s *Store) Delete(ctx context.Context, account auth.Account) error {
	return s.call(ctx, Call{Op: Delete, Account: account}, func() error {
		delete(s.grants, account)
		return nil
	})
}

// call logs a call, lets Before fail it, and runs it.
func (s *Store) call(ctx context.Context, call Call, run func() error) error {
	s.mu.Lock()
	s.calls = append(s.calls, call)
	before := s.before
	s.mu.Unlock()
	if before != nil {
		if err := before(ctx, call); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.lockError(); err != nil {
		return err
	}
	return run()
}
