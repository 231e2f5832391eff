package jwks

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// UndecidedError is an [ErrUndecided] that says when to come again.
type UndecidedError struct {
	// After is how long the provider will not be asked: what is left of the cool-down. It is 0 while the provider is being
	// asked, so that the answer may be there any moment.
	After time.Duration
	cause error // nil if there was no room to wait in
}

// Error implements error.
func (e *UndecidedError) Error() string {
	if e.cause == nil {
		return ErrUndecided.Error()
	}
	return fmt.Sprintf("%v: %v", ErrUndecided, e.cause)
}

// Unwrap returns ErrUndecided, and why the provider's answer did not come.
func (e *UndecidedError) Unwrap() []error { return []error{ErrUndecided, e.cause} }

// find returns the key of a token, after a look at the provider if it is not known. A key that is known never waits, also
// when it is time for a refresh; nor does one that was withdrawn.
func (s *Set) find(ctx context.Context, token *jwt.Token) (jwt.VerificationKey, error) {
	kid, _ := token.Header["kid"].(string)
	key, looked, err := s.known(kid)
	if err == nil {
		if s.Age() >= RefreshAge {
			s.renew()
		}
		return key, nil
	}
	if s.runs.Load() && errors.Is(err, ErrUnavailable) || errors.Is(err, errWithdrawn) {
		return nil, err
	}
	arrived, cameBefore := s.postponed.take(token.Raw)
	if !cameBefore {
		arrived = s.fetches()
	}
	held := false
	select {
	case s.waiting <- struct{}{}:
		defer func() { <-s.waiting }()
		held = true
		key, err = s.await(ctx, kid, arrived)
	default:
		if looked <= arrived {
			err = s.undecided(err, nil)
		}
	}
	if errors.Is(err, ErrUndecided) && (held || cameBefore) && token.Raw != "" {
		s.postponed.put(token.Raw, arrived, s.now(), 2*s.cooldown)
	}
	return key, err
}

// known returns a key that serves now, ErrUnavailable, errWithdrawn or ErrUnknownKey, and the number of the fetch that brought
// the keys among which it looked. Only that number can say whether an unknown key is decided: the keys may have been
// replaced since.
func (s *Set) known(kid string) (key jwt.VerificationKey, looked uint64, err error) {
	current := s.current.Load()
	if s.ageOf(current) >= MaxAge {
		return nil, 0, ErrUnavailable
	}
	if key := current.find(kid); key != nil {
		return key, current.number, nil
	}
	if slices.Contains(current.withdrawn, kid) {
		return nil, current.number, errWithdrawn
	}
	return nil, current.number, ErrUnknownKey
}

// await waits until the provider has answered a question that was asked after the token came, when arrived fetches had
// begun: an answer before that may have been on its way already when the key was published.
func (s *Set) await(ctx context.Context, kid string, arrived uint64) (jwt.VerificationKey, error) {
	for {
		failure := s.look(ctx, arrived)
		key, looked, err := s.known(kid)
		switch {
		case err == nil:
			return key, nil
		case failure != nil:
			return nil, s.undecided(err, failure)
		case looked > arrived:
			return nil, err
		}
	}
}

// undecided is an error of known, for a token that may be good. cause is nil, or why it is not known.
func (s *Set) undecided(err, cause error) error {
	switch {
	case errors.Is(err, ErrUnknownKey):
		return &UndecidedError{s.rest(), cause}
	case cause != nil:
		return fmt.Errorf("%w: %w", err, cause)
	}
	return err
}
