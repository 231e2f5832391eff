//go:build linux

package driver

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"wails-openid-oauth/test/overlay"
)

// WaitLimit bounds every wait whose context has no earlier deadline.
var WaitLimit = overlay.WaitLimit

// pollEvery is the pause between two checks of a condition for which there is no event.
const pollEvery = 20 * time.Millisecond

// WaitError says that something did not happen in time.
type WaitError struct {
	Awaited string // what should have happened
	Seen    string // what was seen instead
	Picture string // file with a picture of the desktop at that moment; empty if there is none
	Err     error  // why the wait ended
}

// Error says what should have happened, what was seen instead, and where the picture is.
func (e *WaitError) Error() string {
	text := fmt.Sprintf("driver: waited for %s: %v; seen: %s", e.Awaited, e.Err, e.Seen)
	if e.Picture != "" {
		text += "; picture: " + e.Picture
	}
	return text
}

// Unwrap returns why the wait ended.
func (e *WaitError) Unwrap() error { return e.Err }

// errPoll is returned by a condition that does not hold yet and has nothing to say.
var errPoll = errors.New("not yet")

// poll calls holds until it returns nil. It gives up when ctx ends, or after [WaitLimit]. The error joins the last one of holds
// with that of the context.
func poll(ctx context.Context, holds func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, WaitLimit)
	defer cancel()
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	last := errPoll
	for {
		err := holds(ctx)
		if err == nil {
			return nil
		}
		// If the deadline interrupted the condition, the error before it says more.
		if ctx.Err() == nil {
			last = err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w (%w)", last, ctx.Err())
		case <-ticker.C:
		}
	}
}

// firstLine reads one line from r, and closes r. A server writes the line when it is ready.
func firstLine(ctx context.Context, r *os.File) (string, error) {
	defer func() { _ = r.Close() }()
	deadline := time.Now().Add(WaitLimit)
	if d, ok := ctx.Deadline(); ok && d.Before(deadline) {
		deadline = d
	}
	if err := r.SetReadDeadline(deadline); err != nil {
		return "", err
	}
	defer context.AfterFunc(ctx, func() { _ = r.SetReadDeadline(time.Now()) })()
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		return "", err
	}
	return line[:len(line)-1], nil
}
