//go:build linux

package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// newBench has the servers, and a token.
func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{folder: t.TempDir(), tokens: map[kind][]string{single: makeTokens(single, 1)}}
	var err error
	if b.programs, err = build(t.Context(), b.folder, filepath.Join(b.folder, "none")); err != nil {
		t.Fatal(err)
	}
	return b
}

// A server's life: it is found, measured and ended, and its death is noticed. The reference verifies what it is sent.
func TestServer(t *testing.T) {
	b := newBench(t)
	s, err := b.startFloor(t.Context(), "reference")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.stop() })
	before, err := rest(s.pid())
	if err != nil {
		t.Fatal(err)
	}
	good := b.stream(reference, s, 0, "/public", single, isPublic)
	bad := b.stream(reference, s, 1, "/public", single, func(a answer) bool { return a.status == 401 })
	bad.tokens = []string{forge(good.tokens[0])}
	if _, err := generate(t.Context(), []*stream{good, bad}, 100*time.Millisecond, 4); err != nil {
		t.Fatal(err)
	}
	if good.wrong+bad.wrong > 0 || good.sent < 10 || bad.sent < 10 {
		t.Errorf("%d and %d requests; wrong: %s %s", good.sent, bad.sent, good.example, bad.example)
	}
	after, err := rest(s.pid())
	if each := (after - before) / time.Duration(good.sent+bad.sent); err != nil || each < 5*time.Microsecond || each > 10*time.Millisecond {
		t.Errorf("a request takes %v of CPU (%v)", each, err)
	}
	if peak, err := peakMemory(s.pid()); err != nil || peak < 2 || peak > 200 {
		t.Errorf("%v MB, %v", peak, err)
	}
	s.cmd.Process.Kill()
	<-s.exited
	if err := s.stop(); err == nil || !strings.Contains(err.Error(), "the server died") {
		t.Errorf("its death was not noticed: %v", err)
	}
	if _, err := cpuTime(s.pid()); err == nil {
		t.Error("a process that is gone has a CPU time")
	}
}

func TestVerify(t *testing.T) {
	b := newBench(t)
	if took, err := b.verify(t.Context()); err != nil || took < 5 || took > 10_000 {
		t.Errorf("%v µs, %v", took, err)
	}
	b.tokens[single][0] = forge(b.tokens[single][0])
	if _, err := b.verify(t.Context()); err == nil {
		t.Error("a forged token was timed")
	}
}

func TestServerThatDoesNotServe(t *testing.T) {
	if s, err := startServer(t.Context(), t.TempDir(), nil, "false"); err == nil {
		t.Errorf("it serves at %s", s.address)
	}
}
