package auth_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

// calls returns how often the store was asked for op.
func (p *party) calls(op authtest.Op) (n int) {
	for _, call := range p.store.Calls() {
		if call.Op == op {
			n++
		}
	}
	return n
}

// awaitCall waits until the store has been asked for op n times.
func (p *party) awaitCall(t *testing.T, op authtest.Op, n int) {
	t.Helper()
	await(t, string(op)+" was not called", func() bool { return p.calls(op) >= n })
}

// await waits until something holds.
func await(t *testing.T, otherwise string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(waitLimit); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal(otherwise)
		}
	}
}

// staysOut restarts the app: no user may be signed in, and nothing may stay stored.
func (p *party) staysOut(t *testing.T) {
	t.Helper()
	p.store.Before(nil)
	other := p.second(t)
	if err := other.Restore(ctx(t)); !errors.Is(err, auth.ErrLoginRequired) {
		t.Errorf("the next start: %v, want ErrLoginRequired", err)
	}
	if s := other.Snapshot(); s.State != auth.SignedOut || s.Notice != nil || p.store.Len() != 0 {
		t.Errorf("the next start: %v (%v), %d entries", s.State, s.Notice, p.store.Len())
	}
}

// gate holds the first call of op until the gate is opened, or the test ends.
func gate(t *testing.T, op authtest.Op) (before func(context.Context, authtest.Call) error, open func()) {
	var once atomic.Bool
	held := make(chan struct{})
	open = sync.OnceFunc(func() { close(held) })
	t.Cleanup(open)
	return func(_ context.Context, call authtest.Call) error {
		if call.Op == op && once.CompareAndSwap(false, true) {
			<-held
		}
		return nil
	}, open
}

// noLocker never gives a lock. waits is closed at the first attempt.
type noLocker struct {
	asked atomic.Int32
	waits chan struct{}
}

