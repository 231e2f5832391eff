package jwks

import (
	"context"

	"github.com/golang-jwt/jwt/v5"
)

// LookAgain implements [jose.SecondLook]. The key that was tried has the name that the token names, and did not verify it. Either
// the token is bad, or the provider has published a new key under that name. The first such token in a cool-down causes a fetch
// and waits for it, until ctx ends. All others get their answer at once, from the keys that are here, so a flood of bad
// signatures fetches no more often than a flood of unknown keys, and the two floods together no more often than one.
//
// A token that comes while a fetch runs causes none, and does not wait either. That fetch may bring the new key for the next one.
func (s *Set) LookAgain(ctx context.Context, token *jwt.Token, tried any) (key any, found bool) {
	name := nameOf(token)
	if key, found := s.another(name, tried); found {
		return key, true
	}
	if s.doubt().wait(ctx) != nil {
		return nil, false
	}
	return s.another(name, tried) // Even without a fetch: another token's may have ended since.
}

// another returns the current key of this name, if it is not the one that was tried.
func (s *Set) another(name keyName, tried any) (key any, found bool) {
	key, _, err := s.known(name)
	return key, err == nil && key != tried
}

// doubt begins a fetch because of a bad signature. It returns nil if one is running, or if the last fetch that a stranger could
// cause is too recent.
func (s *Set) doubt() *fetch {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	if s.running != nil || leftOf(s.cooldown, now, s.looked) > 0 {
		return nil
	}
	s.looked = now
	return s.begin(now)
}
