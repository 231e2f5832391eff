package api

import (
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// How many lines per second requests may add to the log, and how many may come at once.
const (
	logRate  = 100
	logBurst = 200
)

// lineLimit bounds the lines of the log. A server under load asks it far more often than it has a line to give, so it takes the
// limiter's lock only when there may be one.
type lineLimit struct {
	*rate.Limiter
	next atomic.Int64 // when there may be a line again, in nanoseconds since 1970
}

func (l *lineLimit) allow(now time.Time) bool {
	if now.UnixNano() < l.next.Load() {
		return false
	}
	line := l.ReserveN(now, 1)
	wait := line.DelayFrom(now)
	if wait <= 0 {
		return true
	}
	line.CancelAt(now)
	l.next.Store(now.Add(wait).UnixNano())
	return false
}
