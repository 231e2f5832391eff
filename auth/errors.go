package auth

import "errors"

// The reasons a caller decides on. Every error of this package wraps at most one of them, or is an [*Error].
var (
	// ErrCancelled: the user closed the login window, or the caller cancelled the log-in.
	ErrCancelled = errors.New("the log-in was cancelled")
	// ErrTimeout: the user did not finish the log-in in time.
	ErrTimeout = errors.New("the log-in took too long")
	// ErrStateMismatch: the answer belongs to another request (RFC 6749, section 10.12), or repeats a parameter.
	ErrStateMismatch = errors.New("the answer does not belong to this log-in")
	// ErrLoginRequired: there is no session, or the provider ended it; only a log-in helps.
	ErrLoginRequired = errors.New("a log-in is required")
	// ErrOffline: the provider cannot be reached, or cannot answer at present. The session is kept.
	ErrOffline = errors.New("the provider cannot be reached")
	// ErrConfig: the registration is incomplete or unsafe; it has to be changed before anything can work.
	ErrConfig = errors.New("the configuration is not usable")
	// ErrProvider: the provider answered against the standard; its answer was not used.
	ErrProvider = errors.New("the provider's answer is not valid")
	// ErrIDToken: the ID token failed a check of OpenID Connect Core, section 3.1.3.7; it was not used.
	ErrIDToken = errors.New("the ID token is not valid")
	// ErrClock: an ID token that was issued this moment is said to be too old, or not valid yet: the clock of this computer,
	// or the provider's, is wrong. It stands beside ErrIDToken.
	ErrClock = errors.New("the clock of this computer and the provider's do not agree")
	// ErrUnsupported: this system has no such browser.
	ErrUnsupported = errors.New("this system has no such browser")
	// ErrNotFound: the token store holds nothing for this account. Every other error of a store means "unavailable".
	ErrNotFound = errors.New("no stored session")
	// ErrStore: the token store could not be used; the session lives in memory until the process ends.
	ErrStore = errors.New("the token store is not available")
)

// Error is an error code of the protocol itself, from the authorization endpoint (RFC 6749, section 4.1.2.1) or the
// token endpoint (section 5.2).
type Error struct {
	// Code is the standard's code, such as "access_denied" or "invalid_grant".
	Code string
	// Description is the provider's own text, cut and stripped to printable ASCII. It is shown as text, never as markup.
	Description string
}

// Error implements error. It leaves the provider's own text out: that is for the screen, not for a log.
func (e *Error) Error() string { return "the provider answered " + e.Code }
