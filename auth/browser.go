package auth

import (
	"context"
	"errors"
	"net/url"
	"time"
)

// Request asks a [Browser] to take the user from StartURL until a navigation reaches EndURL.
type Request struct {
	// StartURL is the page to open: the authorization endpoint, or the end-session endpoint.
	StartURL string
	// EndURL is the redirect URI. A navigation reaches it when scheme, host, port and path are equal. The query may
	// differ.
	EndURL string
	// Hidden asks for no visible window, because the user has nothing to do (RP-initiated logout). A browser that
	// cannot hide shows its window anyway.
	Hidden bool
	// NoAnswer says that no answer will come to EndURL (RP-initiated logout without a post_logout_redirect_uri). Open then
	// returns nil and no error as soon as the browser was sent to StartURL, and nothing listens any more. Only a
	// [Redirector] gets such a request.
	NoAnswer bool
	// Accept decides on every URL that reaches EndURL. False means "not the answer to this request": the browser drops
	// the navigation and keeps waiting, so that a forged callback cannot end a log-in. Nil accepts the first URL. The
	// browser may call Accept from any goroutine, one call at a time.
	Accept func(*url.URL) bool
}

// Browser is the user agent (RFC 6749, section 1.2): the login window, or the system browser.
type Browser interface {
	// Open returns the accepted URL that reached req.EndURL. It sends that URL to no server, and leaves no window open.
	//
	// Errors: ErrCancelled when the user closed the window, that of [NewErrorPage] when the window then showed an error page
	// of the provider, ErrAlternative when the user asked for another browser, ctx.Err() when ctx ended first, ErrUnsupported
	// when this system has no such browser, ErrTimeout when nobody used it (see [Attended]).
	Open(ctx context.Context, req Request) (*url.URL, error)
}

// Redirector is an optional interface of a [Browser] that receives the redirect on its own socket. Its redirect URI is
// known only once the socket is bound (RFC 8252, section 7.3).
type Redirector interface {
	// Redirect starts a listener that replaces the registered redirect URI, and returns the URI to use instead: in the
	// authorization request and the token request, or as post_logout_redirect_uri, and as EndURL. Exactly one call of
	// Open must follow; it ends the listener.
	//
	// Errors: ErrConfig when the registered URI is not one to listen at, ErrUnsupported when there is no loopback
	// interface.
	Redirect(ctx context.Context, registered string) (redirectURI string, err error)
}

// Preparer is an optional interface of a [Browser]. Login calls Prepare on a separate goroutine when it begins, so that
// the browser gets ready while Login fetches the provider's metadata. ctx is the log-in's.
type Preparer interface {
	Prepare(ctx context.Context)
}

// Attended is an optional interface of a [Browser] that notices what its user does. Its Open goes on while somebody uses
// it, and returns ErrTimeout when nobody has done so for IdleLimit. In any other browser, a log-in ends with ErrTimeout
// after an hour.
type Attended interface {
	IdleLimit() time.Duration
}

// Forgetter is an optional interface of a [Browser]. Forget drops every cookie, so that the next log-in does not silently
// sign in the same person. It is called when the provider did not confirm a log-out, and when the log-out took place in
// the other of two browsers.
type Forgetter interface {
	Forget(ctx context.Context) error
}

// openWithin is the browser's Open, with a bound for a browser that does not notice its user.
func openWithin(ctx context.Context, browser Browser, request Request) (*url.URL, error) {
	if _, attended := browser.(Attended); !attended {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeoutCause(ctx, browserTimeout, ErrTimeout)
		defer stop()
	}
	answer, err := browser.Open(ctx, request)
	if err != nil && errors.Is(context.Cause(ctx), ErrTimeout) {
		return nil, ErrTimeout
	}
	return answer, err
}
