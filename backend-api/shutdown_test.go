package main

import (
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// customer asks for the private message on one connection, again and again, until an answer is the last one there.
type customer struct{ asked, answered atomic.Int64 }

func (c *customer) run(w *wire, token string) error {
	for {
		c.asked.Add(1)
		got, err := w.ask(private(token))
		if err != nil {
			return fmt.Errorf("request %d: %w", c.asked.Load(), err)
		}
		if got.status != 200 || got.body != privateMessage {
			return fmt.Errorf("request %d: %d %q", c.asked.Load(), got.status, got.body)
		}
		c.answered.Add(1)
		if got.last {
			return nil
		}
	}
}

// TestStopUnderLoad: SIGTERM under 200 busy connections loses no request.
func TestStopUnderLoad(t *testing.T) {
	const drain = 3 * time.Second
	p := newIDP(t)
	api := start(t, p.url, "DRAIN="+drain.String())
	api.awaitReady(t)
	token := good(p.url, "k1")

	customers := make([]customer, 200)
	var running sync.WaitGroup
	t.Cleanup(running.Wait) // After the connections are closed, so that nothing outlives the test.
	for i := range customers {
		connection := mustDial(t, api.address)
		running.Go(func() {
			if err := customers[i].run(connection, token); err != nil {
				t.Errorf("customer %d: %v", i, err)
			}
		})
	}
	for i := range customers {
		await(t, "everybody is served", func() bool { return customers[i].answered.Load() >= 3 })
	}

	asked := time.Now()
	api.signal(t, syscall.SIGTERM)
	await(t, "it says that it stops", func() bool { return get(t, api.url+"/readyz", "").status == 503 })
	for path, bearer := range map[string]string{"/private": token, "/public": "", "/healthz": ""} {
		got, err := mustDial(t, api.address).ask(request("GET "+path, bearer))
		if err != nil || got.status != 200 || !got.last {
			t.Errorf("a new client of %s gets %d, %v; the last answer: %t", path, got.status, err, got.last)
		}
	}
	running.Wait()
	if state := api.end(t, drain+waitLimit); !state.Success() {
		t.Errorf("it ended with %v", state)
	}
	if took := time.Since(asked); took < drain {
		t.Errorf("it went after %v, and load balancers had %v", took, drain)
	}
	total := int64(0)
	for i := range customers {
		total += customers[i].answered.Load()
	}
	t.Logf("%d requests, all answered", total)
}

// TestInterrupt: Ctrl-C does not wait for load balancers, and a second signal waits for nothing.
func TestInterrupt(t *testing.T) {
	const drain = time.Minute
	tests := []struct {
		name    string
		signals []os.Signal
		success bool
	}{
		{"SIGINT", []os.Signal{os.Interrupt}, true},
		{"SIGTERM twice", []os.Signal{syscall.SIGTERM, syscall.SIGTERM}, false},
		{"SIGTERM, then SIGINT", []os.Signal{syscall.SIGTERM, os.Interrupt}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := newIDP(t)
			api := start(t, p.url, "DRAIN="+drain.String())
			api.awaitReady(t)
			api.signal(t, tt.signals[0])
			if len(tt.signals) > 1 {
				await(t, "it drains", func() bool { return get(t, api.url+"/readyz", "").status == 503 })
				api.signal(t, tt.signals[1])
			}
			if state := api.end(t, drain/2); state.Success() != tt.success {
				t.Errorf("it ended with %v", state)
			}
		})
	}
}

// TestInterruptWaits: a request that waits for the provider gets its answer before the program ends.
func TestInterruptWaits(t *testing.T) {
	t.Parallel()
	p := newIDP(t)
	api := start(t, p.url)
	api.awaitReady(t)
	asked := p.requests()
	p.misbehave(faults("")["hangs"])
	waiting := make(chan error, 1)
	w := mustDial(t, api.address)
	go func() {
		got, err := w.ask(private(good(p.url, "k2")))
		if err == nil && (got.status != 503 || !got.last) {
			err = fmt.Errorf("status %d; the last answer: %t", got.status, got.last)
		}
		waiting <- err
	}()
	await(t, "it waits for the provider", func() bool { return p.requests() > asked })
	api.signal(t, os.Interrupt)
	if err := <-waiting; err != nil {
		t.Error(err)
	}
	if state := api.end(t, waitLimit); !state.Success() {
		t.Errorf("it ended with %v", state)
	}
}
