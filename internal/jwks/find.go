package jwks

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/golang-jwt/jwt/v5"
)

// find returns the key of a token that names kid, after a look at the provider if it is not known. A key that is known
// never waits, also when it is time for a refresh; nor does one that was withdrawn.
func (s *Set) find(ctx context.Context, kid string) (jwt.VerificationKey, error) {
	key, err := s.known(kid)
	if err == nil {
		if s.Age() >= RefreshAge {
			s.renew()
		}
		return key, nil
	}
	if s.runs.Load() && errors.Is(err, ErrUnavailable) || errors.Is(err, errWithdrawn) {
		return nil, err
	}
	select {
	case s.waiting <- struct{}{}:
		defer func() { <-s.waiting }()
		return s.await(ctx, kid)
	default:
		return nil, undecided(err)
	}
}

// known returns a key that serves now, ErrUnavailable, errWithdrawn or ErrUnknownKey.
func (s *Set) known(kid string) (jwt.VerificationKey, error) {
	current := s.current.Load()
	if s.ageOf(current) >= MaxAge {
		return nil, ErrUnavailable
	}
	if key := current.find(kid); key != nil {
		return key, nil
	}
	if slices.Contains(current.withdrawn, kid) {
		return nil, errWithdrawn
	}
	return nil, ErrUnknownKey
}

// await waits until the provider has answered a question that was asked after the token came: an answer before that may
// have been on its way already when the key was published.
func (s *Set) await(ctx context.Context, kid string) (jwt.VerificationKey, error) {
	for arrived := s.fetches(); ; {
		failure := s.look(ctx, arrived)
		key, err := s.known(kid)
		switch {
		case err == nil:
			return key, nil
		case failure != nil:
			return nil, fmt.Errorf("%w: %w", undecided(err), failure)
		case s.newest() > arrived:
			return nil, err
		}
	}
}

// undecided is an error of known, for a token that may be good.
func undecided(err error) error {
	if errors.Is(err, ErrUnknownKey) {
		return ErrUndecided
	}
	return err
}
