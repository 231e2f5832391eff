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
//   - The answer is a GET of exactly the redirect URI, with exactly its host and port in Host, that Request.Accept takes.
//     One is taken. Every other is answered 400, and the log-in waits on.
//   - The URL that the browser is started with is a one-time link to this listener, which redirects to StartURL. State and
//     ID token hint stay out of the list of processes; nothing passes a shell.
//   - Its pages hold nothing of the request and no script, are not stored, and leave neither code nor state in the
//     address bar.
//
// # What it cannot do
//
// A tab that is closed is not noticed: offer a way to cancel. Nobody but the person can end what their browser shows, so
// that a hidden request (RP-initiated logout) is seen all the same, and ends with its context when the provider asks a
// question first. Who can read this user's processes can use the one-time link before the browser does; the browser then
// says so, and nothing can be redeemed, as the code verifier never leaves the app.
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
	// OnLink is told the link of a log-in once it works, and "" when it no longer does, so that the app can show it to
	// copy. It works once, and holds no token. Calls come from the goroutine of Open. With nil, Open fails where no
	// browser could be started; else it waits for somebody to use the link.
	OnLink func(link string)
	// Start opens a URL in the person's browser. It may take as long as that browser runs. Nil is the desktop's own way.
	Start func(link string) error
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

// New returns a Browser. Nothing is opened before the first Redirect.
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
	return &Browser{opts: options, linger: linger, bound: map[string]*receiver{}}
}
