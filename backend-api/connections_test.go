package main

import (
	"errors"
	"io"
	"net"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestHalfOpen: 500 clients that do not finish their requests block no others, and the server closes their connections.
func TestHalfOpen(t *testing.T) {
	t.Parallel()
	p := newIDP(t)
	api := start(t, p.url)
	api.awaitReady(t)
	token := good(p.url, "k1")

	form := strings.TrimSuffix(request("GET /private", token), "\r\n") +
		"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\na=b"
	kinds := []struct {
		first, then string // then is sent byte by byte
	}{
		{"", ""},
		{"GET /priv", ""},
		{"GET /private HTTP/1.1\r\nHost: api.example\r\n", ""},
		{"", "GET /private HTTP/1.1\r\nHost: api.example\r\n\r\n"},
		{form, ""},
	}
	// 5 s for a header and 10 s for a whole request are what api.Serve allows.
	const crowd, bound = 500, 10*time.Second + waitLimit
	var running sync.WaitGroup
	t.Cleanup(running.Wait)
	var left atomic.Int64
	left.Store(crowd)
	for i := range crowd {
		w, kind := mustDial(t, api.address), kinds[i%len(kinds)]
		running.Go(func() {
			defer left.Add(-1)
			if err := w.dawdle(kind.first, kind.then, bound); err != nil {
				t.Errorf("after %q: %v", kind.first+kind.then, err)
			}
		})
	}
	customers := newRegulars(t, api.address, token)
	await(t, "others are served while all are connected", func() bool { return customers.served.Load() > 50 })
	if left.Load() < crowd {
		t.Error("others were served only after some had been hung up on")
	}
	awaitWithin(t, bound, "all are hung up on", func() bool { return left.Load() == 0 })
	customers.check(t)
}

// dawdle sends first, and then another byte a second, until the server hangs up.
func (w *wire) dawdle(first, then string, bound time.Duration) error {
	if err := w.SetDeadline(time.Now().Add(bound)); err != nil {
		return err
	}
	if _, err := io.WriteString(w, first); err != nil {
		return err
	}
	closed := make(chan error, 1)
	go func() {
		_, err := io.Copy(io.Discard, w.reader)
		closed <- err
	}()
	for pace := time.NewTicker(time.Second); ; {
		select {
		case err := <-closed:
			if timeout := net.Error(nil); errors.As(err, &timeout) && timeout.Timeout() {
				return errors.New("it is still connected")
			}
			return nil // A reset is the end as well.
		case <-pace.C:
			if then != "" {
				_, _ = io.WriteString(w, then[:1]) // Its end is seen above.
				then = then[1:]
			}
		}
	}
}

// TestNoDescriptorsLeft: while all file descriptors are in use, connected clients are served. When the others have gone, all
// clients are. The log does not fill meanwhile.
func TestNoDescriptorsLeft(t *testing.T) {
	p := newIDP(t)
	api := startCommand(t, exec.Command("sh", "-c", "ulimit -n 64 && exec backend-api"), p.url)
	api.awaitReady(t)
	token := good(p.url, "k1")
	first := mustDial(t, api.address)
	askFirst := func() {
		t.Helper()
		if got, err := first.ask(private(token)); err != nil || got.status != 200 {
			t.Fatalf("who is connected gets %d, %v", got.status, err)
		}
	}
	askFirst()

	var guests []*wire
	for len(guests) < 100 { // More than there are descriptors: the last ones wait in the system's queue.
		guests = append(guests, mustDial(t, api.address))
	}
	await(t, "the descriptors run out", func() bool { return strings.Contains(api.log.String(), "too many open files") })
	served, enough := 0, time.Now().Add(3*time.Second)
	for _, guest := range guests {
		_, _ = io.WriteString(guest, private(token)) // Who waits in the queue may write, too.
	}
	for _, guest := range guests {
		_ = guest.SetReadDeadline(enough)
		if got, err := guest.read(); err == nil && got.status == 200 {
			served++
		}
	}
	if served == 0 || served >= 64 {
		t.Errorf("%d of 100 guests were served", served)
	}
	askFirst()
	for _, guest := range guests {
		guest.Close()
	}
	await(t, "everybody is served again", func() bool {
		got, err := tryGet(t.Context(), api.url+"/private", token)
		return err == nil && got.status == 200
	})
	askFirst()
	// The pause between attempts to accept doubles up to a second.
	if complaints := strings.Count(api.log.String(), "\n"); complaints > 60 {
		t.Errorf("%d lines about it", complaints)
	}
}
