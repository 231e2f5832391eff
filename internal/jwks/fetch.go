package jwks

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/MicahParks/jwkset"

	"wails-openid-oauth/internal/endpoint"
)

// fetchTimeout bounds one fetch, discovery included.
const fetchTimeout = 5 * time.Second

// fetch is one fetch under way, for any number of waiters.
type fetch struct {
	number uint64 // in the order in which they began
	once   sync.Once
	done   chan struct{}
	err    error // set before done is closed
}

// wait returns the fetch's error, or ctx's if that ends first. There may be no fetch to wait for.
func (f *fetch) wait(ctx context.Context) error {
	if f == nil {
		return nil
	}
	select {
	case <-f.done:
		return f.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (f *fetch) finish(err error) {
	f.once.Do(func() {
		f.err = err
		close(f.done)
	})
}

// fetches returns how many fetches have begun.
func (s *Set) fetches() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.begun
}

// newest is the number of the fetch that brought the keys that serve.
func (s *Set) newest() uint64 {
	if current := s.current.Load(); current != nil {
		return current.number
	}
	return 0
}

// look waits for a fetch that may show a key that was unknown after so many fetches had begun: the one under way, or a new
// one; or for the end of the cool-down, if the last one of its kind is too recent. Fetches that only keep the set fresh do
// not count: a stranger's junk can use up one chance a cool-down, and a refresh none.
func (s *Set) look(ctx context.Context, begun uint64) error {
	last, pause := &s.looked, s.cooldown
	if !s.Ready() {
		last, pause = &s.attempted, retry
	}
	running, left := s.start(last, pause)
	switch {
	case running != nil:
		return running.wait(ctx)
	case s.newest() > begun: // One has ended in this moment.
		return nil
	}
	timer := time.NewTimer(left)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-s.life.Done():
		return s.life.Err()
	}
}

// rest is how long asking the provider is not worth it: what is left of the cool-down, or nothing while it is being asked.
func (s *Set) rest() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running != nil {
		return 0
	}
	return max(0, leftOf(s.cooldown, s.now(), s.looked))
}

// renew returns the fetch under way, or begins one because the keys are old, unless the last one is too recent.
func (s *Set) renew() *fetch {
	running, _ := s.start(&s.attempted, s.cooldown)
	return running
}

// start returns the fetch under way, or begins one, or returns what is left of the pause since last.
func (s *Set) start(last *time.Time, pause time.Duration) (running *fetch, left time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running != nil {
		return s.running, 0
	}
	now := s.now()
	if left := leftOf(pause, now, *last); left > 0 {
		return nil, left
	}
	*last = now
	return s.begin(now), 0
}

func leftOf(pause time.Duration, now, last time.Time) time.Duration {
	since := now.Sub(last)
	if since < 0 { // The clock was set back.
		return 0
	}
	return pause - since
}

// again begins a fetch whether or not one is under way. A provider that was cut off leaves fetches hanging until their
// time is up; one that begins after its return brings the keys at once. There are at most fetchTimeout/retry of them.
func (s *Set) again() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.now(); leftOf(retry, now, s.attempted) <= 0 {
		s.begin(now)
	}
}

// begin starts a fetch, with mu held. It belongs to no request: whoever caused it may go away without taking it from
// the others.
func (s *Set) begin(now time.Time) *fetch {
	s.attempted = now
	s.begun++
	f := &fetch{number: s.begun, done: make(chan struct{})}
	if err := s.life.Err(); err != nil {
		f.finish(err)
		return f
	}
	if s.running == nil {
		s.running = f
	}
	s.fetching.Go(func() {
		err := s.refresh(f.number)
		s.mu.Lock()
		running := s.running
		if running == f || err == nil {
			s.running = nil
		}
		s.mu.Unlock()
		if err == nil && running != nil {
			running.finish(nil) // Its waiters have what they wait for.
		}
		f.finish(err)
	})
	return f
}

// refresh replaces the keys by what the provider publishes now, or leaves them as they are.
func (s *Set) refresh(number uint64) error {
	ctx, cancel := context.WithTimeout(s.life, fetchTimeout)
	defer cancel()
	wasReady := s.Ready()
	usable, err := s.replace(ctx, number)
	if s.life.Err() != nil {
		return s.life.Err() // Close cut it off, which says nothing about the provider.
	}

	cause := failureOf(err)
	s.mu.Lock()
	before := s.failure
	s.failure = cause
	if err == nil {
		s.counts.OK++
	} else {
		s.counts.Failed++
	}
	s.mu.Unlock()
	switch {
	case err != nil && cause != before:
		s.log.Warn("the provider's keys could not be fetched",
			slog.Any("error", err), slog.Bool("old keys serve", s.Ready()))
	case err == nil && (before != "" || !wasReady):
		s.log.Info("the provider's keys are here", slog.Int("usable", usable))
	}
	return err
}

// failureOf tells one failure from another, for the log. The text of a network error names another port each time.
func failureOf(err error) string {
	var network *net.OpError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &network):
		return network.Op
	}
	return err.Error()
}

// replace returns how many keys there are now.
func (s *Set) replace(ctx context.Context, number uint64) (int, error) {
	url, err := s.locate(ctx)
	if err != nil {
		return 0, err
	}
	if _, err := endpoint.Parse(url); err != nil {
		return 0, fmt.Errorf("the URL of the key set %w", err)
	}
	body, err := get(ctx, s.client, url)
	if err != nil {
		return 0, fmt.Errorf("fetch the key set: %w", err)
	}
	keys, unusable, err := parse(body)
	s.logUnusable(unusable)
	if err != nil {
		return 0, err
	}
	return len(keys), s.put(ctx, keys, number)
}

// put makes keys the ones that serve. A key that was there before stays the same one, so that [Set.Holds] knows it.
func (s *Set) put(ctx context.Context, set []jwkset.JWK, number uint64) error {
	keys, err := namedKeys(ctx, set)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.current.Load()
	if old == nil {
		old = &snapshot{}
	}
	if number < old.number {
		return nil // A slow answer from before the last one.
	}
	for i, key := range keys {
		if same := slices.IndexFunc(old.keys, key.isSame); same >= 0 {
			keys[i] = old.keys[same]
		}
	}
	next := &snapshot{fetched: s.now(), number: number, keys: keys}
	next.noteWithdrawn(old)
	s.current.Store(next)
	return nil
}

// logUnusable writes one line when the answer differs from the last one. Many providers always publish keys that are
// for others, such as for encryption; and a hostile one could publish a hundred thousand.
func (s *Set) logUnusable(reasons []string) {
	const most = 8
	text := strings.Join(reasons[:min(len(reasons), most)], "; ")
	s.mu.Lock()
	defer s.mu.Unlock()
	if text != s.unusable && text != "" {
		s.log.Info("some of the provider's keys are not for us",
			slog.Int("count", len(reasons)), slog.String("reasons", text))
	}
	s.unusable = text
}
