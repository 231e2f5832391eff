package filelock

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wails-openid-oauth/auth"
)

// held reports whether a process holds the lock.
func held(t *testing.T, folder string) bool {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*pollInterval)
	defer cancel()
	unlock, err := New(folder).Lock(ctx, account)
	if err == nil {
		unlock()
	} else if !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	return err != nil
}

// mustLock takes a lock that is free, or soon will be.
func mustLock(t *testing.T, folder string, account auth.Account) (unlock func()) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), waitLimit)
	defer cancel()
	unlock, err := New(folder).Lock(ctx, account)
	if err != nil {
		t.Fatal(err)
	}
	return unlock
}

func TestC_RT_SINGLEFLIGHT(t *testing.T) {
	t.Run("processes take turns", func(t *testing.T) {
		folder := t.TempDir()
		var processes []*process
		for range 3 {
			processes = append(processes, start(t, "take turns", folder))
		}
		for _, p := range processes {
			p.end(t)
		}
		lines, err := os.ReadFile(filepath.Join(folder, "lines"))
		if want := turns * len(processes); err != nil || len(lines) != want {
			t.Errorf("%d turns, %v, want %d", len(lines), err, want)
		}
	})
	t.Run("so do callers in one process", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), waitLimit)
		defer cancel()
		locker := New(t.TempDir())
		var inside, turns atomic.Int32
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				unlock, err := locker.Lock(ctx, account)
				if err != nil {
					t.Error(err)
					return
				}
				if inside.Add(1) != 1 {
					t.Error("another goroutine holds the lock at the same time")
				}
				turns.Add(1)
				inside.Add(-1)
				unlock()
			})
		}
		all.Wait()
		if turns.Load() != 8 {
			t.Errorf("%d turns, want 8", turns.Load())
		}
	})
	t.Run("unlock frees", func(t *testing.T) {
		folder := t.TempDir()
		p := start(t, "hold", folder)
		p.awaitLocked(t)
		if !held(t, folder) {
			t.Fatal("the lock is free while another process holds it")
		}
		p.end(t)
		unlock := mustLock(t, folder, account)
		unlock()
		unlock() // the second unlock must not free the lock of another holder
		defer mustLock(t, folder, account)()
		unlock()
		if !held(t, folder) {
			t.Error("an earlier unlock, called again, freed the lock of another holder")
		}
	})
	for _, role := range []string{"hold", "hold with a child"} {
		t.Run("kill -9 frees, "+role, func(t *testing.T) {
			folder := t.TempDir()
			p := start(t, role, folder)
			p.awaitLocked(t)
			if !held(t, folder) {
				t.Fatal("the lock is free while another process holds it")
			}
			if err := p.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			mustLock(t, folder, account)()
		})
	}
	t.Run("two accounts do not wait for each other", func(t *testing.T) {
		folder := t.TempDir()
		defer mustLock(t, folder, account)()
		for _, other := range []auth.Account{
			{Issuer: account.Issuer, ClientID: "other"}, {Issuer: "https://other.example/", ClientID: account.ClientID},
			{Issuer: account.Issuer + "a", ClientID: account.ClientID[1:]},
		} {
			defer mustLock(t, folder, other)()
		}
	})
}

func TestTheContextEndsTheWait(t *testing.T) {
	folder, reason := t.TempDir(), errors.New("the window closed")
	defer mustLock(t, folder, account)()
	ctx, cancel := context.WithCancelCause(t.Context())
	time.AfterFunc(2*pollInterval, func() { cancel(reason) })
	if unlock, err := New(folder).Lock(ctx, account); !errors.Is(err, reason) || unlock != nil {
		t.Errorf("got %v, want the cause", err)
	}
	if _, err := New(folder).Lock(ctx, account); !errors.Is(err, reason) || errors.Is(err, ErrFolder) {
		t.Errorf("with a context that has ended: got %v, want the cause", err)
	}
}

func TestAFolderThatCannotBeUsed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{file, filepath.Join(file, "locks"), ""} {
		if _, err := New(folder).Lock(t.Context(), account); !errors.Is(err, ErrFolder) {
			t.Errorf("%q: got %v, want ErrFolder", folder, err)
		}
	}
}

func TestEveryPartOfTheAccountCounts(t *testing.T) {
	for i := range reflect.TypeFor[auth.Account]().NumField() {
		var account auth.Account
		reflect.ValueOf(&account).Elem().Field(i).SetString("x")
		if account.Key() == (auth.Account{}).Key() {
			t.Errorf("%s does not count", reflect.TypeFor[auth.Account]().Field(i).Name)
		}
	}
}
