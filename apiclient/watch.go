package apiclient

import (
	"context"
	"sync"
	"time"
)

// errNoAnswer is the error of a request without progress within the time limit.
var errNoAnswer error = noAnswer{}

type noAnswer struct{}

// Error implements error.
func (noAnswer) Error() string { return "no answer in time" }

// Timeout marks a time limit, as net.Error does.
func (noAnswer) Timeout() bool { return true }

// Is makes it a context.DeadlineExceeded, as the time limits of net/http are.
func (noAnswer) Is(target error) bool { return target == context.DeadlineExceeded }

// watch gives up an attempt that makes no progress within the limit.
type watch struct {
	limit time.Duration
	mu    sync.Mutex
	timer *time.Timer // nil once the header of an answer, or an error, is there
}

func newWatch(limit time.Duration, giveUp context.CancelCauseFunc) *watch {
	return &watch{limit: limit, timer: time.AfterFunc(limit, func() { giveUp(errNoAnswer) })}
}

// pause stops the clock while the request waits for the caller's own body.
func (w *watch) pause() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.timer != nil {
		w.timer.Stop()
	}
}

// restart gives the API the whole limit again.
func (w *watch) restart() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.timer != nil {
		w.timer.Reset(w.limit)
	}
}

// stop ends the watch.
func (w *watch) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.timer.Stop()
	w.timer = nil
}
