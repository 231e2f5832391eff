// Package systembrowser signs a user in through their own browser, and receives the redirect with a listener on the
// loopback interface (RFC 8252, sections 6 and 7.3). It implements [auth.Browser] and [auth.Redirector], for providers
// that refuse a web view inside an app.
//
//	browser := systembrowser.New(systembrowser.Options{OnLink: showLink})
//	session, err := auth.New(auth.Options{Config: config, Browser: browser, Store: keyring})
//
// Register http://127.0.0.1/callback, and http://[::1]/callback if the provider accepts it, for the log-in and for the
// log-out. The provider must ignore the port when it compares (section 7.3). If it does not, configure a redirect URI
// with a port; then that port is used.
//
// # What it promises
//
//   - It listens on 127.0.0.1, or else on [::1], on a free port, and never on a name or another interface. It listens no
//     longer than the context of Open, and not after Open has returned.
//   - The answer is a GET of exactly the redirect URI, with exactly its host and port in Host. It comes from the browser that
//     was sent to StartURL, and Request.Accept accepts it. One answer is taken. Every other gets status 400, and the log-in
//     keeps waiting.
//   - The browser is started with the path of a file that only this user can read. The file leads to a link to this listener,
//     and the link leads to StartURL. Neither URL is in the arguments of a process, and no shell is used.
//   - A link serves one browser, which gets a cookie and may reload the link. When a second browser opens it, the log-in
//     ends with auth.ErrLinkReused. A prefetch does not count, and neither does a load by a script, an image or a frame of
//     another page. OnLink gets a second link, which moves the log-in to the browser that the user prefers, and OpenAgain
//     makes a new link each time.
//   - At most 128 connections are open. A new one replaces the oldest, so that idle ones cannot keep a browser out.
//   - Its pages show the app's name, logo and colours. They repeat nothing of the request, have no script, load nothing,
//     are not stored, and leave neither code nor state in the address bar.
//
// # What it cannot do
//
//   - It cannot notice a closed tab: offer a way to cancel.
//   - It cannot hide or close a page in the user's browser. So a hidden request (RP-initiated logout) is visible, and ends
//     with its context when the provider asks a question first.
//   - It cannot use a browser that keeps no cookie for the loopback address, and tells the user so. It also cannot use one
//     that moves the provider's page to another profile or container on the way.
//   - It cannot stop a program of the same user that reads the file, opens the link first, logs in to another account, and
//     finishes before the browser is there. Show who is signed in before you act in their name.
package systembrowser

import (
	"log/slog"
	"net"
	"sync"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/internal/opener"
)

// linger bounds the wait for the browser to fetch the page after the answer.
const linger = 2 * time.Second

// Options configures a [Browser]. The zero value works.
type Options struct {
	// Name is the app's name. The pages show it, so that users know to which app they return. Empty means no name.
	Name string
	// Logo is the app's logo, an SVG picture, or empty.
	Logo []byte
	// Style is CSS that follows the pages' own. It can set the colours --page, --surface, --text, --muted, --line and
	// --primary, and can load nothing.
	Style string
	// OnLink gets a link of the log-in once it works, and "" when it no longer does, so that the app can offer it to
	// copy. The link works in one browser, and holds no token. Calls come from the goroutine of Open. With nil, Open
	// fails if no browser could be started; otherwise it waits until the user opens the link.
	OnLink func(link string)
	// Start opens a file in the user's browser: an HTML page that redirects by itself. It may block as long as the
	// browser runs. Nil means the desktop's default.
	Start func(path string) error
	// Folder holds that file until the browser has used it. The browser must be able to read it there. Empty means the
	// user's own temporary folder, but on Linux the home folder, since a browser in a Snap reads neither hidden folders
	// nor /tmp.
	Folder string
	// Listen replaces net.Listen. Nil means net.Listen.
	Listen func(network, address string) (net.Listener, error)
	// Log receives events, never a URL. Nil means slog.Default.
	Log *slog.Logger
}

// Browser opens log-ins in the user's own browser. It is safe for concurrent use.
type Browser struct {
	opts   Options
	look   *look
	linger time.Duration

	mu      sync.Mutex
	bound   map[string]*receiver // by redirect URI, until Open takes it
	current *receiver            // the log-in that waits for a browser, or nil
}

var (
	_ auth.Browser    = (*Browser)(nil)
	_ auth.Redirector = (*Browser)(nil)
)

// New returns a Browser. It removes the files that this program left when it ended during a log-in. It opens no socket
// before the first Redirect.
func New(options Options) *Browser {
	if options.Start == nil {
		options.Start = opener.Open
	}
	if options.Listen == nil {
		options.Listen = net.Listen
	}
	if options.Log == nil {
		options.Log = slog.Default()
	}
	b := &Browser{opts: options, look: newLook(options), linger: linger, bound: map[string]*receiver{}}
	b.removeLeftOvers()
	return b
}
