package jwks

import (
	"context"
	"crypto"
	"slices"
	"time"

	"github.com/MicahParks/jwkset"
	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"

	"wails-openid-oauth/internal/jose"
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

// namedKey is a key with its kid and its algorithm. Both may be empty: a key without an algorithm is for every one that takes it.
type namedKey struct {
	kid string
	alg jose.Algorithm
	key jwt.VerificationKey
}

// isFor reports whether the key may verify a token of this algorithm (RFC 7517, section 4.4).
func (k namedKey) isFor(alg jose.Algorithm) bool {
	return (k.alg == "" || k.alg == alg) && alg.Takes(k.key)
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
		published := set[i].Marshal()
		named[i] = namedKey{published.KID, jose.Algorithm(published.ALG), key}
	}
	return named, nil
}

// isSame reports whether two keys are the same, under the same name and for the same algorithm.
func (k namedKey) isSame(other namedKey) bool {
	public, ok := k.key.(interface{ Equal(crypto.PublicKey) bool })
	return ok && k.kid == other.kid && k.alg == other.alg && public.Equal(other.key)
}

// find returns the key for a token that names kid and alg, or nil. If the token names no kid, it returns the only key for alg, if
// there is just one. With several keys it would have to try each, and the sender of a bad token could cause that cost. OpenID
// Connect Core, section 10.1, requires a kid in that case.
func (s *snapshot) find(kid string, alg jose.Algorithm) jwt.VerificationKey {
	var found jwt.VerificationKey
	for _, k := range s.keys {
		switch {
		case kid != "" && k.kid != kid || !k.isFor(alg):
		case found != nil: // Only without a kid: parse takes each kid once.
			return nil
		default:
			found = k.key
		}
	}
	return found
}

// has reports whether there is a key of this name.
func (s *snapshot) has(kid string) bool {
	return slices.ContainsFunc(s.keys, func(k namedKey) bool { return k.kid == kid })
}

// holds reports whether a key is one of these objects, not just equal to one.
func (s *snapshot) holds(key jwt.VerificationKey) bool {
	return slices.ContainsFunc(s.keys, func(k namedKey) bool { return k.key == key })
}

// noteWithdrawn is called once, before s is published.
func (s *snapshot) noteWithdrawn(before *snapshot) {
	for _, k := range before.keys {
		if k.kid != "" && !s.has(k.kid) {
			s.withdrawn = append(s.withdrawn, k.kid)
		}
	}
	if len(s.withdrawn) == 0 {
		s.withdrawn = before.withdrawn
	}
}
