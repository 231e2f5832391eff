package window

import (
	"context"
	"log/slog"
	"time"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"wails-openid-oauth/internal/mainwindow"
)

// Reviver loads the page again when its process has ended. If that happens repeatedly, it asks the user. It is safe for use by
// several goroutines.
type Reviver struct {
	Log *slog.Logger
	// Tell sends the page the value of [Reviver.Reloaded] once more.
	Tell func()

	ends ends
}

// Reloaded reports whether the page was recently loaded again more than once.
func (r *Reviver) Reloaded() bool { return r.ends.within(time.Now()) >= endsToTell }

// Ended loads the page again. ctx is Wails' own.
func (r *Reviver) Ended(ctx context.Context, reason string, now time.Time) {
	count := r.ends.note(now)
	r.Log.Error("the page's process has ended", "reason", reason, "times", count)
	if count >= endsToAsk && !r.wantsPageAgain(ctx) {
		runtime.Quit(ctx)
		return
	}
	if count >= endsToTell { // The notice disappears when the time is over.
		time.AfterFunc(troubleTime, r.Tell)
	}
	mainwindow.Load(startPage)
}

// wantsPageAgain asks the user in a native dialog, which needs no page.
func (r *Reviver) wantsPageAgain(ctx context.Context) bool {
	again := Ask(ctx, "The page keeps stopping", "The page of this app keeps stopping. Your sign-in is not affected.\n\n"+
		"Load the page again? If you choose No, the app closes.")
	r.ends.forget()
	return again
}
