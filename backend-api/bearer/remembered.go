package bearer

import (
	"crypto/sha256"
	"sync"
	"time"
	"unsafe"

	"github.com/golang-jwt/jwt/v5"
)

// verdict is what is kept of a token that was found good: what has to be asked of it again each time. It holds no
// pointer and no text, so that the garbage collector passes tens of thousands of them by.
type verdict struct {
	from, until int64 // microseconds since 1970, the leeway included
	scopes      scopeSet
	judged      scopeSet // the scopes that were looked for
	key         uint8    // in remembered.keys
}

func (v verdict) isWithin(now time.Time) bool {
	moment := now.UnixMicro()
	return v.from <= moment && moment < v.until
}

// generation is how many tokens are remembered at least, and half of how many at most, at some 80 bytes each.
const generation = 28_000

// remembered holds verdicts by the SHA-256 of the token's text, so that the next request with one costs no signature.
// Nothing about a refused token is in it. There are two generations: one fills up while the tokens in use move into it
// from the one before, which is then dropped as a whole.
type remembered struct {
	mu         sync.Mutex
	young, old map[digest]verdict
	keys       []jwt.VerificationKey
}

type digest = [sha256.Size]byte

// digestOf reads the text where it is: a copy of every token would be the one allocation of the check.
func digestOf(compact string) digest {
	return sha256.Sum256(unsafe.Slice(unsafe.StringData(compact), len(compact)))
}

// recall returns a verdict and the key that it hangs on.
func (r *remembered) recall(token digest) (v verdict, key jwt.VerificationKey, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if v, ok = r.young[token]; !ok {
		if v, ok = r.old[token]; !ok {
			return verdict{}, nil, false
		}
		r.put(token, v)
	}
	return v, r.keys[v.key], true
}

func (r *remembered) remember(token digest, v verdict, key jwt.VerificationKey) {
	r.mu.Lock()
	defer r.mu.Unlock()
	v.key = r.place(key)
	r.put(token, v)
}

// place finds a key among those of the verdicts, or adds it. When there are too many, everything is forgotten: an issuer
// does not have 256 keys in the life of a process.
func (r *remembered) place(key jwt.VerificationKey) uint8 {
	for i, known := range r.keys {
		if known == key {
			return uint8(i)
		}
	}
	if len(r.keys) > 255 {
		r.keys, r.young, r.old = nil, nil, nil
	}
	r.keys = append(r.keys, key)
	return uint8(len(r.keys) - 1)
}

func (r *remembered) put(token digest, v verdict) {
	if len(r.young) >= generation {
		r.old, r.young = r.young, r.old
		clear(r.young) // It has its size by now, and need not grow again.
	}
	if r.young == nil {
		r.young = make(map[digest]verdict)
	}
	r.young[token] = v
}

func (r *remembered) forget(token digest) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.young, token)
	delete(r.old, token)
}

// count counts a token twice that has just moved.
func (r *remembered) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.young) + len(r.old)
}
