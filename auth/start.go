package auth

import (
	"context"
	"errors"
)

// Start is what most apps do when they begin: it brings the stored session back, and takes the user through a log-in when
// nothing is stored. Call it in a goroutine of its own, since a log-in takes as long as the user does.
//
// A session that the provider has ended stays Expired, so that the app can say so before the user decides to log in again.
// Errors: those of [Session.Restore] and [Session.Login].
func (s *Session) Start(ctx context.Context) error {
	err := s.Restore(ctx)
	if errors.Is(err, ErrLoginRequired) && s.Snapshot().State == SignedOut {
		return s.Login(ctx)
	}
	return err
}

// Follow calls changed with the present snapshot and then with each newer one, one at a time, until ctx ends or the session
// is closed. A snapshot that is replaced while changed still runs is skipped. It blocks; call it in a goroutine of its own.
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
