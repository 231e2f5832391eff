// Package loginwindow signs a user in through a second native window in the application's own process. It implements
// [auth.Browser] (RFC 6749, section 1.2), and returns the redirect before any connection is made for it, so that
// "http://localhost/callback" needs no listener and no port.
//
//	window := loginwindow.New(loginwindow.Options{Title: "Log in"})
//	defer window.Close()
//	answer, err := window.Open(ctx, auth.Request{StartURL: authorizationURL, EndURL: "http://localhost/callback"})
//
// On Linux it uses GTK 3 with WebKitGTK. Any program that runs the default GLib main loop can use it, as Wails v2 does.
// The package itself runs no loop, and Open blocks until one serves it. Build with the tag webkit2_41 for WebKitGTK
// 4.1, without it for 4.0. On macOS it uses WKWebView, on the main thread, whose loop the program runs. On other systems, and
// without cgo on these two, Open returns [auth.ErrUnsupported].
//
// On Windows it uses the WebView2 Runtime, on a thread of its own, in any program and without cgo. Without the runtime, Open returns
// an error that wraps [auth.ErrUnsupported] and says what to install. What follows was written for Linux; docs/windows.md says what
// differs.
//
// # What it promises
//
//   - All windows of a process share one ephemeral web context. Cookies and passwords live in memory, so that a hidden
//     log-out window ends the session of the log-in. They end with the process, or with [Window.Forget].
//   - The page gets no bindings, no script of ours, no developer tools, no permissions (camera, position,
//     notifications ...), no downloads, no file chooser and no file drops. WebKit's process sandbox is on if the
//     machine can run it; the log says whether.
//   - The window shows where the user is. The page's host comes first in the title, and scheme and host are in our own line
//     above the page, as parsed from the address (punycode stays punycode). Both are those of a committed document, never
//     of a pending load.
//   - A host that asks for a password (HTTP authentication) gets a form of native widgets, which names that host and
//     covers the page. Only the host of the page, the host that the page navigates to, and a proxy can ask. Frames and
//     pictures from elsewhere cannot, and nothing can in a hidden window. If the page withdraws the request, it stays
//     covered until the user continues, so that no part of a password is typed into it.
//   - Native widgets show errors, questions, and what the window cannot do, as plain text. No page can draw over them.
//   - "Cancel" is always there: above a page, in a notice, in the form for a password. After it, and after the window was
//     closed in any other way, Open says whether the page was an error page of the provider: see [auth.NewErrorPage].
//   - The window opens over the app's own window, belongs to it, and has its icon. While the app's window is hidden, the login
//     window is in the middle of the screen.
//   - Alt+Left goes back. The page and input methods have every other key first. Of those that they do not use, F5 and
//     Ctrl+R load the page again, Ctrl with plus, minus and 0 zooms, and Escape asks whether to cancel the log-in. The back
//     button of a mouse and a small context menu work, too. No form is ever sent a second time.
//   - In every log-in there are bounds on what a page can cause outside of its window: log lines, pop-ups (one for each
//     click, and a few at a time), questions about programs (one for each click, and six a minute), dialogs of scripts, and
//     password forms that the user does not answer. See limits.go.
//   - A log-in has no deadline while somebody uses its windows. One that nobody touches ends after an hour.
//
// # Where a page may go
//
// The first rule that fits decides. A rule about navigations covers frames too: WebKitGTK does not distinguish them.
//
//  1. Scheme, host, port and path equal those of EndURL: intercepted, offered to Request.Accept, never loaded.
//  2. A new window (target=_blank, window.open): refused without a click of the user. After one, it opens as a pop-up if
//     its address may be loaded by the rules below.
//  3. about:blank and about:srcdoc: allowed, as frames and pop-ups need them.
//  4. A loopback host: allowed only when StartURL is on a loopback host itself (a demo provider), and then not on
//     EndURL's port, unless that is StartURL's port as well. So a redirect that differs from EndURL by a letter
//     carries its code to no server, and a page of the internet cannot navigate to services of this machine.
//  5. https: allowed. Plain http: refused, or left to the filter below, which blocks it, because a log-in must not leave TLS
//     (RFC 9700, section 2.6). If it was to be the page of the window, and no form was to be sent there, its https form is
//     loaded in its place (RFC 6797, section 8.3).
//  6. A scheme on the list of programs (bankid:, mailto: ...; Options.Schemes adds others): within ten seconds after a click
//     or key in the page, the window asks the user. If the user agrees, the desktop opens the URL.
//  7. Everything else (file:, data:, javascript:, blob: ...): refused. The window says so.
//
// TLS errors block, and the user cannot override them. State and PKCE protect the answer against a page that forges
// one.
//
// # Pop-ups
//
// A pop-up is another native window of the same log-in, related to the window of the page that opened it. window.opener,
// postMessage, close, closed and named targets work as in a browser, and a form keeps its body. An answer at EndURL in a
// pop-up ends the log-in. A pop-up closes with the window of its opener, and when the log-in ends. A hidden window opens
// none.
//
// The promises above and the rules hold for a pop-up too. Until its first page arrives, and whenever it is blank, it
// shows "about:blank", because other pages of the log-in can write into it. No script can close a window while the user
// types a password into a native form.
//
// A link to help or to a privacy policy opens as a pop-up, too, as a browser opens it in a tab beside the log-in. Nothing
// distinguishes it from a step of the log-in, and such a step would fail in the system browser: the cookies are not there,
// and the answer would not come back. The pop-up of a clicked link has a button above the page, which hands the link to
// Options.OpenExternal, so that the user can keep the page, print it or save what it offers.
//
// # What a page may load
//
// A content filter of WebKit covers frames, images, media, scripts, fetches, sockets and everything else except the
// window's own document. It blocks loopback, private and link-local addresses, the names localhost and .local, and
// names without a dot. So a page of the internet reaches no service of this machine or of its network. A page on this
// machine itself may load from both, and a page at an address of the network may load from the network. Except in pages
// of this machine, the filter also blocks every document over plain http, that of a window included.
//
// The filter sees only addresses as written: it does not block a public name that resolves to such an address. Without
// the filter, Open fails.
package loginwindow

