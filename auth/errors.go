package auth

import (
	"errors"
	"slices"
)

// The errors that a caller distinguishes. "It stands beside" means that the error wraps both. An error code of the
// protocol is an [*Error].
var (
	// ErrCancelled: the user closed the login window, or the caller cancelled the log-in.
	ErrCancelled = errors.New("the log-in was cancelled")
	// ErrTimeout: nobody finished the log-in. The login window was not used for an hour, or the log-in was open in the
	// browser for an hour.
	ErrTimeout = errors.New("nobody finished the log-in")
	// ErrStateMismatch: the answer belongs to another request (RFC 6749, section 10.12), or repeats a parameter.
	ErrStateMismatch = errors.New("the answer does not belong to this log-in")
	// ErrLinkReused: the log-in link was opened in two browsers, and one of them may belong to an attacker.
	ErrLinkReused = errors.New("the link of the log-in was opened in two browsers")
	// ErrLoginRequired: there is no session, or it has ended. Only a log-in helps.
	ErrLoginRequired = errors.New("a log-in is required")
	// ErrOffline: the provider cannot be reached, or cannot answer now. The session is kept.
	ErrOffline = errors.New("the provider cannot be reached")
	// ErrConfig: the registration is incomplete or unsafe. Nothing works until it is changed.
	ErrConfig = errors.New("the configuration is not usable")
	// ErrProvider: the provider's answer violates the standard, and was not used.
	ErrProvider = errors.New("the provider's answer is not valid")
	// ErrIDToken: the ID token failed a check of OpenID Connect Core, section 3.1.3.7, and was not used.
	ErrIDToken = errors.New("the ID token is not valid")
	// ErrForeign: a verified ID token is for another client or about another user: its "iss", "sub", "aud" or "azp" differs.
	// It stands beside ErrIDToken. In a refresh it ends the session, and then it stands beside ErrLoginRequired, too.
	ErrForeign = errors.New("the ID token is for another client or about another user")
	// ErrClock: an ID token that was issued just now appears too old, or not valid yet. The clock of this computer
	// or of the provider is wrong. It stands beside ErrIDToken.
	ErrClock = errors.New("the clock of this computer and that of the provider do not agree")
	// ErrUnsupported: this system has no browser of the configured kind.
	ErrUnsupported = errors.New("this system has no browser for the log-in")
	// ErrNotFound: the token store holds nothing for this account. Every other error of a store means "unavailable".
	ErrNotFound = errors.New("no stored session")
	// ErrStore: the token store could not be used. The session lives in memory until the process ends.
	ErrStore = errors.New("the token store is not available")
	// ErrNotErased: after a log-out, the store may still hold the session. It stands beside ErrStore. The next Restore
	// removes the session first, and signs no user in.
	ErrNotErased = errors.New("the stored session may still be there")
	// ErrLocked: another process has held the session's lock longer than a refresh takes. It stands beside ErrOffline:
	// the session is kept, and retries by itself.
	ErrLocked = errors.New("another process is holding the session")
)

// Error is an error code of the protocol, from the authorization endpoint (RFC 6749, section 4.1.2.1) or the token
// endpoint (section 5.2).
type Error struct {
	// Code is the standard's code, such as "access_denied" or "invalid_grant", or [OtherCode].
	Code string
	// Description is the provider's own text, stripped to printable ASCII and cut. With OtherCode it begins with the
	// provider's own code. Show it as text, never as markup.
	Description string
}

// OtherCode replaces every code that is not registered, because such a code is free text of the provider.
const OtherCode = "other"

// Error implements error. It leaves out the provider's own text, which is for the screen and not for a log.
func (e *Error) Error() string {
	if e.Code == OtherCode {
		return "the provider answered with an error code that is not registered"
	}
	return "the provider answered " + e.Code
}

// registeredCodes are the codes that an authorization or token endpoint can answer with: those of IANA's registry
// "OAuth Extensions Error" and of the standards before it.
var registeredCodes = []string{
	// RFC 6749, sections 4.1.2.1 and 5.2
	"invalid_request", "unauthorized_client", "access_denied", "unsupported_response_type", "invalid_scope", "server_error",
	"temporarily_unavailable", "invalid_client", "invalid_grant", "unsupported_grant_type",
	// OpenID Connect Core, section 3.1.2.6, and OpenID Connect's registrations since
	"interaction_required", "login_required", "account_selection_required", "consent_required", "invalid_request_uri",
	"invalid_request_object", "request_not_supported", "request_uri_not_supported", "registration_not_supported",
	"unmet_authentication_requirements",
	// RFC 6750, 8707, 9396, 9449 and 9470
	"invalid_token", "insufficient_scope", "invalid_target", "invalid_authorization_details", "invalid_dpop_proof",
	"use_dpop_nonce", "insufficient_user_authentication",
}

// newError makes an [*Error] of a provider's error. A code counts only as the standard spells it, so that no free text
// of the provider gets into a log or ends a session.
func newError(code, description string) *Error {
	if slices.Contains(registeredCodes, code) {
		return &Error{Code: code, Description: printable(description)}
	}
	if description != "" {
		code += ": " + description
	}
	return &Error{Code: OtherCode, Description: printable(code)}
}
