package bearer

import (
	"slices"
	"sync"

	"wails-openid-oauth/internal/jose"
)

// maxScopes is how many scopes the routes of a guard may require in total.
const maxScopes = 64

// scopeSet has a bit for each scope that a guard's routes require.
type scopeSet uint64

// scopes are the scopes that a guard's routes require, in the order of their bits.
type scopes struct {
	mu    sync.RWMutex
	names []string
}

// add returns the set of the given scopes. It panics on a scope that a challenge cannot name, and on too many scopes.
func (s *scopes) add(names []string) scopeSet {
	s.mu.Lock()
	defer s.mu.Unlock()
	var set scopeSet
	for _, name := range names {
		if !quotable(name) {
			panic("bearer: a scope has a character that a challenge cannot contain")
		}
		bit := slices.Index(s.names, name)
		if bit < 0 {
			bit = len(s.names)
			s.names = append(s.names, name)
		}
		if bit >= maxScopes {
			panic("bearer: there are more than 64 scopes")
		}
		set |= 1 << bit
	}
	return set
}

// granted returns which of the scopes a token has by the given claims, and which were checked.
func (s *scopes) granted(token jose.Claims, claims []string) (granted, judged scopeSet, err error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if len(s.names) == 0 {
		return 0, 0, nil
	}
	names, err := token.Scopes(claims...)
	if err != nil {
		return 0, 0, err
	}
	for bit, name := range s.names {
		if slices.Contains(names, name) {
			granted |= 1 << bit
		}
		judged |= 1 << bit
	}
	return granted, judged, nil
}