import (
	"context"
	"errors"
	"log/slog"
	"sync"

	"wails-openid-oauth/auth"
)

// The size of the window, in logical pixels. Pop-ups are as high, and less wide.
const (
	Width      = 1000
	Height     = 600
	PopUpWidth = 600
)

// ErrBusy is returned by [Window.Open] while another visible Open runs. It also raises that window.
var ErrBusy = errors.New("loginwindow: a login window is already open")

// Options configures a [Window]. The zero value works.
type Options struct {
	// Title follows the host in the window's title, and should name the app: "Log in to Example". Empty means "Log in".
	Title string
	// OpenExternal opens the URL of a link outside the login window, usually in the system browser. It is called on a
	// separate goroutine when the user presses "Open in browser" in the pop-up of that link. Nil opens https URLs in
	// the desktop's default browser, and no others.
	OpenExternal func(url string)
	// OnVisible is called when the login window appears (true) and when it is gone (false). Hidden windows are not reported.
	OnVisible func(visible bool)
	// Until keeps a visible window open after the answer, so that there is always a window between the log-in and what comes
	// next. The window says "Signing you in…" until the function returns: it should do so when the app's own window is on the
	// screen. It gets a context that ends after ten seconds or with the next Open, and then the window closes in any case.
	// Nil closes the window at once.
	Until func(context.Context)
	// Alternative shows "Use my browser instead": beside the origin, in every notice, and where the page needs what this
	// window cannot do. When the user presses it, Open closes the window and returns auth.ErrAlternative.
	Alternative bool
	// Schemes are further URL schemes that a page may have opened by another program, without their colons: "vipps". The
	// window asks the user first, each time. Those of BankID, mail programs, wallets and authenticator apps are always
	// among them. Open gives auth.ErrConfig for schemes that no page may open, such as "file" and "javascript".
	Schemes []string
	// Log receives hosts and decisions, never a path or a query. Nil means slog.Default().
	Log *slog.Logger
}

// Window opens login windows, one at a time. It is safe for concurrent use.
type Window struct {
	options Options
	native  native
	schemes map[string]string // see programs
	err     error             // why no Open works

	mu      sync.Mutex
	current *attempt
	closed  bool
	quit    chan struct{} // closed by Close
}

var (
	_ auth.Browser   = (*Window)(nil)
	_ auth.Forgetter = (*Window)(nil)
	_ auth.Attended  = (*Window)(nil)
)

// New returns a Window. It creates nothing native before the first Open.
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
				n.showURI(0, target)
			}
		}
	}
	schemes, err := schemesOf(options.Schemes)
	return &Window{options: options, native: n, schemes: schemes, err: err, quit: make(chan struct{})}
}
