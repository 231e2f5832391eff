package loginwindow

import (
	"context"
	"time"
)

// lingerLimit bounds how long a window stays after the answer.
const lingerLimit = 10 * time.Second

// signingIn covers the page that has led to the answer.
var signingIn = notice{heading: "Signing you in…", busy: true, closes: true}

// dismiss ends linger. It may be called more than once, and ahead of linger.
func (a *attempt) dismiss() { a.dismissOnce.Do(func() { close(a.enough) }) }

// linger keeps the window open until another one has taken its place: see Options.Until.
func (a *attempt) linger() {
	ctx, cancel := context.WithTimeout(context.Background(), lingerLimit)
	defer cancel()
	a.window.native.notify(a.main.id, signingIn)
	a.mu.Lock()
	a.main.closePopUps()
	a.mu.Unlock()
	go func() {
		a.window.options.Until(ctx)
		cancel()
	}()
	select {
	case <-ctx.Done():
	case <-a.enough:
	case <-a.window.quit:
	case <-a.main.closed:
	}
}
