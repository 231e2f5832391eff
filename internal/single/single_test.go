package single

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"wails-openid-oauth/test/overlay"
)

// waitLimit is longer than any start here takes.
var waitLimit = overlay.WaitLimit

// TestMain skips all tests on a system without Unix sockets, such as Wine 8. Windows has had them since 2018.
func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "")
	if err == nil {
		var listener net.Listener
		if listener, err = net.Listen("unix", filepath.Join(folder, "s")); err == nil {
			listener.Close()
		}
		os.RemoveAll(folder)
	}
	if err != nil && runtime.GOOS == "windows" {
		fmt.Println("SKIP: there are no Unix sockets here:", err)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// begin starts the first instance, which ends with the test. It returns the instance, and a channel with one value per later start.
func begin(t *testing.T, folder string) (*Instance, chan struct{}) {
	t.Helper()
	starts := make(chan struct{}, 100)
	first, err := Start(folder, waitLimit, func() { starts <- struct{}{} })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { end(t, first) })
	return first, starts
}

// end releases what the end of the process would release.
func end(t *testing.T, i *Instance) {
	t.Helper()
	i.Leave()
	if err := i.lock.Unlock(); err != nil {
		t.Error(err)
	}
}

func TestASecondStartEnds(t *testing.T) {
	folder := t.TempDir()
	_, starts := begin(t, folder)
	for range 30 {
		second, err := Start(folder, waitLimit, func() { t.Error("the second start was called by a later one") })
		if !errors.Is(err, ErrRuns) || second != nil {
			t.Fatalf("got %v, %v", second, err)
		}
		<-starts
	}
}

func TestOfManyStartsOneRuns(t *testing.T) {
	folder := t.TempDir()
	var group sync.WaitGroup
	firsts := make(chan *Instance, 30)
	for range cap(firsts) {
		group.Go(func() {
			switch first, err := Start(folder, waitLimit, func() {}); {
			case err == nil:
				firsts <- first
			case !errors.Is(err, ErrRuns):
				t.Error(err)
			}
		})
	}
	group.Wait()
	if len(firsts) != 1 {
		t.Errorf("%d starts became the first instance, want 1", len(firsts))
	}
	for len(firsts) > 0 {
		end(t, <-firsts)
	}
}

// TestAStartWaitsForTheEnd: the first instance has called Leave, and its process ends a little later.
func TestAStartWaitsForTheEnd(t *testing.T) {
	folder := t.TempDir()
	first, err := Start(folder, waitLimit, func() { t.Error("the first instance answered after Leave") })
	if err != nil {
		t.Fatal(err)
	}
	first.Leave()
	if _, err := Start(folder, 0, func() {}); !errors.Is(err, ErrSilent) {
		t.Fatalf("while the first process ends: got %v, want ErrSilent", err)
	}
	time.AfterFunc(5*pollInterval, func() { _ = first.lock.Unlock() })
	begin(t, folder)
}

// TestAfterACrash: the socket still exists, but no process listens on it.
func TestAfterACrash(t *testing.T) {
	folder := t.TempDir()
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(folder, "instance.sock")})
	if err != nil {
		t.Fatal(err)
	}
	listener.SetUnlinkOnClose(false)
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	_, starts := begin(t, folder)
	if _, err := Start(folder, waitLimit, func() {}); !errors.Is(err, ErrRuns) {
		t.Fatal(err)
	}
	<-starts
}

// TestNobodyAnswers: if a process holds the lock and does not answer, a start returns ErrSilent.
func TestNobodyAnswers(t *testing.T) {
	for name, listen := range map[string]func(t *testing.T, socket string){
		"nothing listens": func(*testing.T, string) {},
		"a stopped process": func(t *testing.T, socket string) {
			listener, err := net.Listen("unix", socket)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = listener.Close() })
		},
		"something else": func(t *testing.T, socket string) {
			listener, err := net.Listen("unix", socket)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = listener.Close() })
			go func() {
				for {
					conn, err := listener.Accept()
					if err != nil {
						return
					}
					_, _ = conn.Write([]byte("HTTP/1.1 200 OK\r\n\r\n"))
					_ = conn.Close()
				}
			}()
		},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			holder := flock.New(filepath.Join(folder, "instance.lock"))
			if locked, err := holder.TryLock(); err != nil || !locked {
				t.Fatal(locked, err)
			}
			t.Cleanup(func() { _ = holder.Unlock() })
			listen(t, filepath.Join(folder, "instance.sock"))
			if _, err := Start(folder, 2*pollInterval, func() {}); !errors.Is(err, ErrSilent) {
				t.Errorf("got %v, want ErrSilent", err)
			}
		})
	}
}

func TestAFolderThatCannotBeUsed(t *testing.T) {
	if _, err := Start(filepath.Join(t.TempDir(), "missing"), waitLimit, func() {}); err == nil || errors.Is(err, ErrRuns) {
		t.Errorf("got %v", err)
	}
	folder := t.TempDir()
	if err := os.MkdirAll(filepath.Join(folder, "instance.sock", "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(folder, waitLimit, func() {}); err == nil || errors.Is(err, ErrRuns) {
		t.Fatalf("got %v", err)
	}
	next := flock.New(filepath.Join(folder, "instance.lock"))
	if locked, err := next.TryLock(); err != nil || !locked {
		t.Errorf("the failed start keeps the lock: %v", err)
	}
	_ = next.Unlock()
}
