// Package ending tells a user who does something else that the session has ended.
package ending

import (
	"context"
	"sync"

	"wails-openid-oauth/auth"
)

// Follow calls tell, on another goroutine, once for each session that ends while the user does not see the window. The context of
// tell ends when there is nothing to tell any more: another log-in or a log-out follows, or ctx ends. A session that ended before
// it was restored in this run is no news: the window has just come with it. Follow returns when ctx and the last tell have ended.
func Follow(ctx context.Context, snapshots <-chan auth.Snapshot, isSeen func() bool, tell func(context.Context)) {
	var telling sync.WaitGroup
	defer telling.Wait()
	lasts, takeBack := false, func() {}
	defer func() { takeBack() }()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-snapshots:
			if now.State != auth.Expired {
				lasts = now.State == auth.SignedIn || now.State == auth.Offline
				takeBack()
				continue
			}
			if lasts && !isSeen() {
				told, cancel := context.WithCancel(ctx)
				takeBack = cancel
				telling.Go(func() { tell(told) })
			}
			lasts = false
		}
	}
}
