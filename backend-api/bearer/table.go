package bearer

import (
	"crypto/sha256"
	"hash/maphash"
	"slices"
	"sync/atomic"
	"time"
	"unsafe"

	"github.com/golang-jwt/jwt/v5"
)

// digest is the SHA-256 of a token's text.
type digest = [sha256.Size]byte

// digestOf reads the text in place: a copy of every token would be the only allocation of the check.
func digestOf(compact string) digest {
	return sha256.Sum256(unsafe.Slice(unsafe.StringData(compact), len(compact)))
}

// markOf returns a number that two tokens hardly ever share. It comes from the end of the text only, where a good token has the end of
// its signature. So to see that a token is not known takes a few nanoseconds. Only the digest shows that it is.
func markOf(compact string) uint64 { return maphash.String(seed, compact[max(0, len(compact)-16):]) }

var seed = maphash.MakeSeed()

// identity is what a table keeps of a token.
type identity struct {
	mark   uint64
	digest digest
}

func identityOf(compact string) identity { return identity{markOf(compact), digestOf(compact)} }

// verdict is what the guard keeps of a good token: the values that it has to check again each time. It contains no pointer and no
// text, so that tens of thousands of them cost the garbage collector nothing.
type verdict struct {
	from, until int64 // microseconds since 1970, the leeway included
	scopes      scopeSet
	judged      scopeSet // the scopes that were checked
	key         uint8    // in table.keys
}

func (v verdict) isWithin(now time.Time) bool {
	moment := now.UnixMicro()
	return v.from <= moment && moment < v.until
}

// generation is how many tokens a table takes, slots is how many places it has for them, at 80 bytes each, and maxKeys is how many
// keys. Of all places some stay free, because a search ends at a free one.
const (
	generation = 28_000
	slots      = 1 << 15
	maxKeys    = 256
)

// table has verdicts by their tokens' identities, in a hash table with linear probing. A place is written once, and then published by
// its state. So many can search while one adds, without a lock. Only one may change the table at a time.
type table struct {
	places []place
	keys   [maxKeys]jwt.VerificationKey

	taken, keyCount int
	count           int // places that are known
}

type place struct {
	state   atomic.Uint32
	token   identity
	verdict verdict
}

// The states of a place. One that was dropped can be known again, but only with the same token and verdict.
const (
	free = iota
	known
	dropped
)

func newTable() *table { return &table{places: make([]place, slots)} }

// at returns the place for a token after n others.
func (t *table) at(mark, n uint64) *place { return &t.places[(mark+n)%slots] }

// find returns a verdict and the key that verified the token.
func (t *table) find(compact string) (v verdict, key jwt.VerificationKey, found bool) {
	mark := markOf(compact)
	for n := uint64(0); ; n++ {
		p := t.at(mark, n)
		switch state := p.state.Load(); {
		case state == free:
			return verdict{}, nil, false
		case state == known && p.token.mark == mark && p.token.digest == digestOf(compact):
			return p.verdict, t.keys[p.verdict.key], true
		}
	}
}

// add adds a token, or replaces what is known of it. It reports whether the table had room.
func (t *table) add(token identity, v verdict, key jwt.VerificationKey) bool {
	of := slices.Index(t.keys[:t.keyCount], key)
	if t.taken == generation || of < 0 && t.keyCount == maxKeys {
		return false
	}
	if of < 0 {
		of = t.keyCount
		t.keys[of] = key
		t.keyCount++
	}
	v.key = uint8(of)
	t.drop(token)
	p := t.placeFor(token, v)
	if p.state.Load() == free {
		p.token, p.verdict = token, v
		t.taken++
	}
	p.state.Store(known)
	t.count++
	return true
}

// placeFor returns the place that the same token with the same verdict had before, or a free one.
func (t *table) placeFor(token identity, v verdict) *place {
	for n := uint64(0); ; n++ {
		p := t.at(token.mark, n)
		if p.state.Load() == free || p.token == token && p.verdict == v {
			return p
		}
	}
}

func (t *table) drop(token identity) {
	for n := uint64(0); ; n++ {
		p := t.at(token.mark, n)
		switch state := p.state.Load(); {
		case state == free:
			return
		case state == known && p.token == token:
			p.state.Store(dropped)
			t.count--
		}
	}
}
