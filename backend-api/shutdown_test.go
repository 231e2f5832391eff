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

// customer asks for the private message on one connection, again and again, until the server says that it closes the
// connection after its answer.
type customer struct{ asked, answered atomic.Int64 }

func (c *customer) run(w *wire, token string) error {
	for {
		c.asked.Add(1)
		got, err := w.ask(private(token))
		if err != nil {
			return fmt.Errorf("request %d: %w", c.asked.Load(), err)
		}
		if got.status != 200 || got.body != privateMessage {
			return fmt.Errorf("request %d: got status %d with %q", c.asked.Load(), got.status, got.body)
		}
		c.answered.Add(1)
		if got.last {
			return nil
		}
	}
}

// TestStopUnderLoad: SIGTERM under 200 busy connections loses no request.
func TestStopUnderLoad(t *testing.T) {
	needSignals(t)
	const drain = 3 * time.Second
	p := newIDP(t)
	api := start(t, p.url, "DRAIN="+drain.String())
	api.awaitReady(t)
	token := good(p.url, "k1")

	customers := make([]customer, 200)
	var running sync.WaitGroup
	t.Cleanup(running.Wait) // It runs after the connections are closed, so that no goroutine outlives the test.
	for i := range customers {
		connection := mustDial(t, api.address)
		running.Go(func() {
			if err := customers[i].run(connection, token); err != nil {
				t.Errorf("customer %d: %v", i, err)
			}
		})
	}
	for i := range customers {
		await(t, "every customer is served", func() bool { return customers[i].answered.Load() >= 3 })
	}

	asked := time.Now()
	api.signal(t, syscall.SIGTERM)
	await(t, "the program says that it stops", func() bool { return get(t, api.url+"/readyz", "").status == 503 })
	for path, bearer := range map[string]string{"/private": token, "/public": "", "/healthz": ""} {
		got, err := mustDial(t, api.address).ask(request("GET "+path, bearer))
		if err != nil || got.status != 200 || !got.last {
			t.Errorf("a new client of %s gets status %d, %v; the connection closes: %t, want true", path, got.status, err, got.last)
		}
	}
	running.Wait()
	if state := api.end(t, drain+waitLimit); !state.Success() {
		t.Errorf("the program ended with %v, want success", state)
	}
	if took := time.Since(asked); took < drain {
		t.Errorf("the program ended after %v, but load balancers must have %v to notice", took, drain)
	}
	total := int64(0)
	for i := range customers {
		total += customers[i].answered.Load()
	}
	t.Logf("%d requests, all answered", total)
}

// TestInterrupt: after Ctrl-C the program does not wait for load balancers. After a second signal it does not wait at all.
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
				await(t, "the program drains", func() bool { return get(t, api.url+"/readyz", "").status == 503 })
				api.signal(t, tt.signals[1])
			}
			if state := api.end(t, drain/2); state.Success() != tt.success {
				t.Errorf("the program ended with %v", state)
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
			err = fmt.Errorf("got status %d, want 503; the connection closes: %t, want true", got.status, got.last)
		}
		waiting <- err
	}()
	await(t, "the program asks the provider", func() bool { return p.requests() > asked })
	api.signal(t, os.Interrupt)
	if err := <-waiting; err != nil {
		t.Error(err)
	}
	if state := api.end(t, waitLimit); !state.Success() {
		t.Errorf("the program ended with %v, want success", state)
	}
}
