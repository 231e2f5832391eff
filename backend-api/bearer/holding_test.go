package bearer

import (
	"context"
	"errors"
	"testing"
	"time"
)

// The time begins when somebody waits, and ends with the parent's at the latest.
func TestHolding(t *testing.T) {
	parent, stop := context.WithCancel(t.Context())
	h := &holding{Context: parent, hold: time.Hour}
	if h.Err() != nil || h.timed != nil {
		t.Error("a question for the error made a timer")
	}
	if at, ok := h.Deadline(); !ok || time.Until(at) > time.Hour || time.Until(at) < time.Minute {
		t.Errorf("it ends at %v", at)
	}
	stop()
	<-h.Done()
	if !errors.Is(h.Err(), context.Canceled) {
		t.Errorf("it ended with %v", h.Err())
	}

	short := &holding{Context: t.Context(), hold: time.Millisecond}
	<-short.Done()
	if !errors.Is(short.Err(), context.DeadlineExceeded) {
		t.Errorf("it ended with %v", short.Err())
	}

	unused, used := &holding{Context: t.Context(), hold: time.Hour}, &holding{Context: t.Context(), hold: time.Hour}
	done := used.Done()
	unused.cancel()
	used.cancel()
	select {
	case <-done:
	default:
		t.Error("the timer is still there")
	}
	stopped := &holding{Context: parent, hold: time.Hour}
	if !errors.Is(stopped.Err(), context.Canceled) {
		t.Errorf("the parent has ended, and it has not: %v", stopped.Err())
	}
}
