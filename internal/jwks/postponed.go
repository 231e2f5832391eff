package jwks

import (
	"crypto/sha256"
	"sync"
	"time"
)

// mostPostponed is how many tokens a generation remembers: as many as can have waited, for two seconds each.
const mostPostponed = 1000

// postponed remembers the tokens that have to be sent again later, and how many fetches had begun when each one first came. Such a
// token may come back after the cool-down just when another token has caused a fetch. That fetch began before the token came
// back, but after it first came, so its answer decides about the token. Without this memory, a steady flow of other tokens could
// postpone it for ever.
//
// It remembers whole tokens and not their kids, because a stranger could name a key before the provider publishes it. There are
// two generations, as in package bearer. A token that is forgotten too early has to wait once more.
type postponed struct {
	mu         sync.Mutex
	young, old map[[sha256.Size]byte]uint64
	since      time.Time // the start of the young generation
}

// take returns what is remembered about a token, and forgets it.
func (p *postponed) take(token string) (arrived uint64, known bool) {
	digest := sha256.Sum256([]byte(token))
	p.mu.Lock()
	defer p.mu.Unlock()
	if arrived, known = p.young[digest]; !known {
		arrived, known = p.old[digest]
	}
	delete(p.young, digest)
	delete(p.old, digest)
	return arrived, known
}

// put remembers a token for at least the time keep, unless there are too many.
func (p *postponed) put(token string, arrived uint64, now time.Time, keep time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if leftOf(keep, now, p.since) <= 0 {
		p.young, p.old, p.since = make(map[[sha256.Size]byte]uint64), p.young, now
	}
	if len(p.young) < mostPostponed {
		p.young[sha256.Sum256([]byte(token))] = arrived
	}
}
