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

// TestMain is one of the peers when a test starts this program as such.
func TestMain(m *testing.M) {
	if i := slices.Index(os.Args, "-serve"); i > 0 {
		fmt.Fprintln(os.Stderr, serve(os.Args[i+1]))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// benchWithKeys returns a bench whose servers find the key.
func benchWithKeys(t *testing.T) *bench {
	b := &bench{folder: t.TempDir(), token: makeToken(single, 0)}
	stop, err := b.serveKeys()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return b
}

// A server is started, measured and ended, and its death is noticed. Those that say so verify the token.
func TestServer(t *testing.T) {
	for name, verifies := range map[string]bool{"floor": false, "verification": true, "defaults": true} {
		t.Run(name, func(t *testing.T) {
			b, g := benchWithKeys(t), generatorOf(t)
			s, err := b.start(t.Context(), oneCore, "/private", os.Args[0], "-serve", name)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { s.stop() })
			isRight := isPrivate
			if verifies {
				isRight = isInvalid
			}
			before, err := s.processorTime()
			if err != nil {
				t.Fatal(err)
			}
			good, bad := g.stream(s, "/private", []string{b.token}, isPrivate), g.stream(s, "/private", []string{forge(b.token)}, isRight)
			if _, err := g.turn(t.Context(), 100*time.Millisecond, good, bad); err != nil || good.answered == 0 || bad.answered == 0 {
				t.Errorf("%v; %d and %d answers", err, good.answered, bad.answered)
			}
			if after, err := s.processorTime(); err != nil || after <= before {
				t.Errorf("the server ran from %v to %v, %v", before, after, err)
			}
			if peak, err := memory(s.cmd.Process.Pid, "VmHWM"); err != nil || peak < 2 || peak > 200 || s.startup.memory > peak {
				t.Errorf("%v MB, and %v at the start, %v", peak, s.startup.memory, err)
			}
			s.cmd.Process.Kill()
			<-s.exited
			if err := s.stop(); err == nil || !strings.Contains(err.Error(), "the server died") {
				t.Errorf("stop did not report that the server had ended: %v", err)
			}
		})
	}
}

func TestServerThatDoesNotServe(t *testing.T) {
	b := &bench{folder: t.TempDir()}
	if s, err := b.start(t.Context(), oneCore, "/", "false"); err == nil {
		t.Errorf("it serves at %s", s.address)
	}
}
