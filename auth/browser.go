package auth

import (
	"context"
	"net/url"
)

// Request asks a [Browser] to take the user from StartURL until a navigation reaches EndURL.
type Request struct {
	// StartURL is the page to open: the authorization endpoint, or the end-session endpoint.
	StartURL string
	// EndURL is the redirect URI. A navigation reaches it when scheme, host, port and path are equal; its query is free.
	EndURL string
	// Hidden asks for no visible window: the user has nothing to do (RP-initiated logout). A browser that can only be seen
	// shows itself all the same.
	Hidden bool
	// Accept decides on every URL that reaches EndURL. False means "not the answer to this request": the browser drops
	// the navigation and keeps waiting, so that a forged callback cannot end a log-in. Nil accepts the first.
	// It may be called from any goroutine, one call at a time.
	Accept func(*url.URL) bool
}

// Browser is the user agent (RFC 6749, section 1.2): the login window, or the system browser.
type Browser interface {
	// Open returns the accepted URL that reached req.EndURL, which no server has seen, and leaves no window behind.
	//
	// Errors: ErrCancelled when the user closed the window, ctx.Err() when ctx ended first, ErrUnsupported where
	// there is no such browser on this system.
	Open(ctx context.Context, req Request) (*url.URL, error)
}

// Redirector is what a [Browser] may be as well: one that takes the redirect on a socket of its own, so that the redirect
// URI is only known once that is bound (RFC 8252, section 7.3).
type Redirector interface {
	// Redirect begins to listen in the place of the registered redirect URI. It returns the one to use instead: in the
	// authorization request and the token request, or as post_logout_redirect_uri, and as EndURL of the one Open that has
	// to follow, which ends the listening.
	//
	// Errors: ErrConfig when the registered URI is not one to listen at, ErrUnsupported where there is no loopback.
	Redirect(ctx context.Context, registered string) (redirectURI string, err error)
}

// Preparer is what a [Browser] may be as well. Login calls Prepare on a goroutine of its own when it begins, so that the
// browser gets ready while the provider is asked for its metadata. ctx is the log-in's.
type Preparer interface {
	Prepare(ctx context.Context)
}

// Forgetter is what a [Browser] may be as well. After a log-out that the provider did not confirm, it is asked to drop
// every cookie, so that the next log-in does not sign the same person in without a question.
type Forgetter interface {
	Forget(ctx context.Context) error
}
