package systembrowser

import (
	"context"
	"errors"
	"fmt"

	"wails-openid-oauth/auth"
)

// ErrNotStarted is returned by [Browser.OpenAgain] when no browser could be started.
var ErrNotStarted = errors.New("systembrowser: no browser could be started")

var errEnded = errors.New("the log-in has ended")

// OpenAgain opens the log-in under way in the user's browser once more, with a new link. It is for users whose browser
// did not open, or who have closed its page or changed the default browser. It returns when a browser has used the link,
// when the program that starts browsers has ended, or with ctx.
//
// Errors: auth.ErrCancelled when no log-in is under way; ErrNotStarted; ctx.Err().
func (b *Browser) OpenAgain(ctx context.Context) error {
	b.mu.Lock()
	r := b.current
	b.mu.Unlock()
	if r == nil {
		return fmt.Errorf("systembrowser: nothing to open again: %w", auth.ErrCancelled)
	}
	l := r.addLink()
	select {
	case err := <-b.start(r, l):
		return l.orUsed(err)
	case <-l.used:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// orUsed returns the error of the program that starts browsers, unless a browser has used the link anyway.
func (l *link) orUsed(err error) error {
	if err == nil {
		return nil
	}
	select {
	case <-l.used:
		return nil
	default:
		return fmt.Errorf("%w: %w", ErrNotStarted, err)
	}
}

// waitsFor makes a request the one that OpenAgain opens, until stop is called.
func (b *Browser) waitsFor(r *receiver) (stop func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.current = r
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.current == r {
			b.current = nil
		}
	}
}

// addLink makes a further link.
func (r *receiver) addLink() *link {
	r.mu.Lock()
	defer r.mu.Unlock()
	l := newLink()
	r.further = append(r.further, l)
	return l
}
