package jwks

import (
	"context"
	"errors"
	"fmt"

	"github.com/MicahParks/jwkset"
)

// storage is the [jwkset.Storage] that keyfunc reads: the last good keys, and a look at the provider for one that is
// not among them.
type storage struct {
	*jwkset.MemoryJWKSet
	set *Set
}

// KeyRead finds the key that a token names.
func (s storage) KeyRead(ctx context.Context, kid string) (jwkset.JWK, error) {
	return s.set.find(ctx, kid, func() (jwkset.JWK, error) { return s.MemoryJWKSet.KeyRead(ctx, kid) })
}

// KeyReadAll finds the key of a token that names none. Several keys would have to be tried in turn, at a cost that the
// sender of a bad token chooses; OpenID Connect Core, section 10.1, asks for a kid then.
func (s storage) KeyReadAll(ctx context.Context) ([]jwkset.JWK, error) {
	key, err := s.set.find(ctx, "", func() (jwkset.JWK, error) {
		keys, err := s.MemoryJWKSet.KeyReadAll(ctx)
		if err != nil || len(keys) != 1 {
			return jwkset.JWK{}, jwkset.ErrKeyNotFound
		}
		return keys[0], nil
	})
	if err != nil {
		return nil, err
	}
	return []jwkset.JWK{key}, nil
}

// find returns what read finds, after a look at the provider if it finds nothing at first. A key that is found never
// waits, also when it is time for a refresh; nor does one that was withdrawn.
func (s *Set) find(ctx context.Context, kid string, read func() (jwkset.JWK, error)) (jwkset.JWK, error) {
	key, err := s.serve(read)
	if err == nil {
		if s.Age() >= RefreshAge {
			s.renew()
		}
		return key, nil
	}
	if s.runs.Load() && !s.Ready() || s.wasWithdrawn(kid) {
		return jwkset.JWK{}, err
	}
	select {
	case s.waiting <- struct{}{}:
		defer func() { <-s.waiting }()
		return s.await(ctx, read)
	default:
		return jwkset.JWK{}, undecided(err)
	}
}

// await waits until the provider has answered a question that was asked after the token came: an answer before that may
// have been on its way already when the key was published.
func (s *Set) await(ctx context.Context, read func() (jwkset.JWK, error)) (jwkset.JWK, error) {
	for arrived := s.fetches(); ; {
		failure := s.look(ctx, arrived)
		key, err := s.serve(read)
		switch {
		case err == nil:
			return key, nil
		case failure != nil:
			return jwkset.JWK{}, fmt.Errorf("%w: %w", undecided(err), failure)
		case s.newest() > arrived:
			return jwkset.JWK{}, err
		}
	}
}

// undecided is an error of serve, of a token that may be good.
func undecided(err error) error {
	if errors.Is(err, ErrUnknownKey) {
		return ErrUndecided
	}
	return err
}

func (s *Set) serve(read func() (jwkset.JWK, error)) (jwkset.JWK, error) {
	if !s.Ready() {
		return jwkset.JWK{}, ErrUnavailable
	}
	key, err := read()
	if err != nil { // It quotes the kid, which is the sender's text.
		return jwkset.JWK{}, ErrUnknownKey
	}
	return key, nil
}
