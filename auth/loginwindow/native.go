package loginwindow

import (
	"context"
	"log/slog"
)

// native is the one thin layer per operating system. Every method may be called from any goroutine: it posts to the
// thread that owns the windows and returns at once, except prepare and forget. Posts of one goroutine keep their order.
// An id that names no window (any more) is ignored.
type native interface {
	// prepare does what the first page has to wait for and the window need not, such as trying the sandbox.
	prepare(ctx context.Context, log *slog.Logger) error
	// open creates the attempt's window, connecting to its StartURL, unless the attempt has ended by then.
	open(a *attempt)
	// destroy closes the window; the attempt's gone method is called when that has happened.
	destroy(id uint32)
	// present raises the window.
	present(id uint32)
	// setOrigin uncovers the page, and sets the title, the line above the page, and whether that line shows a lock.
	setOrigin(id uint32, title, origin string, secure bool)
	// notify covers the page with a notice.
	notify(id uint32, n notice)
	// ask covers the page with the form for a password. What the user types goes to the challenge, and never through Go.
	ask(id uint32, p prompt)
	// load navigates to target, behind the notice that says so. The document that is there ends first, so that nothing of
	// it can commit while the new address is pending.
	load(id uint32, target string, n notice)
	// showURI opens an URL in the desktop's default browser.
	showURI(target string)
	// forget drops cookies and every other website data of all windows.
	forget(ctx context.Context) error
}
