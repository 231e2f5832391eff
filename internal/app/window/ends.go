package window

import (
	"sync"
	"time"
)

// How often the page's process may end within troubleTime: the app reloads the page without a notice at first, shows a notice from
// endsToTell on, and asks the user from endsToAsk on.
const (
	troubleTime = 5 * time.Minute
	endsToTell  = 2
	endsToAsk   = 3
)

// ends records when the page's process ended. It is safe for use by several goroutines.
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
