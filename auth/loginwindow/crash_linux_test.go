//go:build cgo && !gnustep

package loginwindow_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// The user logs out and at once logs in again, while the hidden page hangs, is slow, or ends its process. The program
// survives, and every log-in works. Set LOGINWINDOW_CRASHES=200 before a release.
func TestLogOutThenLogInAtOnce(t *testing.T) {
	b := newBench(t)
	b.page("/login", `<script>location = 'END?code=1&state=real'</script>`)
	asked := make(chan struct{}, 1)
	b.handle("/hangs", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	b.handle("/busy", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<!doctype html><body><script>for(;;);</script>")
		asked <- struct{}{}
	})
	moment := func() time.Duration { return time.Duration(rand.IntN(200)) * time.Millisecond }
	// Each way ends the hidden page, and with it Open. The moments are random, as those of a user are.
	ways := []struct {
		path string
		end  func(cancel func())
	}{
		{"/hangs", func(cancel func()) { time.AfterFunc(moment(), cancel) }},
		{"/busy", func(cancel func()) { <-asked; time.AfterFunc(moment(), cancel) }},
		{"/busy", func(func()) { <-asked; time.Sleep(moment() / 8); killWebProcesses(syscall.SIGKILL) }},
		{"/busy", func(func()) { <-asked; killWebProcesses(syscall.SIGABRT) }},
	}
	rounds, _ := strconv.Atoi(os.Getenv("LOGINWINDOW_CRASHES"))
	for round := range max(rounds, len(ways)) {
		way := ways[round%len(ways)]
		ctx, cancel := context.WithTimeout(t.Context(), waitLimit)
		loggedOut := b.open(ctx, way.path, true)
		way.end(cancel)
		got := receive(b, "end of the hidden page", loggedOut)
		cancel()
		if got.err == nil || len(asked) != 0 {
			t.Fatalf("round %d, %s: Open = %v, %v", round, way.path, got.u, got.err)
		}
		b.logIn(round)
	}
	b.eventually("end of the web processes", func() bool { return len(webProcesses(os.Getpid())) == 0 })
}

// A window ends the process of its page. A process that is stuck would not end by itself.
func TestAWindowEndsItsProcess(t *testing.T) {
	b := newBench(t)
	arrived := make(chan struct{}, 1)
	b.page("/login", `Page <script>fetch('/arrived')</script>`)
	b.handle("/arrived", func(http.ResponseWriter, *http.Request) { arrived <- struct{}{} })
	ctx, cancel := context.WithCancel(t.Context())
	done := b.open(ctx, "/login", false)
	receive(b, "page", arrived)
	killWebProcesses(syscall.SIGSTOP)
	t.Cleanup(func() { killWebProcesses(syscall.SIGKILL) })
	cancel()
	receive(b, "result", done)
	b.eventually("end of the web process", func() bool { return len(webProcesses(os.Getpid())) == 0 })
}

// logIn waits longer than the other tests, because the kernel may have to write the core dump of a killed process.
func (b *bench) logIn(round int) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), 6*waitLimit)
	defer cancel()
	if got := <-b.open(ctx, "/login", false); got.err != nil {
		b.Fatalf("round %d: no log-in: %v", round, got.err)
	}
	for len(b.visible) > 0 {
		<-b.visible // Open waits until OnVisible returns
	}
}

// killWebProcesses ends the processes of the pages, as a fault in WebKit does, or the kernel if memory is short.
func killWebProcesses(signal syscall.Signal) {
	for _, process := range webProcesses(os.Getpid()) {
		_ = syscall.Kill(process, signal)
	}
}
