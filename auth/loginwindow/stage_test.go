//go:build ((linux || darwin) && cgo) || windows

package loginwindow_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/auth/loginwindow"
	"wails-openid-oauth/test/overlay"
)

// waitLimit bounds every wait for a window.
var waitLimit = overlay.WaitLimit

// stage is one login window with the test's own provider, on any system. A server at EndURL reports every connection, because there
// must be none.
type stage struct {
	*testing.T
	window   *loginwindow.Window
	handle   func(pattern string, handler http.HandlerFunc) // adds a page; the pattern may name a host where that is possible
	origin   string                                         // of the provider
	end      string
	reached  *atomic.Int32 // connections to EndURL's port
	taken    error         // why trap cannot listen at a port to which connections may be possible
	external chan string
	visible  chan bool
	log      *syncBuffer
}

// newStage makes a stage without a provider.
func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{T: t, reached: new(atomic.Int32), external: make(chan string, 8), visible: make(chan bool, 64), log: &syncBuffer{}}
	s.end = "http://localhost:" + s.trap("0") + "/callback"
	s.prepare(loginwindow.Options{})
	return s
}

// prepare makes the login window. It may be called again, for one with other options.
func (s *stage) prepare(options loginwindow.Options) {
	if s.window != nil {
		s.window.Close()
	}
	options.Log = slog.New(slog.NewTextHandler(s.log, nil))
	options.OpenExternal = func(u string) { s.external <- u }
	options.OnVisible = func(visible bool) { s.visible <- visible }
	s.window = loginwindow.New(options)
	s.Cleanup(s.window.Close)
}

// newLocalStage makes a stage whose provider is on this machine.
func newLocalStage(t *testing.T, options loginwindow.Options) *stage {
	t.Helper()
	s := newStage(t)
	s.serve()
	s.prepare(options)
	s.fresh()
	return s
}

// fresh does what a first page would wait for, such as the trial of the sandbox, and removes the cookies and passwords of earlier
// tests.
func (s *stage) fresh() {
	s.Helper()
	s.window.Prepare(s.Context())
	if err := s.window.Forget(s.Context()); err != nil {
		s.Fatal(err)
	}
}

// serve gives the stage a provider on this machine, over http, as the demo provider is.
func (s *stage) serve() {
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	s.Cleanup(server.Close)
	s.origin = server.URL
	s.handle = func(pattern string, handler http.HandlerFunc) { mux.HandleFunc(pattern, handler) }
}

// trap counts the connections to a loopback port, on both IP versions, and returns the port.
func (s *stage) trap(port string) string {
	s.Helper()
	for _, ip := range []string{"127.0.0.1", "::1"} {
		l, err := net.Listen("tcp", net.JoinHostPort(ip, port))
		if err != nil {
			s.Logf("port %s on %s cannot be watched: %v", port, ip, err)
			if errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, syscall.EACCES) { // without IPv6 there is another error
				s.taken = err
			}
			continue
		}
		s.Cleanup(func() { l.Close() })
		_, port, _ = net.SplitHostPort(l.Addr().String())
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				s.reached.Add(1)
				first := make([]byte, 200)
				_ = c.SetReadDeadline(time.Now().Add(time.Second))
				n, err := c.Read(first)
				fmt.Fprintf(s.log, "connection from %s: %q %v\n", c.RemoteAddr(), first[:n], err)
				c.Close()
			}
		}()
	}
	return port
}

// page serves html, in which END stands for EndURL. The page begins with a word, because one that stays blank is below a veil for
// seconds.
func (s *stage) page(pattern, html string) {
	s.handle(pattern, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, "<!doctype html><title>provider</title><body><div aria-hidden=true>Page</div>%s", strings.ReplaceAll(html, "END", s.end))
	})
}

// signal returns a channel that gets a value for every request that fits the pattern.
func (s *stage) signal(pattern string) chan string {
	asked := make(chan string, 64)
	s.handle(pattern, func(w http.ResponseWriter, r *http.Request) {
		asked <- r.URL.RawQuery
		w.WriteHeader(http.StatusNoContent)
	})
	return asked
}

type outcome struct {
	u   *url.URL
	err error
}

// open starts at the path and accepts the answer with state=real.
func (s *stage) open(ctx context.Context, path string, hidden bool) chan outcome {
	out := make(chan outcome, 1)
	go func() {
		u, err := s.window.Open(ctx, auth.Request{StartURL: s.origin + path, EndURL: s.end, Hidden: hidden,
			Accept: func(u *url.URL) bool {
				time.Sleep(50 * time.Millisecond) // gives a forbidden connection time to arrive
				return u.Query().Get("state") == "real"
			}})
		out <- outcome{u, err}
	}()
	return out
}

// answer opens the path and fails the test unless the real answer arrives without a connection to EndURL.
func (s *stage) answer(path string, hidden bool) {
	s.Helper()
	ctx, cancel := context.WithTimeout(s.Context(), waitLimit)
	defer cancel()
	s.wantAnswer(receive(s, "result", s.open(ctx, path, hidden)))
}

func (s *stage) wantAnswer(got outcome) {
	s.Helper()
	if got.err != nil || got.u.Query().Get("state") != "real" || !strings.HasPrefix(got.u.String(), s.end+"?") {
		s.Fatalf("Open = %v, %v\n%s", got.u, got.err, s.log)
	}
	if n := s.reached.Load(); n != 0 {
		s.eventually("log line of the connection", func() bool { return strings.Contains(s.log.String(), "connection from") })
		s.Errorf("%d connections to the redirect URI, want none\n%s", n, s.log)
	}
}

// eventually waits for a condition, and fails the test if it does not become true.
func (s *stage) eventually(what string, condition func() bool) {
	s.Helper()
	deadline := time.Now().Add(waitLimit)
	for !condition() {
		if time.Now().After(deadline) {
			s.Fatalf("no %s\n%s", what, s.log)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// repeat acts as the user does, every two seconds, until that has an effect. act reports whether it could be done.
func (s *stage) repeat(what string, noticed, act func() bool) {
	s.Helper()
	var acted time.Time
	s.eventually(what, func() bool {
		if !noticed() && time.Since(acted) > 2*time.Second && act() {
			acted = time.Now()
		}
		return noticed()
	})
}

// receive waits for a value.
func receive[T any](s interface {
	testing.TB
	record() string
}, what string, c <-chan T) T {
	s.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(waitLimit):
		s.Fatalf("no %s\n%s", what, s.record())
		panic("unreachable")
	}
}

func (s *stage) logged(text string) {
	s.Helper()
	s.eventually("log line with "+text, func() bool { return strings.Contains(s.log.String(), text) })
}

func (s *stage) host() string { return s.origin[strings.Index(s.origin, "://")+3:] }

// record is what the window has logged.
func (s *stage) record() string { return s.log.String() }

type syncBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.String()
}
