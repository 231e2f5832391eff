// Package filelock keeps two processes of one user from refreshing the same account at once: with rotation, the second
// would use a token that the first has just spent, and the provider would end the session of both. It is an
// [auth.Locker] on gofrs/flock.
//
//	locker := filelock.New(folder)                                 // a folder of the app's own, in the user's own
//	session, err := auth.New(auth.Options{Locker: locker, ...})
//
// It promises that one account is held by one caller at a time, in this process and in all others that were given the
// same folder; that two accounts do not wait for each other; and that the system frees the lock when its holder ends, in
// whatever way.
//
// Each account has a lock file of its own. The files are empty and stay for ever, on purpose: removing one would let two
// processes hold two files of the same name. A folder that is there already is closed to other users. It refuses folders
// that it cannot make or write to, or that are somebody else's, with [ErrFolder], and never waits longer than the context
// says. The lock is advisory: it binds only those who ask for it.
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

// pollInterval is how often a held lock is tried again: short beside a refresh, which is a request over the network.
const pollInterval = 25 * time.Millisecond

// ErrFolder says that the folder for the lock files cannot be used. There is no lock to be had until that changes.
var ErrFolder = errors.New("the folder for lock files cannot be used")

// Locker is an [auth.Locker]. Its method may be called at the same time.
type Locker struct{ folder string }

var _ auth.Locker = (*Locker)(nil)

// New returns a locker whose files are in the given folder. It touches no file yet: the folder is made when it is
// needed, for this user alone.
func New(folder string) *Locker { return &Locker{folder: folder} }

// Lock waits until nobody else holds the account's lock, or ctx ends. unlock may be called more than once; it is never
// nil when err is nil. Errors: context.Cause(ctx), [ErrFolder].
func (l *Locker) Lock(ctx context.Context, account auth.Account) (unlock func(), err error) {
	path := filepath.Join(l.folder, account.Key()+".lock")
	if err := prepare(l.folder, path); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFolder, err)
	}
	// Every call opens the file anew, so that callers in this process exclude each other as well.
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

// prepare makes the folder and the lock file. The folder is closed to other users, and the file has to be ours: a link or a
// FIFO that was put there earlier would lead the lock elsewhere, or hold it for ever.
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
