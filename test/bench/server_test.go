//go:build linux

package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestMain is the server of reference when a test starts this program as such.
func TestMain(m *testing.M) {
	if slices.Contains(os.Args, "-reference") {
		fmt.Fprintln(os.Stderr, serveReference())
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// A server is started, measured and ended, and its death is noticed. The reference verifies the token.
func TestServer(t *testing.T) {
	b, g := &bench{folder: t.TempDir()}, generatorOf(t)
	s, err := b.start(t.Context(), referenceKey(), "/public", os.Args[0], "-reference")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.stop() })
	good := g.stream(s, "/public", []string{makeToken(single, 0)}, isPublic)
	bad := g.stream(s, "/public", []string{forge(good.tokens[0])}, func(a answer) bool { return a.status == 401 })
	if _, err := g.turn(t.Context(), 100*time.Millisecond, good, bad); err != nil || good.answered == 0 || bad.answered == 0 {
		t.Errorf("%v; %d and %d answers", err, good.answered, bad.answered)
	}
	if peak, err := peakMemory(s.cmd.Process.Pid); err != nil || peak < 2 || peak > 200 {
		t.Errorf("%v MB, %v", peak, err)
	}
	s.cmd.Process.Kill()
	<-s.exited
	if err := s.stop(); err == nil || !strings.Contains(err.Error(), "the server died") {
		t.Errorf("stop did not report that the server had ended: %v", err)
	}
}

func TestServerThatDoesNotServe(t *testing.T) {
	b := &bench{folder: t.TempDir()}
	if s, err := b.start(t.Context(), nil, "/", "false"); err == nil {
		t.Errorf("it serves at %s", s.address)
	}
}
