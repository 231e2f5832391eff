package auth

import (
	"context"
	"errors"
)

// Start is what most apps call first: it restores the stored session, and starts a log-in when nothing is stored. Call
// it on a separate goroutine, since a log-in takes as long as the user does.
//
// A session that the provider has ended stays Expired, so that the app can say so before the user logs in again.
// Errors: those of [Session.Restore] and [Session.Login].
func (s *Session) Start(ctx context.Context) error {
	err := s.Restore(ctx)
	if errors.Is(err, ErrLoginRequired) && s.Snapshot().State == SignedOut {
		return s.Login(ctx)
	}
	return err
}

// Follow calls changed with the current snapshot and then with each newer one, one at a time, until ctx ends or the
// session is closed. It skips a snapshot that is replaced while changed still runs. It blocks, so call it on a separate
// goroutine.
func (s *Session) Follow(ctx context.Context, changed func(Snapshot)) {
	snapshots, stop := s.Subscribe()
	defer stop()
	for {
		select {
		case snapshot := <-snapshots:
			changed(snapshot)
		case <-ctx.Done():
			return
		case <-s.ctx.Done():
			return
		}
	}
}
