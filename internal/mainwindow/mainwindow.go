// Package mainwindow keeps a Wails window on the app's own pages, lets the page send only some messages to Go, and loads the page
// again when its process ends. Wails has a hook for none of this.
//
// [Guard] finds the web view that Wails made in this process. From then on the view goes only where Allow permits, whatever the
// cause: a drop, a paste, a click, a script, a form, a frame. It opens no window. Wails gets only the messages that Pass permits.
//
// The page gets a context menu for what is selected and for fields. The other functions do what the items of a menu bar need, and
// what Wails cannot do on Linux.
//
// [Present] brings the window to the front, also when the user was in another program last.
//
// [Follow] puts the window where it was in an earlier run, and tells where it is.
//
// [Name] gives all windows the name by which a desktop knows the app.
//
// It works on Linux. On other systems Guard does not work yet, and returns [ErrUnsupported]. Present works on Windows, too; on macOS
// Wails brings the app to the front when it shows the window.
package mainwindow

import "errors"

// ErrUnsupported says that this system has no guard yet.
var ErrUnsupported = errors.New("the main window is not guarded on this system")

// Options of [Guard]. All functions are required. They are called on the main thread, and must not block.
type Options struct {
	// Allow reports whether the window, or a frame in it, may go to a URL.
	Allow func(url string) bool
	// Pass reports whether Wails gets a message that the page sends to Go.
	Pass func(message string) bool
	// Ended gets the reason why the page's process has ended: "crashed", "out of memory" or "terminated". The window is blank
	// until [Load].
	Ended func(reason string)
}

// About is what [ShowAbout] shows.
type About struct{ Name, Version, Comments, Licences string }
