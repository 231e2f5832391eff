//go:build unix

package auth_test

import (
	"strings"
	"syscall"
	"testing"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

// TestStressStopped: a process is stopped during a refresh, while it holds the lock.
func TestStressStopped(t *testing.T) {
	provider := authtest.NewProvider(t)
	s := stress{t, t.TempDir(), provider}
	a, b := s.process(false, hurried+"=1"), s.process(false)
	if got := a.do("log in"); got != "ok" {
		t.Fatal(got)
	}
	if got := b.do("restore"); got != "ok" {
		t.Fatal(got)
	}
	made, gate := make(chan struct{}), make(chan struct{})
	undo := provider.Tamper(idp.PathToken, func(*authtest.Response) {
		close(made)
		<-gate
	})
	b.tell("refresh")
	<-made
	undo()
	if err := b.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	close(gate)
	if got := a.do("refresh"); !strings.Contains(got, auth.ErrLocked.Error()) {
		t.Errorf("the other process says %q, want ErrLocked", got)
	}
	if got := a.do("log out"); got != "ok" {
		t.Errorf("log-out: %s", got)
	}
	if got := a.do("log in"); got != "ok" {
		t.Errorf("log-in: %s", got)
	}
	if err := b.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	b.answer()
	if got := a.do("refresh"); got != "ok" {
		t.Errorf("refresh after the stopped process went on: %s", got)
	}
	s.nextStart(true, "after a log-in beside a stopped process")
	if got := a.do("log out"); got != "ok" {
		t.Errorf("log-out: %s", got)
	}
	s.nextStart(false, "after the last log-out")
}
