// Package loginwindow is the user agent of a log-in as a second native window in the application's own process. It
// implements [auth.Browser] (RFC 6749, section 1.2) and returns the redirect before any connection is made for it, so
// that "http://localhost/callback" needs no listener and no port.
//
//	window := loginwindow.New(loginwindow.Options{Title: "Log in"})
//	defer window.Close()
//	answer, err := window.Open(ctx, auth.Request{StartURL: authorizationURL, EndURL: "http://localhost/callback"})
//
// On Linux it is GTK 3 with WebKitGTK: any program that runs the default GLib main loop can use it (Wails v2 does); the
// package itself runs no loop, and Open blocks until one serves it. Build with the tag webkit2_41 for WebKitGTK 4.1,
// without it for 4.0. Elsewhere, and without cgo, Open returns [auth.ErrUnsupported].
//
// # What it promises
//
//   - All windows of a process share one ephemeral web context: cookies and passwords live in memory, so that a hidden
//     log-out window ends the session of the log-in; they die with the process, or with [Window.Forget].
//   - The page gets no bindings, no script of ours, no developer tools, no permissions (camera, position,
//     notifications ...), no downloads, no file chooser and no file drops. WebKit's process sandbox is on where the
//     machine can run it; the log says whether.
//   - The window shows where the user is: the host of the page comes first in its title, and scheme and host stand in a
//     line of our own above the page, as parsed from the address (punycode stays punycode). Both are those of a document
//     that has committed, never of a load that waits.
//   - A host that asks for a password (HTTP authentication) gets a form of native widgets, which names that host and
//     covers the page. Only the host of the page, the host that the page navigates to and a proxy can ask; frames and
//     pictures from elsewhere cannot, and a hidden window never does. A form that the page takes back leaves the page
//     covered until the user continues, so that nothing of a password is typed into it.
//   - Errors are shown by native widgets, never as markup, and no page can draw over them.
//   - What a page can cause outside of itself is bounded in every log-in: lines in the log, links outside (one for each
//     click, and six a minute), dialogs of scripts, and forms for passwords that nobody answers. See limits.go.
//
// # Where a page may go
//
// The first rule that fits decides. A rule about navigations covers frames too: WebKitGTK does not tell them apart.
//
//  1. Scheme, host, port and path equal those of EndURL: intercepted, offered to Request.Accept, never loaded.
//  2. A new window (target=_blank, window.open): http and https by a click of the user go to Options.OpenExternal,
//     anything else is refused.
//  3. about:blank and about:srcdoc: allowed, as frames need them.
//  4. A loopback host: allowed only when StartURL is on a loopback host itself (a demo provider), and then not on
//     EndURL's port, unless that is StartURL's port as well. A redirect that misses EndURL by a letter therefore
//     carries its code to no server, and a page of the internet cannot reach services of this machine by navigation.
//  5. https: allowed. Plain http: refused, a log-in that leaves TLS is stopped (RFC 9700, section 2.6).
//  6. Everything else (file:, data:, javascript:, blob:, mailto: ...): refused.
//
// TLS errors block, without a way around them. State and PKCE are what protects the answer against a page that forges
// one.
//
// # What a page may load
//
// Frames, images, media, scripts, fetches, sockets and whatever else is not the document of the window are kept away from
// loopback, private and link-local addresses, from the names localhost and .local, and from names without a dot, by a
// content filter of WebKit: a page of the internet reaches no service of this machine or of its network. A page that is
// on this machine itself may load from both, one at an address of the network from the network. The filter looks at
// addresses as they are written: a public name that resolves to such an address is left. Without the filter, Open fails.
package loginwindow

import (
	"errors"
	"log/slog"
	"sync"

	"wails-openid-oauth/auth"
)

// The size of the window, in logical pixels.
const (
	Width  = 1000
	Height = 600
)

// ErrBusy is returned by [Window.Open] while another visible Open runs; that window has been raised instead.
var ErrBusy = errors.New("loginwindow: a login window is already open")

// Options configures a [Window]. The zero value works.
type Options struct {
	// Title stands in the window's title after the host; "Log in" when empty.
	Title string
	// OpenExternal opens a pop-up's http or https URL outside the window, usually in the system browser. It is called
	// in a goroutine of its own, at most once for a click of the user and six times a minute. Nil hands https URLs to the desktop's default browser, and no others.
	OpenExternal func(url string)
	// OnVisible is told when the login window appears (true) and when it is gone (false), from the goroutine of Open.
	// Hidden windows are not reported.
	OnVisible func(visible bool)
	// Log receives hosts and decisions, never a path or a query. Nil means slog.Default().
	Log *slog.Logger
}

// Window opens login windows, one at a time. It is safe for concurrent use.
type Window struct {
	options Options
	native  native

	mu      sync.Mutex
	current *attempt
	closed  bool
	quit    chan struct{} // closed by Close
}

var (
	_ auth.Browser   = (*Window)(nil)
	_ auth.Forgetter = (*Window)(nil)
)

// New returns a Window. Nothing native is created before the first Open.
func New(options Options) *Window { return newWindow(options, platform()) }

func newWindow(options Options, n native) *Window {
	if options.Title == "" {
		options.Title = "Log in"
	}
	if options.Log == nil {
		options.Log = slog.Default()
	}
	if options.OpenExternal == nil {
		options.OpenExternal = func(target string) {
			if externalByDefault(target) {
				n.showURI(target)
			}
		}
	}
	return &Window{options: options, native: n, quit: make(chan struct{})}
}
