package bearer

import (
	"crypto/sha256"
	"sync"
	"time"
	"unsafe"

	"github.com/golang-jwt/jwt/v5"
)

// verdict is what the guard keeps of a good token: the values that it has to check again each time. It contains no pointer and no
// text, so that tens of thousands of them cost the garbage collector nothing.
type verdict struct {
	from, until int64 // microseconds since 1970, the leeway included
	scopes      scopeSet
	judged      scopeSet // the scopes that were checked
	key         uint8    // in remembered.keys
}

func (v verdict) isWithin(now time.Time) bool {
	moment := now.UnixMicro()
	return v.from <= moment && moment < v.until
}

// generation is the least number of tokens that are remembered, and half of the largest, at some 80 bytes each.
const generation = 28_000

// remembered has the verdicts by the SHA-256 of the token's text, so that the next request with a token needs no signature check.
// It contains nothing about refused tokens. There are two generations. The young one fills up, and tokens in use move into it
// from the old one, which is then dropped as a whole.
type remembered struct {
	mu         sync.Mutex
	young, old map[digest]verdict
	keys       []jwt.VerificationKey
}

type digest = [sha256.Size]byte

// digestOf reads the text in place: a copy of every token would be the only allocation of the check.
func digestOf(compact string) digest {
	return sha256.Sum256(unsafe.Slice(unsafe.StringData(compact), len(compact)))
}

// recall returns a verdict and the key that verified the token.
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

// place finds a key among those of the verdicts, or adds it. If there are too many keys, it forgets everything: an issuer does not
// use 256 keys in the lifetime of a process.
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
		clear(r.young) // The map keeps its size and need not grow again.
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

// count returns about how many tokens are remembered. It counts a token twice that has just moved.
func (r *remembered) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.young) + len(r.old)
}
