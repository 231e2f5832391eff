package jwks

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"wails-openid-oauth/internal/jose"
)

// UndecidedError is an [ErrUndecided] that says when to try again.
type UndecidedError struct {
	// After is the rest of the cool-down, in which the provider is not asked. It is 0 while a fetch runs, because its answer
	// may come at any moment.
	After time.Duration
	cause error // nil if too many tokens were waiting already
}

// Error implements error.
func (e *UndecidedError) Error() string {
	if e.cause == nil {
		return ErrUndecided.Error()
	}
	return fmt.Sprintf("%v: %v", ErrUndecided, e.cause)
}

// Unwrap returns ErrUndecided, and the reason why the provider's answer did not come.
func (e *UndecidedError) Unwrap() []error { return []error{ErrUndecided, e.cause} }

// keyName is what a token's header says about its key.
type keyName struct {
	kid string
	alg jose.Algorithm
}

func nameOf(token *jwt.Token) keyName {
	kid, _ := token.Header["kid"].(string)
	alg, _ := token.Header["alg"].(string)
	return keyName{kid, jose.Algorithm(alg)}
}

// find returns the key of a token. If the key is not known, it asks the provider first. A token with a known key never waits, even
// when a refresh is due, and neither does one with a withdrawn key.
func (s *Set) find(ctx context.Context, token *jwt.Token) (jwt.VerificationKey, error) {
	name := nameOf(token)
	key, looked, err := s.known(name)
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
		key, err = s.await(ctx, name, arrived)
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

// known returns a current key, ErrUnavailable, errWithdrawn or ErrUnknownKey, and the number of the fetch that brought the
// keys in which it looked. Only that number can say whether an unknown key is decided: the keys may have been
// replaced since.
func (s *Set) known(name keyName) (key jwt.VerificationKey, looked uint64, err error) {
	current := s.current.Load()
	if s.ageOf(current) >= MaxAge {
		return nil, 0, ErrUnavailable
	}
	if key := current.find(name.kid, name.alg); key != nil {
		return key, current.number, nil
	}
	if slices.Contains(current.withdrawn, name.kid) {
		return nil, current.number, errWithdrawn
	}
	return nil, current.number, ErrUnknownKey
}

// await waits until the provider has answered a fetch that began after the token arrived. arrived is how many fetches had begun by
// then. An earlier fetch does not decide, because its answer may be older than the key. But it may bring the key, so the keys are
// searched before each wait, too: a fetch may have ended since the last search.
func (s *Set) await(ctx context.Context, name keyName, arrived uint64) (jwt.VerificationKey, error) {
	var failure error
	for {
		searched := s.newest()
		key, looked, err := s.known(name)
		switch {
		case err == nil:
			return key, nil
		case failure != nil:
			return nil, s.undecided(err, failure)
		case looked > arrived:
			return nil, err
		}
		failure = s.look(ctx, searched)
	}
}

// undecided turns an error of known into the error for a token that may be good. cause is nil, or why the key is not known.
func (s *Set) undecided(err, cause error) error {
	switch {
	case errors.Is(err, ErrUnknownKey):
		return &UndecidedError{s.rest(), cause}
	case cause != nil:
		return fmt.Errorf("%w: %w", err, cause)
	}
	return err
}
