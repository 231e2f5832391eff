package jwks

import (
	"context"
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
	return s.set.find(ctx, func() (jwkset.JWK, error) { return s.MemoryJWKSet.KeyRead(ctx, kid) })
}

// KeyReadAll finds the key of a token that names none. Several keys would have to be tried in turn, at a cost that the
// sender of a bad token chooses; OpenID Connect Core, section 10.1, asks for a kid then.
func (s storage) KeyReadAll(ctx context.Context) ([]jwkset.JWK, error) {
	key, err := s.set.find(ctx, func() (jwkset.JWK, error) {
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

// find returns what read finds, after a fetch if it finds nothing at first and a fetch is allowed. A key that is found
// never waits, also when it is time for a refresh.
func (s *Set) find(ctx context.Context, read func() (jwkset.JWK, error)) (jwkset.JWK, error) {
	key, err := s.serve(read)
	if err == nil {
		if s.Age() >= RefreshAge {
			s.renew()
		}
		return key, nil
	}
	if s.runs.Load() && !s.Ready() {
		return jwkset.JWK{}, err
	}
	select {
	case s.waiting <- struct{}{}:
		defer func() { <-s.waiting }()
	default:
		return jwkset.JWK{}, err
	}
	for arrived := s.fetches(); ; {
		running := s.look()
		if running == nil {
			return jwkset.JWK{}, err
		}
		failure := running.wait(ctx)
		if key, err = s.serve(read); err == nil {
			return key, nil
		}
		if failure != nil {
			return jwkset.JWK{}, fmt.Errorf("%w: %w", err, failure)
		}
		if running.number > arrived {
			return jwkset.JWK{}, err
		}
		// The fetch was under way already; the key may have been published behind its back.
	}
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
