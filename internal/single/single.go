// Package single lets a user run only one instance of an app: a second start notifies the first, and ends.
//
//	instance, err := single.Start(folder, timeout, startedAgain)
//	if errors.Is(err, single.ErrRuns) {
//		return // the first instance has been notified
//	}
//
// The first start holds a lock file, and answers on a socket beside it. Both are in a folder that only this user can
// write to, so that no other user and no sandboxed program can take the place of the first. The system frees the lock
// when its holder ends in any way.
//
// The package stops a second start only if the first one answers. Without an answer, Start returns an error, and the app goes on.
package single

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"wails-openid-oauth/internal/safefile"
)

var (
	// ErrRuns says that the app runs already, and was notified of this start.
	ErrRuns = errors.New("the app is already running")
	// ErrSilent says that another process holds the lock and does not answer.
	ErrSilent = errors.New("another process holds the lock of this app, and does not answer")
)

const (
	// pollInterval is the pause before a start tries again, while the first one ends or is still starting.
	pollInterval = 25 * time.Millisecond
	// answerTime bounds one question, and one answer.
	answerTime = time.Second
	// answer is all that the first start says.
	answer = "running\n"
)

// Instance is the running instance of the app.
type Instance struct {
	lock     *flock.Flock
	listener net.Listener
}

// Start makes this process the running instance, or notifies the one that runs. startedAgain is called for every later start, on
// another goroutine, and must not block. timeout bounds the wait for a process that neither ends nor answers. Errors:
// [ErrRuns], [ErrSilent], and those of a folder that cannot be used. The folder must exist.
func Start(folder string, timeout time.Duration, startedAgain func()) (*Instance, error) {
	path := filepath.Join(folder, "instance.lock")
	file, err := safefile.Append(path)
	if err != nil { // others may have put a FIFO there, if the folder was open to them earlier
		return nil, fmt.Errorf("lock the app: %w", err)
	}
	file.Close()
	lock := flock.New(path, flock.SetPermissions(0o600))
	socket := filepath.Join(folder, "instance.sock")
	for deadline := time.Now().Add(timeout); ; time.Sleep(pollInterval) {
		locked, err := lock.TryLock()
		if err != nil {
			return nil, fmt.Errorf("lock the app: %w", err)
		}
		if locked {
			return serve(lock, socket, startedAgain)
		}
		if notify(socket) == nil {
			return nil, ErrRuns
		}
		if time.Now().After(deadline) {
			return nil, ErrSilent
		}
	}
}

// serve answers later starts. An existing socket belongs to a process that has died, because that process held this lock.
func serve(lock *flock.Flock, socket string, startedAgain func()) (*Instance, error) {
	err := os.Remove(socket)
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	var listener net.Listener
	if err == nil {
		listener, err = net.Listen("unix", socket)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("listen for later starts: %w", err), lock.Unlock())
	}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_ = conn.SetDeadline(time.Now().Add(answerTime))
			_, _ = io.WriteString(conn, answer)
			_ = conn.Close()
			startedAgain()
		}
	}()
	return &Instance{lock, listener}, nil
}

// notify tells the first instance about this start, and waits for its answer.
func notify(socket string) error {
	conn, err := net.DialTimeout("unix", socket, answerTime)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(answerTime))
	said := make([]byte, len(answer))
	if _, err := io.ReadFull(conn, said); err != nil {
		return err
	}
	if string(said) != answer {
		return errors.New("the first instance gave an unexpected answer")
	}
	return nil
}

// Leave stops answering, because the app is about to end. The process keeps the lock until it is gone. A start in between waits
// for the lock, and then becomes the first.
func (i *Instance) Leave() {
	if i != nil {
		_ = i.listener.Close()
	}
}
