package main

import (
	"errors"
	"io"
	"net"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestHalfOpen: 500 clients that do not finish their requests do not block others, and the server closes their connections.
func TestHalfOpen(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("under Wine, 500 connections take longer than the server's own bounds")
	}
	t.Parallel()
	p := newIDP(t)
	api := start(t, p.url)
	api.awaitReady(t)
	token := good(p.url, "k1")

	form := strings.TrimSuffix(request("GET /private", token), "\r\n") +
		"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\na=b"
	kinds := []struct {
		first, then string // first is sent at once, then byte by byte
	}{
		{"", ""},
		{"GET /priv", ""},
		{"GET /private HTTP/1.1\r\nHost: api.example\r\n", ""},
		{"", "GET /private HTTP/1.1\r\nHost: api.example\r\n\r\n"},
		{form, ""},
	}
	// 5 s for a header and 10 s for a whole request are what api.Serve allows.
	const crowd = 500
	bound := 10*time.Second + waitLimit
	var running sync.WaitGroup
	t.Cleanup(running.Wait)
	var left atomic.Int64
	left.Store(crowd)
	for i := range crowd {
		w, kind := mustDial(t, api.address), kinds[i%len(kinds)]
		running.Go(func() {
			defer left.Add(-1)
			if err := w.dawdle(kind.first, kind.then, bound); err != nil {
				t.Errorf("a client that sends %q: %v", kind.first+kind.then, err)
			}
		})
	}
	customers := newRegulars(t, api.address, token)
	await(t, "other clients are served while the crowd is connected", func() bool { return customers.served.Load() > 50 })
	if left.Load() < crowd {
		t.Error("the other clients were served only after the server had closed connections of the crowd")
	}
	awaitWithin(t, bound, "the server has closed all connections of the crowd", func() bool { return left.Load() == 0 })
	customers.check(t)
}

// dawdle sends first at once, and then one byte of then per second, until the server closes the connection.
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
				return errors.New("the server did not close the connection")
			}
			return nil // A reset closes the connection, too.
		case <-pace.C:
			if then != "" {
				_, _ = io.WriteString(w, then[:1]) // The case above notices a closed connection.
				then = then[1:]
			}
		}
	}
}

// TestNoDescriptorsLeft: while all file descriptors are in use, connected clients are served. When the others have gone, all
// clients are. The log does not fill meanwhile.
func TestNoDescriptorsLeft(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no bound on the descriptors of a program")
	}
	p := newIDP(t)
	api := startCommand(t, exec.Command("sh", "-c", "ulimit -n 64 && exec backend-api"), p.url)
	api.awaitReady(t)
	token := good(p.url, "k1")
	first := mustDial(t, api.address)
	askFirst := func() {
		t.Helper()
		if got, err := first.ask(private(token)); err != nil || got.status != 200 {
			t.Fatalf("the client that was connected before gets %d, %v", got.status, err)
		}
	}
	askFirst()

	var guests []*wire
	for len(guests) < 100 { // There are fewer descriptors: the last guests wait in the system's queue.
		guests = append(guests, mustDial(t, api.address))
	}
	await(t, "the descriptors run out", func() bool { return strings.Contains(api.log.String(), "too many open files") })
	served, enough := 0, time.Now().Add(3*time.Second)
	for _, guest := range guests {
		_, _ = io.WriteString(guest, private(token)) // A guest in the queue can already write.
	}
	for _, guest := range guests {
		_ = guest.SetReadDeadline(enough)
		if got, err := guest.read(); err == nil && got.status == 200 {
			served++
		}
	}
	if served == 0 || served >= 64 {
		t.Errorf("%d of 100 guests were served, want some, and fewer than 64", served)
	}
	askFirst()
	for _, guest := range guests {
		guest.Close()
	}
	await(t, "a new client is served again", func() bool {
		got, err := tryGet(t.Context(), api.url+"/private", token)
		return err == nil && got.status == 200
	})
	askFirst()
	// The pause between attempts to accept doubles up to a second.
	if complaints := strings.Count(api.log.String(), "\n"); complaints > 60 {
		t.Errorf("%d log lines about missing descriptors, want 60 at most", complaints)
	}
}
