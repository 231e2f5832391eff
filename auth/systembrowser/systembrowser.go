// Package systembrowser is the user agent of a log-in in the person's own browser, with the redirect taken by a listener
// on the loopback interface (RFC 8252, sections 6 and 7.3). It implements [auth.Browser] and [auth.Redirector], for
// providers that refuse a web view inside an app.
//
//	browser := systembrowser.New(systembrowser.Options{OnLink: showLink})
//	session, err := auth.New(auth.Options{Config: config, Browser: browser, Store: keyring})
//
// Register http://127.0.0.1/callback, and http://[::1]/callback if the provider takes it, for the log-in and for the
// log-out. A provider has to leave the port out of the comparison (section 7.3); for one that does not, configure a
// redirect URI with a port, and that port is used.
//
// # What it promises
//
//   - It listens on 127.0.0.1, else on [::1], never on a name and never on another interface, on a free port, from the
//     request to its answer: no longer than the context of Open, and not after Open has returned.
//   - The answer is a GET of exactly the redirect URI, with exactly its host and port in Host, that Request.Accept takes,
//     from the browser that was sent to StartURL. One is taken. Every other is answered 400, and the log-in waits on.
//   - The browser is started with the path of a file that this user alone can read. The file leads to a link to this
//     listener, and the link to StartURL. Nothing of it stands in the arguments of a process; nothing passes a shell.
//   - A link serves one browser, which it gives a cookie. That browser may load it again. When a second one opens it, the
//     log-in ends with auth.ErrLinkReused. What a browser loads ahead of a visit, or for a script, an image or a frame of
//     another page, does not count. The link that OnLink is told is another one: it moves the log-in to the browser that
//     the person prefers.
//   - At most 128 connections are open. The oldest makes room for a new one, so that idle ones cannot keep a browser out.
//   - Its pages hold nothing of the request and no script, are not stored, and leave neither code nor state in the
//     address bar.
//
// # What it cannot do
//
// A tab that is closed is not noticed: offer a way to cancel. Nobody but the person can end what their browser shows, so
// that a hidden request (RP-initiated logout) is seen all the same, and ends with its context when the provider asks a
// question first. A browser that keeps no cookie for the loopback address is told so, and cannot be used; the same goes for
// one that moves the provider's page to another profile or container on the way. A program of the same user can read the
// file, open the link first, log in as somebody else, and be done before the browser is there: show the person who signed
// in before you act in their name.
package systembrowser

import (
	"log/slog"
	"net"
	"sync"
	"time"

	"wails-openid-oauth/auth"
)

// linger bounds how long the listener waits for the browser to fetch the page after the answer.
const linger = 2 * time.Second

// Options configures a [Browser]. The zero value works.
type Options struct {
	// OnLink is told a link of the log-in once it works, and "" when it no longer does, so that the app can show it to
	// copy. It works in one browser, and holds no token. Calls come from the goroutine of Open. With nil, Open fails where
	// no browser could be started; else it waits for somebody to use the link.
	OnLink func(link string)
	// Start opens a file in the person's browser: an HTML page that leads on by itself. It may take as long as that
	// browser runs. Nil is the desktop's own way.
	Start func(path string) error
	// Folder is where that file is until the browser has used it. The browser has to be able to read it there. Empty is
	// the user's own temporary folder, but on Linux the home folder, since a browser in a Snap reads neither hidden
	// folders nor /tmp.
	Folder string
	// Listen is net.Listen; nil is the real one.
	Listen func(network, address string) (net.Listener, error)
	// Log gets what happened, never a URL. Nil is slog.Default.
	Log *slog.Logger
}

// Browser sends people to their own browser. It is safe for concurrent use.
type Browser struct {
	opts   Options
	linger time.Duration

	mu    sync.Mutex
	bound map[string]*receiver // by redirect URI, until Open takes it
}

var (
	_ auth.Browser    = (*Browser)(nil)
	_ auth.Redirector = (*Browser)(nil)
)

// New returns a Browser, and removes the files that this program left behind when it ended in the middle of a log-in.
// Nothing is opened before the first Redirect.
func New(options Options) *Browser {
	if options.Start == nil {
		options.Start = start
	}
	if options.Listen == nil {
		options.Listen = net.Listen
	}
	if options.Log == nil {
		options.Log = slog.Default()
	}
	b := &Browser{opts: options, linger: linger, bound: map[string]*receiver{}}
	b.removeLeftOvers()
	return b
}
