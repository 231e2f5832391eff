// Package notify shows a notification of the desktop. It works on Linux, on desktops with a notification service (the Desktop
// Notifications Specification of freedesktop.org). Elsewhere, Show returns [ErrUnsupported], or the error of the bus.
package notify

import "errors"

// ErrUnsupported says that this system has no notifications yet.
var ErrUnsupported = errors.New("there are no notifications on this system")

// Message is what a notification says. Other programs can read it.
type Message struct {
	// App is the app's name for people, and Entry that of its .desktop file and of its icon.
	App, Entry string
	// Summary is one line, and Body what the user can do. Some desktops take Body for markup.
	Summary, Body string
}
