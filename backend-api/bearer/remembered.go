package bearer

import (
	"sync"
	"sync/atomic"

	"github.com/golang-jwt/jwt/v5"
)

// remembered has the verdicts on good tokens, so that the next request with a token needs no signature check. It contains nothing
// about refused tokens. There are two generations. The young one fills up, and tokens in use move into it from the old one, which
// is then dropped as a whole.
type remembered struct {
	generations atomic.Pointer[generations]
	changing    sync.Mutex
}

type generations struct{ young, old *table }

// recall returns a verdict and the key that verified the token. It takes a lock only for a token that moves.
func (r *remembered) recall(compact string) (v verdict, key jwt.VerificationKey, ok bool) {
	g := r.generations.Load()
	if g == nil {
		return verdict{}, nil, false
	}
	if v, key, ok = g.young.find(compact); ok {
		return v, key, true
	}
	if v, key, ok = g.old.find(compact); ok {
		r.remember(compact, v, key)
	}
	return v, key, ok
}

func (r *remembered) remember(compact string, v verdict, key jwt.VerificationKey) {
	token := identityOf(compact)
	r.changing.Lock()
	defer r.changing.Unlock()
	g := r.generations.Load()
	if g == nil {
		g = &generations{newTable(), newTable()}
		r.generations.Store(g)
	}
	if !g.young.add(token, v, key) {
		g = &generations{newTable(), g.young}
		g.young.add(token, v, key)
		r.generations.Store(g)
	}
}

func (r *remembered) forget(compact string) {
	token := identityOf(compact)
	r.changing.Lock()
	defer r.changing.Unlock()
	if g := r.generations.Load(); g != nil {
		g.young.drop(token)
		g.old.drop(token)
	}
}

// count returns about how many tokens are remembered. It counts a token twice that has just moved.
func (r *remembered) count() int {
	r.changing.Lock()
	defer r.changing.Unlock()
	g := r.generations.Load()
	if g == nil {
		return 0
	}
	return g.young.count + g.old.count
}
