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

// snapshot is the keys that one fetch brought. It never changes, so that looking for a key takes no lock.
type snapshot struct {
	fetched time.Time
	number  uint64 // of the fetch; one that began earlier does not replace it
	keys    []namedKey
	// withdrawn are the kids of the last keys that went away. A token that names one is refused at once, so that its sender
	// asks for another, rather than waiting for a look at the provider that has been made.
	withdrawn []string
}

// namedKey is a key with the name that tokens call it by, or none.
type namedKey struct {
	kid string
	key jwt.VerificationKey
}

// namedKeys has keyfunc make of a key set what golang-jwt verifies with.
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

// find returns the key of a token that names kid, or nil. If the token names none, that is the only key there is: several
// would have to be tried in turn, at a cost that the sender of a bad token chooses, and OpenID Connect Core, section 10.1,
// asks for a kid then.
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

// holds reports whether a key is one of these, not just equal to one.
func (s *snapshot) holds(key jwt.VerificationKey) bool {
	return slices.ContainsFunc(s.keys, func(k namedKey) bool { return k.key == key })
}

// noteWithdrawn is asked once, before anybody sees s.
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
