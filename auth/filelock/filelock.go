// Package filelock keeps two processes of one user from refreshing the same account at once. With rotation, the second
// process would send a token that the first has just spent, and the provider would end both sessions. It is an
// [auth.Locker] on gofrs/flock.
//
//	locker := filelock.New(folder)                                 // a folder of the app's own, in the user's own
//	session, err := auth.New(auth.Options{Locker: locker, ...})
//
// # What it promises
//
// One caller at a time holds an account, in this process and in all others with the same folder. Two accounts do not
// wait for each other. The system frees the lock when its holder ends, even after a crash. A call never waits longer
// than its context.
//
// Each account has its own lock file. The files are empty and are never removed, because after a removal two processes
// could hold two files of the same name. The lock is advisory: it binds only processes that ask for it. An
// existing folder is closed to other users.
//
// # What it refuses
//
// It refuses a folder that it cannot create or write to, or that belongs to another user, with [ErrFolder].
package filelock

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/internal/safefile"
)

// pollInterval is the time between two attempts to get a held lock. It is short compared with a refresh over the
// network.
const pollInterval = 25 * time.Millisecond

// ErrFolder says that the folder for the lock files cannot be used. Until that changes, every Lock fails.
var ErrFolder = errors.New("the folder for lock files cannot be used")

// Locker is an [auth.Locker]. It is safe for concurrent use.
type Locker struct{ folder string }

var _ auth.Locker = (*Locker)(nil)

// New returns a locker whose files are in the given folder. It touches no file yet. The folder is created when it is
// needed, for this user alone.
func New(folder string) *Locker { return &Locker{folder: folder} }

// Lock waits until no other caller holds the account's lock, or ctx ends. When err is nil, unlock is not nil and may be
// called more than once. Errors: context.Cause(ctx), [ErrFolder].
func (l *Locker) Lock(ctx context.Context, account auth.Account) (unlock func(), err error) {
	path := filepath.Join(l.folder, account.Key()+".lock")
	if err := prepare(l.folder, path); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFolder, err)
	}
	// Each call opens the file again, so that callers in this process exclude each other as well.
	lock := flock.New(path, flock.SetPermissions(0o600))
	switch _, err := lock.TryLockContext(ctx, pollInterval); {
	case err == nil:
		return func() { _ = lock.Unlock() }, nil
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return nil, context.Cause(ctx)
	default:
		return nil, fmt.Errorf("%w: %w", ErrFolder, err)
	}
}

// prepare creates the folder and the lock file. It closes the folder to other users. The file must be our own regular
// file: a link or a FIFO that was put there earlier could redirect the lock or block it for ever.
func prepare(folder, path string) error {
	if err := safefile.Folder(folder); err != nil {
		return err
	}
	file, err := safefile.Append(path)
	if err != nil {
		return err
	}
	return file.Close()
}
