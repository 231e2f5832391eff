package main

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// regulars are clients that send requests regularly, each on its own connection. They must always get the private message.
type regulars struct {
	stop    context.CancelFunc
	running sync.WaitGroup
	served  atomic.Int64
	failed  atomic.Pointer[error] // the first failure
}

// newRegulars starts some clients, which send requests until stop is called or the test ends.
func newRegulars(t *testing.T, address, token string) *regulars {
	const clients, pause = 4, 20 * time.Millisecond
	ctx, stop := context.WithCancel(t.Context())
	r := &regulars{stop: stop}
	t.Cleanup(func() { stop(); r.running.Wait() })
	for range clients {
		r.running.Go(func() {
			for ctx.Err() == nil {
				if err := r.visit(ctx, address, token, pause); err != nil {
					r.failed.CompareAndSwap(nil, &err)
					return
				}
			}
		})
	}
	return r
}

// visit makes some requests on one connection.
func (r *regulars) visit(ctx context.Context, address, token string, pause time.Duration) error {
	w, err := dial(address)
	if err != nil {
		return err
	}
	defer w.Close()
	for range 20 {
		got, err := w.ask(private(token))
		if err == nil && (got.status != 200 || got.body != privateMessage) {
			err = fmt.Errorf("got status %d with %q", got.status, got.body)
		}
		if err != nil {
			return err
		}
		r.served.Add(1)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause):
		}
	}
	return nil
}

// check ends the clients, and fails the test if one request failed or none was sent.
func (r *regulars) check(t *testing.T) {
	t.Helper()
	r.stop()
	r.running.Wait()
	if err := r.failed.Load(); err != nil {
		t.Errorf("a valid token, after %d right answers: %v", r.served.Load(), *err)
	} else if r.served.Load() == 0 {
		t.Error("no request with a valid token was served")
	}
}
