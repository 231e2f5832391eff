package idp

import (
	"errors"
	"log/slog"
	"time"
)

// Options describe a provider. Issuer, ClientID, RedirectURIs and APIIdentifiers are required.
type Options struct {
	// Issuer is the origin that the provider is served at: http or https, a loopback host, no path, no trailing slash.
	Issuer string
	// ClientID and ClientName are the one client: public (no secret), code and refresh token grants.
	ClientID, ClientName string
	// RedirectURIs are compared exactly, except for the port of a loopback IP address (RFC 8252, section 7.3).
	RedirectURIs []string
	// PostLogoutRedirectURIs are compared likewise. Default: RedirectURIs.
	PostLogoutRedirectURIs []string
	// APIIdentifiers are the values that the audience parameter may have.
	APIIdentifiers []string
	// APIScopes are scopes beyond openid, profile, email and offline_access. A [Person] may be without them.
	APIScopes []string
	// AccessTokenLifetime, IDTokenLifetime and RefreshTokenLifetime count in whole seconds, at least one.
	// Defaults: 10 minutes, 1 hour, 30 days.
	AccessTokenLifetime, IDTokenLifetime, RefreshTokenLifetime time.Duration
	// People can log in. Default: [DemoPeople].
	People []Person
	// OmitEndSession leaves end_session_endpoint out of the discovery document, as old Auth0 tenants do.
	OmitEndSession bool
	// NewKey makes a signing key. Default: RSA, 2048 bits.
	NewKey KeyFunc
	// Log gets one line per refused request, at debug level. Default: discarded.
	Log *slog.Logger
}

// complete checks the options and sets the defaults.
func (o *Options) complete() error {
	if o.ClientID == "" || len(o.RedirectURIs) == 0 || len(o.APIIdentifiers) == 0 {
		return errors.New("ClientID, RedirectURIs and APIIdentifiers are required")
	}
	setDefault(&o.ClientName, o.ClientID)
	if len(o.PostLogoutRedirectURIs) == 0 {
		o.PostLogoutRedirectURIs = o.RedirectURIs
	}
	if len(o.People) == 0 {
		o.People = DemoPeople()
	}
	setDefault(&o.AccessTokenLifetime, 10*time.Minute)
	setDefault(&o.IDTokenLifetime, time.Hour)
	setDefault(&o.RefreshTokenLifetime, 30*24*time.Hour)
	for _, lifetime := range []time.Duration{o.AccessTokenLifetime, o.IDTokenLifetime, o.RefreshTokenLifetime} {
		if lifetime < time.Second {
			return errors.New("a lifetime under one second cannot be expressed in a token")
		}
	}
	if o.NewKey == nil {
		o.NewKey = newRSAKey
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return nil
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
