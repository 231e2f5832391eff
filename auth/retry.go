package auth

import (
	"errors"
	"math/rand/v2"
	"time"
)

// firstRetry doubles with every failure up to lastRetry, with up to half of it taken off by chance, so that a provider
// that comes back is not met by everybody at once.
const firstRetry, lastRetry = time.Second, time.Minute

// maxAsked bounds what Retry-After may ask for: a person waits for this.
const maxAsked = 10 * time.Minute

// isEnd reports whether the provider said that this session is over: by invalid_grant, or by a verified ID token that is
// somebody else's. Nothing else ends one but a log-out.
func isEnd(err error) bool {
	protocol := new(Error)
	return errors.As(err, &protocol) && protocol.Code == "invalid_grant" || errors.Is(err, ErrForeign)
}

// goOffline keeps the session and retries until it is back, unless the app is about to end. It is called with mu held.
func (s *Session) goOffline(err error) {
	if s.ctx.Err() != nil {
		return
	}
	s.publish(Snapshot{State: Offline, Profile: s.snapshot.Profile, Notice: s.snapshot.Notice, Err: err})
	if !s.retrying {
		s.retrying = true
		s.spawn(s.retry)
	}
}

// asked is how long the provider asked us to wait, up to maxAsked.
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
