//go:build linux

package driver

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

const (
	// WaitLimit bounds every wait whose context has no earlier deadline.
	WaitLimit = 60 * time.Second
	// pollEvery is the pause between two looks at a condition that nothing announces.
	pollEvery = 20 * time.Millisecond
)

// WaitError says that something awaited did not happen.
type WaitError struct {
	Awaited string // what was awaited
	Seen    string // what was there instead
	Picture string // file with a picture of the desktop at that moment; empty when none could be taken
	Err     error  // why the wait ended
}

// Error names what was awaited, what was seen, and where the picture is.
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

// poll calls holds until it returns nil, and gives up when ctx ends or after [WaitLimit]. The error is the condition's
// last one, joined with the context's.
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
		// A condition cut short by the deadline says less than the one before it.
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

// firstLine reads one line from r, which a starting server writes when it is ready, and closes r.
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
