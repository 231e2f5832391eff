//go:build unix

package single

import (
	"errors"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestWhatOthersLeftInTheFolder: the folder was once open to others, and one of them left a FIFO without a writer.
func TestWhatOthersLeftInTheFolder(t *testing.T) {
	folder := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(folder, "instance.lock"), 0o600); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() {
		_, err := Start(folder, 0, func() {})
		done <- err
	}()
	select {
	case err := <-done:
		if err == nil || errors.Is(err, ErrSilent) {
			t.Errorf("got %v", err)
		}
	case <-time.After(waitLimit):
		t.Fatal("Start blocks")
	}
}
