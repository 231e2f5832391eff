package window

import (
	"sync"
	"time"
)

// Within troubleTime, the page may end once without a word, is told of the second end, and is not loaded again by itself
// after the last.
const (
	troubleTime = 5 * time.Minute
	endsToTell  = 2
	endsToAsk   = 3
)

// ends remembers when the page's process ended. It is safe for use by several goroutines.
type ends struct {
	mu    sync.Mutex
	times []time.Time
}

// note adds an end, and returns how many there were within troubleTime.
func (e *ends) note(now time.Time) int {
	e.mu.Lock()
	e.times = append(e.times[max(0, len(e.times)-endsToAsk):], now)
	e.mu.Unlock()
	return e.within(now)
}

// within returns how many ends there were in the troubleTime before now.
func (e *ends) within(now time.Time) (count int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, at := range e.times {
		if now.Sub(at) < troubleTime {
			count++
		}
	}
	return count
}

func (e *ends) forget() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.times = nil
}
