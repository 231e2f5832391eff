// Package mainwindow keeps a Wails window on the app's own pages, and brings the page back when its process ends. Wails
// has a hook for neither.
//
// [Guard] takes hold of the web view that Wails made in this process. From then on the view goes nowhere but where Allow
// says, whatever asks for it: a drop, a paste, a click, a script, a form, a frame. It opens no
// window.
//
// It works on Linux. On other systems Guard does nothing yet, and says so.
package mainwindow

import "errors"

// ErrUnsupported says that this system has no guard yet.
var ErrUnsupported = errors.New("the main window is not guarded on this system")

// Options of [Guard]. Both functions are required. They are called on the main thread, and must not block.
type Options struct {
	// Allow reports whether the window may go to a URL, in itself or in a frame.
	Allow func(url string) bool
	// Ended is told why the page's process has ended: "crashed", "out of memory" or "terminated". The window is blank
	// until [Load].
	Ended func(reason string)
}
