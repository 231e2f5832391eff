package auth

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"wails-openid-oauth/internal/endpoint"
	"wails-openid-oauth/internal/jose"
)

// Config is the registration of this client at one provider.
type Config struct {
	// Issuer is the provider's issuer identifier, byte for byte as in its discovery document.
	Issuer string
	// ClientID is the registration's client_id.
	ClientID string
	// ClientSecret is for the few providers that want one from native apps, too. Leave it empty for all others. It is
	// sent in the body of token, refresh and revocation requests (RFC 6749, section 2.3.1). It protects nothing: whoever
	// has the app has the secret (RFC 8252, section 8.5). ID tokens that are signed with it (HS256) are refused.
	ClientSecret Secret
	// RedirectURI is the registered redirect URI. Nothing listens there, unless the Browser is a [Redirector].
	RedirectURI string
	// PostLogoutRedirectURI is the registered post_logout_redirect_uri. Empty means RedirectURI. But a [Redirector] then
	// listens only if RedirectURI has a port: many providers compare the port of this URI, and a free port cannot be
	// registered. Without a port, a log-out asks for no answer.
	PostLogoutRedirectURI string
	// Audience names the API that the access token is for. It may be empty.
	Audience string
	// AudienceParameter is the parameter that carries Audience. Empty means SendAudience.
	AudienceParameter AudienceParameter
	// Account distinguishes several sessions at this registration. Leave it empty in an app that has one session at a
	// time.
	Account string
	// Scope is space separated and must contain "openid". "offline_access" asks for a refresh token.
	Scope string
	// AuthorizationParameters are sent with each authentication request, such as "ui_locales" or "organization". Names
	// that the log-in sets itself are refused: see [ProtectedParameters]. "acr_values" and "max_age" also bring checks of
	// the ID token along: its "acr" must be one of the values, and its "auth_time" recent enough.
	AuthorizationParameters map[string]string
	// TrustedAudiences may be in "aud" of an ID token beside ClientID (OpenID Connect Core, section 3.1.3.7, step 3).
	TrustedAudiences []string
	// IDTokenSigningAlg is the algorithm that the provider signs this client's ID tokens with, as registered
	// ("id_token_signed_response_alg"): "RS256", "PS256" or "ES256". Empty means RS256. No other is accepted, whatever the
	// metadata say.
	IDTokenSigningAlg string
}

// AudienceParameter says how a request names the API.
type AudienceParameter string

// The ways to name the API.
const (
	// SendAudience sends Audience as "audience" with the authentication request. Auth0 needs it.
	SendAudience AudienceParameter = "audience"
	// SendResource sends it as "resource" with authentication, token and refresh requests (RFC 8707, section 2). Then
	// Audience must be an absolute URI without a fragment.
	SendResource AudienceParameter = "resource"
	// SendNothing sends it nowhere: the registration or the scope selects the API.
	SendNothing AudienceParameter = "none"
)

// signingAlg returns the one algorithm that ID tokens may have. Registrations that name none have RS256 (OpenID Connect
// Registration, section 2).
func (c Config) signingAlg() jose.Algorithm {
	return cmp.Or(jose.Algorithm(c.IDTokenSigningAlg), jose.RS256)
}

// resource returns the value of the parameter "resource", or "" if it is not sent.
func (c Config) resource() string {
	if c.AudienceParameter != SendResource {
		return ""
	}
	return c.Audience
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
	case !slices.Contains(jose.Algorithms(), c.signingAlg()):
		return fmt.Errorf("%w: the signing algorithm must be one of %v", ErrConfig, jose.Algorithms())
	case slices.Contains(c.TrustedAudiences, ""):
		return fmt.Errorf("%w: a trusted audience must not be empty", ErrConfig)
	}
	if err := checkURL("issuer", c.Issuer, true); err != nil {
		return fmt.Errorf("%w: %w", ErrConfig, err)
	}
	for _, one := range []struct{ name, uri string }{
		{"redirect URI", c.RedirectURI}, {"post-logout redirect URI", cmp.Or(c.PostLogoutRedirectURI, c.RedirectURI)},
	} {
		if parsed, err := url.Parse(one.uri); err != nil || !parsed.IsAbs() || parsed.Host == "" || parsed.Fragment != "" {
			return fmt.Errorf("%w: the %s must be absolute and have no fragment", ErrConfig, one.name)
		}
	}
	if err := c.validateAudience(); err != nil {
		return err
	}
	return c.validateParameters()
}

// validateAudience checks how the API is named. An audience that cannot be sent would give tokens for another API.
func (c Config) validateAudience() error {
	switch c.AudienceParameter {
	case "", SendAudience, SendNothing:
		return nil
	case SendResource:
		resource, err := url.Parse(c.Audience)
		if err != nil || !resource.IsAbs() || strings.Contains(c.Audience, "#") {
			return fmt.Errorf("%w: as a resource (RFC 8707), the audience must be an absolute URI without a fragment", ErrConfig)
		}
		return nil
	}
	return fmt.Errorf("%w: the audience parameter must be audience, resource or none", ErrConfig)
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
