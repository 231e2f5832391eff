//go:build unix

package filelock

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

func init() { roles["meet a folder that is read-only"] = meetReadOnly }

// meetReadOnly tries to lock in a folder that it may not write to. Root may write everywhere, so it becomes another
// user first. That user may have no access to the path, so the folder is the working folder.
func meetReadOnly(folder string) error {
	if err := os.Chdir(folder); err != nil {
		return err
	}
	if os.Geteuid() == 0 {
		if err := syscall.Setuid(65534); err != nil {
			return err
		}
	}
	unlock, err := New(".").Lock(context.Background(), account)
	if !errors.Is(err, ErrFolder) || !errors.Is(err, os.ErrPermission) || unlock != nil {
		return fmt.Errorf("got %w, want ErrFolder because of a missing permission", err)
	}
	return nil
}

func TestAFolderThatIsReadOnly(t *testing.T) {
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o555); err != nil {
		t.Fatal(err)
	}
	start(t, "meet a folder that is read-only", folder).end(t)
}

func TestTheFilesAreTheUsersOwnAndStay(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "app", "locks")
	unlock := mustLock(t, folder, account)
	unlock()
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v: want one file", files, err)
	}
	for path, want := range map[string]os.FileMode{filepath.Dir(folder): 0o700, folder: 0o700, files[0]: 0o600} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != want || !info.IsDir() && info.Size() != 0 {
			t.Errorf("%s: %v and %d bytes, want %v and an empty file", path, info.Mode(), info.Size(), want)
		}
	}
}

// TestWhatOthersLeftInTheFolder: while the folder was open to other users, they could put things there that redirect
// the lock or block it.
func TestWhatOthersLeftInTheFolder(t *testing.T) {
	tests := map[string]func(path string) error{
		"a link": func(path string) error { return os.Symlink(path+"-there", path) },
		"a FIFO": func(path string) error { return syscall.Mkfifo(path, 0o666) },
	}
	for name, plant := range tests {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, account.Key()+".lock")
			if err := errors.Join(os.Chmod(folder, 0o777), plant(path)); err != nil {
				t.Fatal(err)
			}
			done := make(chan error, 1)
			go func() {
				_, err := New(folder).Lock(t.Context(), account)
				done <- err
			}()
			select {
			case err := <-done:
				if !errors.Is(err, ErrFolder) {
					t.Errorf("got %v, want ErrFolder", err)
				}
			case <-time.After(waitLimit):
				t.Fatal("Lock blocks")
			}
			if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o700 {
				t.Errorf("the folder is still open: %v, %v", info.Mode(), err)
			}
			if _, err := os.Lstat(path + "-there"); err == nil {
				t.Error("the link was followed")
			}
		})
	}
}
