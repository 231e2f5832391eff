package auth

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"wails-openid-oauth/internal/endpoint"
)

// Config is the registration of this client at one provider. It has no client secret, because a native app cannot keep
// one (RFC 8252, section 8.5).
type Config struct {
	// Issuer is the provider's issuer identifier, byte for byte as in its discovery document.
	Issuer string
	// ClientID is the registration's client_id.
	ClientID string
	// RedirectURI is the registered redirect URI, and the post_logout_redirect_uri. Nothing listens there, unless the
	// Browser is a [Redirector].
	RedirectURI string
	// Audience names the API that the access token is for. When not empty, it is sent as "audience".
	Audience string
	// Account distinguishes several sessions at this registration. Leave it empty in an app that has one session at a
	// time.
	Account string
	// Scope is space separated and must contain "openid". "offline_access" asks for a refresh token.
	Scope string
}

// account is the key of the stored session.
func (c Config) account() Account {
	return Account{Issuer: c.Issuer, ClientID: c.ClientID, Name: c.Account}
}

// validate fails closed: an empty issuer or client ID is an error, never a skipped check.
func (c Config) validate() error {
	switch {
	case c.Issuer == "" || c.ClientID == "" || c.RedirectURI == "":
		return fmt.Errorf("%w: issuer, client ID and redirect URI must not be empty", ErrConfig)
	case !slices.Contains(strings.Fields(c.Scope), "openid"):
		return fmt.Errorf("%w: the scope must contain openid", ErrConfig)
	}
	if err := checkURL("issuer", c.Issuer, true); err != nil {
		return fmt.Errorf("%w: %w", ErrConfig, err)
	}
	redirect, err := url.Parse(c.RedirectURI)
	if err != nil || !redirect.IsAbs() || redirect.Host == "" || redirect.Fragment != "" {
		return fmt.Errorf("%w: the redirect URI must be absolute and have no fragment", ErrConfig)
	}
	return nil
}

// onThisMachine reports whether the provider itself runs on a loopback address. Only then may it use plain http.
func (c Config) onThisMachine() bool { return strings.HasPrefix(c.Issuer, "http://") }

// checkURL accepts https URLs, and with allowLoopback also http URLs of this machine.
func checkURL(name, raw string, allowLoopback bool) error {
	u, err := endpoint.Parse(raw)
	if err == nil && u.Scheme != "https" && !allowLoopback {
		err = endpoint.ErrScheme
	}
	if err != nil {
		return fmt.Errorf("%s %w", name, err)
	}
	return nil
}
