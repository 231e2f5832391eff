package logging

import (
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"testing"
	"time"
)

// TestOpenTakesOnlyAFileOfOurs: anything else in the file's place stays unchanged, and the app goes on without a file.
func TestOpenTakesOnlyAFileOfOurs(t *testing.T) {
	takesOnlyAFileOfOurs(t, func(path string) error {
		log, closeLog, err := Open(path, io.Discard)
		if err == nil {
			log.Info("event")
			closeLog()
		}
		return err
	})
}

// TestOpenCrashTakesOnlyAFileOfOurs: the file's content is logged and then removed, so the file has to be our own.
func TestOpenCrashTakesOnlyAFileOfOurs(t *testing.T) {
	takesOnlyAFileOfOurs(t, func(path string) error {
		crash, err := OpenCrash(path)
		if err == nil {
			crash.Tell(slog.New(slog.DiscardHandler))
			_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
			crash.file.Close()
		}
		return err
	})
}

func takesOnlyAFileOfOurs(t *testing.T, open func(path string) error) {
	t.Helper()
	tests := map[string]func(path, other string) error{
		"a link":            func(path, other string) error { return os.Symlink(other, path) },
		"a link to nothing": func(path, other string) error { return os.Symlink(other+"-new", path) },
		"a hard link":       func(path, other string) error { return os.Link(other, path) },
		"a FIFO":            func(path, _ string) error { return syscall.Mkfifo(path, 0o600) },
		"a folder":          func(path, _ string) error { return os.Mkdir(path, 0o700) },
	}
	for name, plant := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path, other := filepath.Join(dir, "app.log"), filepath.Join(dir, "other")
			if err := os.WriteFile(other, make([]byte, maxSize+1), 0o644); err != nil {
				t.Fatal(err)
			}
			if err := plant(path, other); err != nil {
				t.Fatal(err)
			}
			done := make(chan error, 1)
			go func() { done <- open(path) }()
			select {
			case err := <-done:
				if err == nil {
					t.Error("the file was opened")
				}
			case <-time.After(20 * time.Second):
				t.Fatal("the call blocks")
			}
			if info, err := os.Stat(other); err != nil || info.Size() != maxSize+1 || info.Mode().Perm() != 0o644 {
				t.Errorf("the other file was changed: %v, %v", info, err)
			}
			if left, _ := filepath.Glob(dir + "/*"); len(left) != 2 {
				t.Errorf("the folder now contains %v, want two files", left)
			}
		})
	}
}

func TestOpenClosesTheLogToOthers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.log")
	if err := os.WriteFile(path, []byte("old\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o666); err != nil {
		t.Fatal(err)
	}
	_, closeLog, err := Open(path, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	closeLog()
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 || info.Size() != 4 {
		t.Errorf("got %v, %v", info, err)
	}
}
