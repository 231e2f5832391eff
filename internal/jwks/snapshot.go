package jwks

import (
	"context"
	"crypto/rsa"
	"slices"
	"time"

	"github.com/MicahParks/jwkset"
	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
)

// snapshot has the keys of one fetch. It never changes, so finding a key takes no lock.
type snapshot struct {
	fetched time.Time
	number  uint64 // of the fetch; the result of an earlier fetch does not replace it
	keys    []namedKey
	// withdrawn are the kids of the keys that were withdrawn last. A token that names one is refused at once, so that its sender
	// gets another token. It does not wait for a fetch, because a fetch has already shown the answer.
	withdrawn []string
}

// namedKey is a key with its kid, which may be empty.
type namedKey struct {
	kid string
	key jwt.VerificationKey
}

// namedKeys uses keyfunc to turn a key set into keys for golang-jwt.
func namedKeys(ctx context.Context, set []jwkset.JWK) ([]namedKey, error) {
	storage := jwkset.NewMemoryStorage()
	if err := storage.KeyReplaceAll(ctx, set); err != nil {
		return nil, err
	}
	source, err := keyfunc.New(keyfunc.Options{Storage: storage})
	if err != nil {
		return nil, err
	}
	all, err := source.VerificationKeySet(ctx)
	if err != nil {
		return nil, err
	}
	named := make([]namedKey, len(all.Keys))
	for i, key := range all.Keys {
		named[i] = namedKey{set[i].Marshal().KID, key}
	}
	return named, nil
}

// isSame reports whether two keys have the same number and the same name.
func (k namedKey) isSame(other namedKey) bool {
	public, ok := k.key.(*rsa.PublicKey)
	theirs, alike := other.key.(*rsa.PublicKey)
	return ok && alike && k.kid == other.kid && public.Equal(theirs)
}

// find returns the key for a token that names kid, or nil. If the token names none, it returns the only key, if there is just one.
// With several keys it would have to try each, and the sender of a bad token could cause that cost. OpenID Connect Core, section
// 10.1, requires a kid in that case.
func (s *snapshot) find(kid string) jwt.VerificationKey {
	if kid == "" {
		if len(s.keys) == 1 {
			return s.keys[0].key
		}
		return nil
	}
	for _, k := range s.keys {
		if k.kid == kid {
			return k.key
		}
	}
	return nil
}

// holds reports whether a key is one of these objects, not just equal to one.
func (s *snapshot) holds(key jwt.VerificationKey) bool {
	return slices.ContainsFunc(s.keys, func(k namedKey) bool { return k.key == key })
}

// noteWithdrawn is called once, before s is published.
func (s *snapshot) noteWithdrawn(before *snapshot) {
	for _, k := range before.keys {
		if k.kid != "" && s.find(k.kid) == nil {
			s.withdrawn = append(s.withdrawn, k.kid)
		}
	}
	if len(s.withdrawn) == 0 {
		s.withdrawn = before.withdrawn
	}
}