func (l *noLocker) Lock(ctx context.Context, _ auth.Account) (func(), error) {
	if l.asked.Add(1) == 1 {
		close(l.waits)
	}
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestLogoutWaitsForNoLock(t *testing.T) {
	t.Run("of another process", func(t *testing.T) {
		p := newParty(t)
		p.logIn(t)
		locker := &noLocker{waits: make(chan struct{})}
		p.locker = locker
		p.reopen(t)
		restored := make(chan error, 1)
		go func() { restored <- p.Restore(ctx(t)) }()
		<-locker.waits
		if err := p.Logout(ctx(t)); err != nil || p.store.Len() != 0 {
			t.Errorf("log-out: %v, %d entries stored, want none", err, p.store.Len())
		}
		if locker.asked.Load() != 1 {
			t.Error("the log-out asked for the lock")
		}
		if err := <-restored; err == nil {
			t.Error("the restore signed a user in")
		}
		p.want(t, auth.SignedOut)
	})
	t.Run("of a save that is under way", func(t *testing.T) {
		p := newParty(t)
		p.logIn(t)
		saved, deleted := p.calls(authtest.Save), p.calls(authtest.Delete)
		hold, open := gate(t, authtest.Save)
		p.store.Before(func(ctx context.Context, call authtest.Call) error {
			if call.Op == authtest.Delete && p.calls(authtest.Delete) == deleted+2 {
				return errors.New("busy") // the writer cannot undo it, so the log-out checks after it
			}
			return hold(ctx, call)
		})
		p.clock.Advance(time.Hour)
		got := make(chan error, 1)
		go func() {
			_, err := p.Token(ctx(t), "")
			got <- err
		}()
		p.awaitCall(t, authtest.Save, saved+1)
		ended := make(chan error, 1)
		go func() { ended <- p.Logout(ctx(t)) }()
		p.awaitCall(t, authtest.Delete, deleted+1)
		if _, err := p.Token(ctx(t), ""); !errors.Is(err, auth.ErrLoginRequired) {
			t.Errorf("token after the click on Logout: got %v, want ErrLoginRequired", err)
		}
		if s := p.Snapshot(); s.State != auth.SigningOut || s.Profile != (auth.Profile{}) {
			t.Errorf("while a write is under way the state is %v with the profile of %q; want signing out without a profile", s.State, s.Profile.Name)
		}
		open()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := <-got; !errors.Is(err, auth.ErrLoginRequired) {
			t.Errorf("refresh: got %v, want ErrLoginRequired", err)
		}
		if s := p.Snapshot(); s != (auth.Snapshot{}) || p.store.Len() != 0 {
			t.Errorf("got %+v, %d entries stored; want nothing left", s, p.store.Len())
		}
		p.staysOut(t)
	})
}

// TestALoginAfterALogout starts a log-in while the log-out still removes the entry: it waits, and its entry is kept.
func TestALoginAfterALogout(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	before, open := gate(t, authtest.Delete)
	p.store.Before(before)
	ended, began := make(chan error, 1), make(chan error, 1)
	go func() { ended <- p.Logout(ctx(t)) }()
	p.wait(t, auth.SigningOut)
	go func() { began <- p.Login(ctx(t)) }()
	for moment := time.After(100 * time.Millisecond); ; {
		if p.Snapshot().State != auth.SigningOut {
			t.Fatal("the log-in did not wait for the log-out")
		}
		select {
		case <-moment:
		case <-time.After(time.Millisecond):
			continue
		}
		break
	}
	open()
	if err := errors.Join(<-ended, <-began); err != nil {
		t.Fatal(err)
	}
	p.want(t, auth.SignedIn)
	if !p.provider.RefreshTokenActive(p.refreshToken(t)) {
		t.Error("what is stored is not the new session")
	}
	p.reopen(t)
	if err := p.Restore(ctx(t)); err != nil {
		t.Error(err)
	}
	p.want(t, auth.SignedIn)
}

func TestAStoreThatDoesNotErase(t *testing.T) {
	fails := func(op ...authtest.Op) func(context.Context, authtest.Call) error {
		return authtest.Fail(errors.New("locked"), op...)
	}
	logOut := func(t *testing.T, p *party) {
		t.Helper()
		p.store.Before(fails(authtest.Delete))
		if err := p.Logout(ctx(t)); !errors.Is(err, auth.ErrStore) || !errors.Is(err, auth.ErrNotErased) {
			t.Errorf("got %v, want ErrStore and ErrNotErased", err)
		}
		if s := p.Snapshot(); s.State != auth.SignedOut || !errors.Is(s.Notice, auth.ErrNotErased) || s.Profile != (auth.Profile{}) {
			t.Errorf("got %+v", s)
		}
	}
	t.Run("the next start does", func(t *testing.T) {
		p := newParty(t)
		p.logIn(t)
		logOut(t, p)
		p.staysOut(t)
		p.staysOut(t)
	})
	t.Run("the next start cannot, either", func(t *testing.T) {
		p := newParty(t)
		p.logIn(t)
		logOut(t, p)
		p.store.Before(fails(authtest.Delete, authtest.Load))
		p.reopen(t)
		if err := p.Restore(ctx(t)); !errors.Is(err, auth.ErrLoginRequired) {
			t.Errorf("got %v, want ErrLoginRequired", err)
		}
		if s := p.Snapshot(); s.State != auth.SignedOut || !errors.Is(s.Notice, auth.ErrNotErased) {
			t.Errorf("got %+v", s)
		}
		p.staysOut(t)
	})
	t.Run("a log-in replaces what is there", func(t *testing.T) {
		p := newParty(t)
		p.logIn(t)
		logOut(t, p)
		p.logIn(t)
		if s := p.Snapshot(); s.State != auth.SignedIn || s.Notice != nil {
			t.Errorf("got %+v", s)
		}
		p.reopen(t)
		if err := p.Restore(ctx(t)); err != nil {
			t.Error(err)
		}
		p.want(t, auth.SignedIn)
	})
	t.Run("a log-in that is not stored lives beside what is there", func(t *testing.T) {
		p := newParty(t)
		p.locker, p.stateFolder = newLocker(), "" // then only the store tells which session is newer
		p.reopen(t)
		p.logIn(t)
		p.store.Before(fails(authtest.Delete))
		_ = p.Logout(ctx(t))
		p.store.Before(fails(authtest.Delete, authtest.Save))
		p.browser.Set(func(b *authtest.Browser) { b.Person = "grace" })
		p.logIn(t)
		p.clock.Advance(time.Hour)
		p.token(t, "")
		if name := p.Snapshot().Profile.Name; name != idp.DemoPeople()[1].Name {
			t.Errorf("the session of the user who logged out is back: %q", name)
		}
	})
	t.Run("without a folder it is said without a promise", func(t *testing.T) {
		p := newParty(t)
		p.stateFolder = ""
		p.reopen(t)
		p.logIn(t)
		p.store.Before(fails(authtest.Delete))
		if err := p.Logout(ctx(t)); !errors.Is(err, auth.ErrStore) || errors.Is(err, auth.ErrNotErased) {
			t.Errorf("got %v, want ErrStore and not ErrNotErased", err)
		}
	})
}

// TestKilledAfterTheClick: the process ends at its first call of the store.
func TestKilledAfterTheClick(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	refresh := p.refreshToken(t)
	before, open := gate(t, authtest.Delete)
	p.store.Before(before)
	ended := make(chan error, 1)
	go func() { ended <- p.Logout(ctx(t)) }()
	p.awaitCall(t, authtest.Delete, 1)
	p.staysOut(t)
	await(t, "the token was not revoked", func() bool { return !p.provider.RefreshTokenActive(refresh) })
	open()
	<-ended
}

// TestALateWrite: a write that was given up takes effect late, after the session was ended.
func TestALateWrite(t *testing.T) {
	p := newParty(t)
	p.logIn(t)
	grant, _ := p.store.Grant(p.account)
	if err := p.Logout(ctx(t)); err != nil {
		t.Fatal(err)
	}
	if err := p.store.Save(ctx(t), grant); err != nil {
		t.Fatal(err)
	}
	p.staysOut(t)
}

func TestTheRecord(t *testing.T) {
	names := func(p *party) (names []string) {
		files, _ := filepath.Glob(filepath.Join(p.stateFolder, "*"))
		for _, file := range files {
			names = append(names, strings.TrimPrefix(filepath.Ext(file), "."))
		}
		return names
	}
	p := newParty(t)
	p.stateFolder = filepath.Join(t.TempDir(), "not", "there")
	p.reopen(t)
	p.logIn(t)
	refresh := p.refreshToken(t)
	if got := names(p); len(got) != 1 || got[0] != "era" {
		t.Errorf("records after a log-in: %v, want era", got)
	}
	if err := os.Chmod(p.stateFolder, 0o777); err != nil { // as an earlier version or a strange umask may have left it
		t.Fatal(err)
	}
	p.store.Before(authtest.Fail(errors.New("locked"), authtest.Delete))
	p.provider.GoOffline()
	_ = p.Logout(ctx(t))
	if got := names(p); strings.Join(got, " ") != "ask era erase" {
		t.Errorf("records after a log-out that failed: %v, want ask, era and erase", got)
	}
	files, _ := filepath.Glob(filepath.Join(p.stateFolder, "*"))
	for _, file := range append(files, p.stateFolder) {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
			t.Errorf("%s: %v", file, info.Mode())
		}
		if text, err := os.ReadFile(file); err == nil && strings.Contains(string(text), refresh) {
			t.Errorf("%s holds the token", file)
		}
	}
	if err := p.provider.GoOnline(); err != nil {
		t.Fatal(err)
	}
	p.store.Before(nil)
	p.logIn(t)
	if got := names(p); len(got) != 1 || got[0] != "era" {
		t.Errorf("records after the next log-in: %v, want era", got)
	}
	for _, lost := range []func() error{
		func() error { return os.RemoveAll(p.stateFolder) },
		func() error { return os.WriteFile(p.stateFolder, nil, 0o600) },
	} {
		if err := lost(); err != nil {
			t.Fatal(err)
		}
		p.reopen(t)
		if err := p.Restore(ctx(t)); err != nil {
			t.Errorf("the session ended because its record was lost: %v", err)
		}
		p.want(t, auth.SignedIn)
	}
}
