package bearer

import (
	"context"
	"sync"
	"time"
)

// holding is a context that ends a while after somebody began to wait for its end. Most tokens wait for nothing, because their key
// is known, and need no timer.
type holding struct {
	context.Context
	hold time.Duration

	mu    sync.Mutex
	timed context.Context // nil until somebody waits
	end   context.CancelFunc
}

// begin returns the context with the deadline.
func (h *holding) begin() context.Context {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.timed == nil {
		h.timed, h.end = context.WithTimeout(h.Context, h.hold)
	}
	return h.timed
}

// Done implements [context.Context].
func (h *holding) Done() <-chan struct{} { return h.begin().Done() }

// Deadline implements [context.Context].
func (h *holding) Deadline() (time.Time, bool) { return h.begin().Deadline() }

// Err implements [context.Context].
func (h *holding) Err() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.timed == nil {
		return h.Context.Err()
	}
	return h.timed.Err()
}

// cancel frees the timer. Nobody may wait any more.
func (h *holding) cancel() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.end != nil {
		h.end()
	}
}
