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
	// ErrErrorPage: the user closed the login window on an error page, with which the provider had answered the authorization
	// request instead of a redirect (RFC 6749, section 4.1.2.1). Most likely the client ID or the redirect URI is not that of
	// the registration. It stands beside ErrCancelled; a [*Detail] has the page's host, the status of its response, the
	// error in its address, and the client ID and the redirect URI of the request.
	ErrErrorPage = errors.New("the provider answered with an error page")
	// ErrAlternative: the user wants to log in in another browser. A [Browser] returns it; a log-in moves to
	// Options.Alternative, and returns it only if there is none.
	ErrAlternative = errors.New("the user asked for another browser")
	// ErrTimeout: nobody finished the log-in. The login window was not used for an hour, or the log-in was open in the
	// browser for an hour.
	ErrTimeout = errors.New("nobody finished the log-in")
	// ErrStateMismatch: the answer belongs to another request (RFC 6749, section 10.12), or repeats a parameter.
	ErrStateMismatch = errors.New("the answer does not belong to this log-in")
	// ErrLinkReused: the log-in link was opened in two browsers, and one of them may belong to an attacker.
	ErrLinkReused = errors.New("the link of the log-in was opened in two browsers")
	// ErrLoginRequired: there is no session, or it has ended. Only a log-in helps.
	ErrLoginRequired = errors.New("a log-in is required")
	// ErrOffline: the provider's answer is missing, and nothing may be concluded. The session is kept. ErrBusy, ErrPortal
	// or ErrTLS beside it means that something did answer; without them, nothing did.
	ErrOffline = errors.New("no usable answer came from the provider")
	// ErrBusy: the provider's server says that it cannot answer now (429, 5xx). It stands beside ErrOffline, or beside
	// ErrErrorPage.
	ErrBusy = errors.New("the provider cannot answer now")
	// ErrPortal: an answer did not come from an OpenID provider, but perhaps from a network that asks people to sign in
	// first (a captive portal). It stands beside ErrOffline; a [*Detail] has what came.
	ErrPortal = errors.New("something else answers in place of the provider")
	// ErrTLS: a server answers, but makes no connection that this computer accepts as secure, because of its certificate for
	// example. It stands beside ErrOffline; a [*Detail] has the reason.
	ErrTLS = errors.New("no secure connection to the provider can be made")
	// ErrConfig: the registration is incomplete or unsafe. Nothing works until it is changed.
	ErrConfig = errors.New("the configuration is not usable")
	// ErrProvider: the provider's answer violates the standard, and was not used. It may be in a [*Detail] that says what is
	// wrong.
	ErrProvider = errors.New("the provider's answer is not valid")
	// ErrIssuer: the discovery document names another issuer than Config.Issuer. It stands beside ErrProvider; a [*Detail]
	// has both.
	ErrIssuer = errors.New("the provider publishes another issuer than the configured one")
	// ErrDiscovery: there is no discovery document below Config.Issuer. It stands beside ErrProvider; a [*Detail] has the
	// address that was asked for.
	ErrDiscovery = errors.New("there is no OpenID provider at the configured issuer")
	// ErrRedirected: the answer is a redirect, which is not followed. It stands beside ErrProvider; a [*Detail] has the
	// server that it leads to.
	ErrRedirected = errors.New("the answer is a redirect to another address")
	// ErrKeys: the provider publishes no key that could verify its ID tokens. It stands beside ErrProvider; a [*Detail] has
	// the algorithm, or the status of the answer.
	ErrKeys = errors.New("the provider publishes no usable key")
	// ErrSigningAlg: the provider signs ID tokens with another algorithm than Config.IDTokenSigningAlg. It stands beside
	// ErrProvider or ErrIDToken; a [*Detail] has both.
	ErrSigningAlg = errors.New("the provider signs ID tokens with another algorithm than the configured one")
	// ErrResponseMode: the log-in got no answer, but a URL without any parameter. The provider seems to answer in a form
	// (form_post) or in a fragment, which no one asked for. It stands beside ErrCancelled or ErrTimeout.
	ErrResponseMode = errors.New("the answer came without its parameters")
	// ErrUserinfo: the UserInfo response is signed or encrypted (application/jwt), so that the profile stays incomplete.
	// It is a notice.
	ErrUserinfo = errors.New("the UserInfo response is signed or encrypted, and cannot be read")
	// ErrIDToken: the ID token failed a check of OpenID Connect Core, section 3.1.3.7, and was not used.
	ErrIDToken = errors.New("the ID token is not valid")
	// ErrForeign: a verified ID token is for another client or about another user: its "iss", "sub", "aud" or "azp" differs.
	// It stands beside ErrIDToken. In a refresh it ends the session, and then it stands beside ErrLoginRequired, too.
	ErrForeign = errors.New("the ID token is for another client or about another user")
	// ErrAudience: the ID token is also for audiences that Config.TrustedAudiences does not list. It stands beside
	// ErrIDToken and ErrForeign; a [*Detail] has these audiences.
	ErrAudience = errors.New("the ID token is also for audiences that are not trusted")
	// ErrAuthentication: the ID token does not show the authentication that acr_values or max_age asked for. It stands
	// beside ErrIDToken; a [*Detail] has what was asked for and what came.
	ErrAuthentication = errors.New("the user was not authenticated as requested")
	// ErrClock: an ID token that was issued just now appears too old, or not valid yet. The clock of this computer
	// or of the provider is wrong. It stands beside ErrIDToken.
	ErrClock = errors.New("the clock of this computer and that of the provider do not agree")
	// ErrNoRefreshToken: the provider gave no refresh token, so the session ends with its access token (Snapshot.Ends). It is
	// a notice after a log-in.
	ErrNoRefreshToken = errors.New("the provider gave no refresh token")
	// ErrRejected: the access token that the API has rejected is the only one that there is. The session continues. It has
	// the method NoOtherToken, by which package apiclient recognizes it.
	ErrRejected error = rejectedError{}
	// ErrUnsupported: this system has no browser of the configured kind.
	ErrUnsupported = errors.New("this system has no browser for the log-in")
	// ErrNotFound: the token store holds nothing for this account. Every other error of a store means "unavailable".
	ErrNotFound = errors.New("no stored session")
	// ErrStore: the token store could not be used. The session lives in memory until the process ends.
	ErrStore = errors.New("the token store is not available")
	// ErrKeyringLocked: the token store is a keyring that the user has to unlock first. It stands beside ErrStore; a
	// [*Detail] has the keyring's name.
	ErrKeyringLocked = errors.New("the keyring is locked")
	// ErrDismissed: the user closed the question to unlock the keyring, or it could not be shown. In a notice it stands beside
	// ErrKeyringLocked.
	ErrDismissed = errors.New("the keyring was not unlocked")
	// ErrNoKeyring: this system has no keyring that could be used. It stands beside ErrStore; a [*Detail] says what is missing.
	ErrNoKeyring = errors.New("there is no keyring")
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
