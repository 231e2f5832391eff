package jwks

import (
	"crypto/sha256"
	"sync"
	"time"
)

// mostPostponed is how many tokens are remembered in a generation: as many as can have waited, two seconds each.
const mostPostponed = 1000

// postponed remembers the tokens that were told to come again, with how many fetches had begun when each came first. One
// that comes when the cool-down is over may find that another one has just caused the look: that one began before it came
// again, but after it came first, and so decides about it. Else it would be told to come again for ever, while others do so.
//
// It remembers whole tokens and not their kids: a stranger could name a key before the provider publishes it. There are two
// generations, as in package bearer. A token that is forgotten too early has to wait once more.
type postponed struct {
	mu         sync.Mutex
	young, old map[[sha256.Size]byte]uint64
	since      time.Time // when young began
}

// take returns what is remembered of a token, and forgets it.
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

// put remembers a token for the time to keep at least, unless there are too many.
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
