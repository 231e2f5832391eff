package bearer

import (
	"crypto/sha256"
	"sync"
	"unsafe"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"wails-openid-oauth/internal/jose"
)

// How much is remembered. Tokens of usual size take about a kilobyte each, the cost of their places included.
const (
	maxRemembered = 12 << 20 // bytes
	placeSize     = 512      // bytes for everything but the claims
)

// remembered holds tokens that were found good, by the SHA-256 of their text, so that the next request with one costs no
// signature. The text itself is not kept, nor is anything about a token that was refused. It is bounded in bytes, the
// longest unused going first.
type remembered struct {
	mu     sync.Mutex
	tokens *simplelru.LRU[digest, *jose.Token]
	bytes  int
}

type digest = [sha256.Size]byte

func newRemembered() *remembered {
	r := new(remembered)
	forget := func(_ digest, token *jose.Token) { r.bytes -= size(token) }
	// The size is never negative, which is the one error; bytes are the bound that counts.
	r.tokens, _ = simplelru.NewLRU(maxRemembered/placeSize, forget)
	return r
}

func size(token *jose.Token) int { return placeSize + token.Claims.Size() }

// digestOf reads the text where it is: a copy of every token would be the one allocation of the check.
func digestOf(compact string) digest {
	return sha256.Sum256(unsafe.Slice(unsafe.StringData(compact), len(compact)))
}

// recall returns the token, or nil.
func (r *remembered) recall(key digest) *jose.Token {
	r.mu.Lock()
	defer r.mu.Unlock()
	token, _ := r.tokens.Get(key)
	return token
}

func (r *remembered) remember(key digest, token *jose.Token) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.tokens.Contains(key) { // Two requests with one new token.
		return
	}
	r.bytes += size(token)
	r.tokens.Add(key, token)
	for r.bytes > maxRemembered {
		r.tokens.RemoveOldest()
	}
}

func (r *remembered) forget(key digest) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tokens.Remove(key)
}

func (r *remembered) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.tokens.Len()
}
