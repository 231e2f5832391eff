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

// fetch is one running fetch, for any number of waiters.
type fetch struct {
	number uint64 // in the order of their starts
	once   sync.Once
	done   chan struct{}
	err    error // set before done is closed
}

// wait returns the fetch's error, or ctx's if that ends first. The fetch may be nil.
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

// newest is the number of the fetch that brought the current keys.
func (s *Set) newest() uint64 {
	if current := s.current.Load(); current != nil {
		return current.number
	}
	return 0
}

// look waits for a fetch that may bring an unknown key: the running one, or a new one. searched is the number of the fetch whose keys
// were searched; if there are newer keys, look does not wait. If the last fetch for an unknown key is too recent, look waits for the
// end of the cool-down, and await calls it again. Fetches that only keep the set fresh do not count, so a stranger's junk uses up
// at most one fetch per cool-down, and a refresh uses up none.
func (s *Set) look(ctx context.Context, searched uint64) error {
	last, pause := &s.looked, s.cooldown
	if !s.Ready() {
		last, pause = &s.attempted, retry
	}
	running, left := s.start(last, pause)
	switch {
	case running != nil:
		return running.wait(ctx)
	case s.newest() > searched: // A fetch has just ended.
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

// rest is the time that is left of the cool-down, or 0 while a fetch runs.
func (s *Set) rest() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running != nil {
		return 0
	}
	return max(0, leftOf(s.cooldown, s.now(), s.looked))
}

// renew returns the running fetch, or begins one because the keys are old, unless the last one is too recent.
func (s *Set) renew() *fetch {
	running, _ := s.start(&s.attempted, s.cooldown)
	return running
}

// start returns the running fetch, or begins one, or returns the rest of the pause since last.
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

// again begins a fetch even if another one runs. While a provider cannot be reached, fetches hang until their time is up; a fetch
// that begins after its return brings the keys at once. At most fetchTimeout/retry fetches run at a time.
func (s *Set) again() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.now(); leftOf(retry, now, s.attempted) <= 0 {
		s.begin(now)
	}
}

// begin starts a fetch, with mu held. The fetch belongs to no request, so it goes on for the other waiters when the request that
// caused it is gone.
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
			running.finish(nil) // Its waiters now have newer keys.
		}
		f.finish(err)
	})
	return f
}

// refresh replaces the keys with those that the provider publishes now, or leaves them as they are.
func (s *Set) refresh(number uint64) error {
	ctx, cancel := context.WithTimeout(s.life, fetchTimeout)
	defer cancel()
	wasReady := s.Ready()
	usable, err := s.replace(ctx, number)
	if s.life.Err() != nil {
		return s.life.Err() // Close ended the fetch; this says nothing about the provider.
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
	case errors.Is(err, ErrNoUsableKey) && cause != before:
		s.log.Warn("the provider's key set holds no key that can be used here",
			slog.String("algorithms", either(s.allowed)), slog.Any("error", err), slog.Bool("old keys serve", s.Ready()))
	case err != nil && cause != before:
		s.log.Warn("the provider's keys could not be fetched",
			slog.Any("error", err), slog.Bool("old keys serve", s.Ready()))
	case err == nil && (before != "" || !wasReady):
		s.log.Info("the provider's keys were fetched", slog.Int("usable", usable))
	}
	return err
}

// failureOf gives equal failures the same text, so that the log shows only changes. The text of a network error names another
// port each time.
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

// replace fetches the keys, makes them the current ones, and returns how many there are.
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
	keys, unusable, err := parse(body, s.allowed)
	if errors.Is(err, ErrNoUsableKey) {
		return 0, fmt.Errorf("%w: %s", err, summary(unusable))
	}
	if err != nil {
		return 0, err
	}
	s.logUnusable(unusable)
	return len(keys), s.put(ctx, keys, number)
}

// put makes keys the current ones. A key that was there before stays the same object, so that [Set.Holds] recognizes it.
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
		return nil // A slow answer to a fetch that began before the last one.
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

// summary is the first reasons in one line.
func summary(reasons []string) string {
	const most = 8
	if len(reasons) == 0 {
		return "it is empty"
	}
	return strings.Join(reasons[:min(len(reasons), most)], "; ")
}

// logUnusable writes one line if the answer differs from the last one. Many providers always publish keys for other uses, such as
// encryption, and a hostile one could publish a hundred thousand.
func (s *Set) logUnusable(reasons []string) {
	text := summary(reasons)
	s.mu.Lock()
	defer s.mu.Unlock()
	if text != s.unusable && len(reasons) > 0 {
		s.log.Info("some of the provider's keys cannot be used",
			slog.Int("count", len(reasons)), slog.String("reasons", text))
	}
	s.unusable = text
}
