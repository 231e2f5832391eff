package loginwindow

import (
	"context"
	"log/slog"
)

// native is the thin layer for each operating system. Every method may be called from any goroutine. Except for prepare
// and forget, it posts to the thread that owns the windows and returns at once. Posts of one goroutine keep their
// order. An id without a window, or whose window is gone, is ignored.
type native interface {
	// prepare does what the first page must wait for and the window need not, such as the trial of the sandbox.
	prepare(ctx context.Context, log *slog.Logger) error
	// open creates the window of a log-in, with a notice that it connects to StartURL. The windows of pop-ups are created by
	// the layer itself, when a page asks for one and popUp returns its page.
	open(p *page)
	// destroy closes the window. When it is closed, the page's gone method is called.
	destroy(id uint32)
	// present raises the window.
	present(id uint32)
	// setOrigin uncovers the page, and sets the title, the line above the page, and whether that line shows a lock.
	setOrigin(id uint32, title, origin string, secure bool)
	// notify covers the page with a notice.
	notify(id uint32, n notice)
	// ask covers the page with the password form. What the user types goes to the server that asked, and never through
	// Go.
	ask(id uint32, p prompt)
	// say shows a line between the origin and the page, or none if its text is empty. Its end calls answerLine with the
	// number. The line's own button takes no click in its first moment, so that a click on the page cannot hit it.
	say(id, number uint32, l line)
	// load navigates to target, and covers the window with notice n meanwhile. In the log-in's own window the current
	// document ends first, so that nothing of it can commit while the new address is pending. The web process of a pop-up
	// goes on: see page.misnamed.
	load(id uint32, target string, n notice)
	// showURI opens a URL with the program that the desktop has for its scheme. If there is none, notOpened is called.
	showURI(id uint32, target string)
	// back goes back by some steps in the window's history. If there are not so many, noWayBack is called.
	back(id uint32, steps int)
	// zoom sets the size of the pages, in percent.
	zoom(id uint32, percent int)
	// forget deletes the cookies and all other website data of all windows.
	forget(ctx context.Context) error
}

// quitter is a native layer that leaves something behind when the app ends.
type quitter interface {
	// quit removes it, and waits for that a short while.
	quit()
}
