package main

import (
	"context"
	"errors"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"wails-openid-oauth/auth"
)

// sessionChanged is the one event of the bridge; its argument is a Session.
const sessionChanged = "session:changed"

// tellPage has the session sent to the page once more, though its state did not change.
func (a *App) tellPage() {
	select {
	case a.changed <- struct{}{}:
	default: // it will be anyway
	}
}

func (a *App) showsLogin(visible bool) {
	a.loginVisible.Store(visible)
	a.tellPage()
}

// offersLink has the page offer the link of a log-in in the system browser; an empty one is withdrawn.
func (a *App) offersLink(link string) {
	a.mu.Lock()
	a.link, a.outside = link, a.outside || link != ""
	a.mu.Unlock()
	a.tellPage()
}

func (a *App) loginLink() (link string, outside bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.link, a.outside
}

// returns reports whether the person has to look at the app now: a log-in in the system browser has just ended in a way
// that only the app tells.
func (a *App) returns(before, now auth.Snapshot) bool {
	_, outside := a.loginLink()
	return outside && before.State == auth.SigningIn && (now.State == auth.SignedIn || errors.Is(now.Err, auth.ErrLinkReused))
}

// forward tells the page of every change of the session, of the picture once it is there, and of the login window.
func (a *App) forward() {
	snapshots, stop := a.session.Subscribe()
	defer stop()
	cancel := context.CancelFunc(func() {})
	var before auth.Snapshot
	for url := ""; ; {
		returns := false
		select {
		case latest := <-snapshots:
			returns = a.returns(before, latest)
			before = latest
			if latest.Profile.Picture != url {
				cancel()
				url = latest.Profile.Picture
				cancel = a.replacePicture(url)
			}
		case <-a.changed:
		case <-a.ctx.Done():
			cancel()
			return
		}
		runtime.EventsEmit(a.runtime, sessionChanged, a.current())
		if returns {
			a.present()
		}
	}
}

// replacePicture forgets the old picture and fetches the one at url, if there is one.
func (a *App) replacePicture(url string) context.CancelFunc {
	a.forgetPicture()
	ctx, cancel := context.WithCancel(a.ctx)
	if url != "" {
		a.done.Go(func() {
			a.fetchPicture(ctx, url)
			a.tellPage()
		})
	}
	return cancel
}
