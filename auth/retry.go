package auth

import (
	"errors"
	"math/rand/v2"
	"time"
)

// The wait between retries starts at firstRetry and doubles with every failure up to lastRetry. Up to half of it is
// taken off at random, so that not all clients return to a recovered provider at once.
const firstRetry, lastRetry = time.Second, time.Minute

// maxAsked bounds the wait that Retry-After may ask for, since a user waits for this.
const maxAsked = 10 * time.Minute

// isEnd reports whether the provider ended this session: by invalid_grant, or by a verified ID token for or about
// another party (ErrForeign). Apart from a log-out, nothing else ends a session.
func isEnd(err error) bool {
	protocol := new(Error)
	return errors.As(err, &protocol) && protocol.Code == "invalid_grant" || errors.Is(err, ErrForeign)
}

// goOffline publishes the state Offline, keeps the session, and starts the retries. After Close it does nothing. It is
// called with mu held.
func (s *Session) goOffline(err error) {
	if s.ctx.Err() != nil {
		return
	}
	now := s.snapshot
	s.publish(Snapshot{State: Offline, Profile: now.Profile, Remembered: now.Remembered, Notice: now.Notice, Err: err})
	if !s.retrying {
		s.retrying = true
		s.spawn(s.retry)
	}
}

// asked returns how long the provider asked us to wait, at most maxAsked.
func asked(err error) time.Duration {
	if busy := new(busyError); errors.As(err, &busy) {
		return min(busy.wait, maxAsked)
	}
	return 0
}

func (s *Session) retry() {
	for wait := firstRetry; ; wait = min(2*wait, lastRetry) {
		select {
		case <-s.opts.After(max(wait-rand.N(wait/2), asked(s.Snapshot().Err))):
		case <-s.ctx.Done():
			return
		}
		s.mu.Lock()
		if s.snapshot.State != Offline {
			s.retrying = false
			s.mu.Unlock()
			return
		}
		flight := s.startRefresh()
		s.mu.Unlock()
		<-flight.done
	}
}
