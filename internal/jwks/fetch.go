package jwks

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"time"

	"wails-openid-oauth/internal/endpoint"
)

// fetchTimeout bounds one fetch, discovery included.
const fetchTimeout = 5 * time.Second

// fetch is one fetch under way, for any number of waiters.
type fetch struct {
	done chan struct{}
	err  error // set before done is closed
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

// start returns the fetch under way, or begins one, or returns nil because the last one is too recent. It belongs to no
// request: whoever caused it may go away without taking it from the others.
func (s *Set) start() *fetch {
	pause := s.cooldown
	if !s.Ready() {
		pause = retry
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running != nil {
		return s.running
	}
	now := s.now()
	if since := now.Sub(s.attempted); since >= 0 && since < pause { // Negative: the clock was set back.
		return nil
	}
	s.attempted = now
	running := &fetch{done: make(chan struct{})}
	s.running = running
	go func() {
		running.err = s.refresh()
		s.mu.Lock()
		s.running = nil
		s.mu.Unlock()
		close(running.done)
	}()
	return running
}

// refresh replaces the keys by what the provider publishes now, or leaves them as they are.
func (s *Set) refresh() error {
	ctx, cancel := context.WithTimeout(context.Background(), fetchTimeout)
	defer cancel()
	wasReady := s.Ready()
	usable, err := s.replace(ctx)

	cause := failureOf(err)
	s.mu.Lock()
	before := s.failure
	s.failure = cause
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
func (s *Set) replace(ctx context.Context) (int, error) {
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
	now := s.now()
	if err := s.keys.KeyReplaceAll(ctx, keys); err != nil {
		return 0, err
	}
	s.fetched.Store(&now)
	return len(keys), nil
}

// logUnusable writes one line when the answer differs from the last one. Many providers always publish keys that are
// for others, such as for encryption; and a hostile one could publish a hundred thousand. Fetches run one at a time.
func (s *Set) logUnusable(reasons []string) {
	const most = 8
	text := strings.Join(reasons[:min(len(reasons), most)], "; ")
	if text != s.unusable && text != "" {
		s.log.Info("some of the provider's keys are not for us",
			slog.Int("count", len(reasons)), slog.String("reasons", text))
	}
	s.unusable = text
}
