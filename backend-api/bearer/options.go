package bearer

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"wails-openid-oauth/internal/endpoint"
	"wails-openid-oauth/internal/jose"
)

// Profile is the kind of access token that an issuer issues.
type Profile string

// The profiles.
const (
	// Auth0 accepts the tokens of Auth0 and most providers: "typ" is absent, "JWT" or "at+jwt", and only iss, aud and exp
	// are required.
	Auth0 Profile = "auth0"
	// RFC9068 accepts only tokens of type "at+jwt" with every claim that RFC 9068, section 2.2, requires.
	RFC9068 Profile = "rfc9068"
)

// maxLeeway keeps the tolerance well below the "few minutes" of RFC 7519, section 4.1.4.
const maxLeeway = time.Minute

// Options say what a token must be, and where the issuer's keys are. Issuer and Audience are required.
type Options struct {
	// Issuer is what "iss" must equal, byte for byte: an https URL, or http on this machine.
	Issuer string
	// Audience is what "aud" must be or contain: the identifier of this API.
	Audience string
	// ClientID is the app's client_id, or empty. A token for that audience alone is an ID token, and is refused. Where it is one of
	// several audiences, further claims decide; see [ErrIDToken].
	ClientID string
	// Profile says which kinds of tokens the issuer makes; empty is [Auth0].
	Profile Profile
	// Leeway is how far the issuer's clock may differ from ours, at most a minute. 30 seconds suit most cases. "iat" may be five
	// minutes ahead, because it ends the use of no token.
	Leeway time.Duration
	// Algorithms are the signature algorithms that the issuer uses for access tokens: "RS256", "PS256" and "ES256". Nil is RS256.
	Algorithms []string
	// Permissions says that the claim "permissions", a list, grants scopes too. Auth0 puts it into the tokens of an API with
	// role-based access control. It has everything that the user may do, even what the app did not ask for.
	Permissions bool

	// JWKSURI is the URL of the issuer's keys (RFC 7517, section 5). Empty: the issuer's discovery document names it
	// (OpenID Connect Discovery, section 4).
	JWKSURI string
	// Client fetches the keys. It follows no redirect, whatever its own policy is. Nil means a client that takes proxies from
	// the environment and trusts the system's certificate authorities. Set a client with another transport to trust others.
	Client *http.Client

	// ResourceMetadata is the URL of this API's metadata, which challenges name (RFC 9728, section 5.1), or empty.
	ResourceMetadata string
	// Realm appears in every challenge; empty is "api".
	Realm string

	// Now is the clock for a token's times; nil is time.Now. The age of keys is always measured with time.Now.
	Now func() time.Time
	// Log gets a line when keys arrive, or the reason why they do not; nil is slog.Default. It gets nothing about a request or
	// a token.
	Log *slog.Logger
	// OnRefuse, if set, gets a short reason, such as "exp_expired", for every refused request. The reason is one of a fixed
	// set and contains nothing of the request. The guard answers the request afterwards, so OnRefuse writes nothing to w.
	OnRefuse func(w http.ResponseWriter, r *http.Request, reason string)
}

func (o Options) withDefaults() Options {
	if o.Profile == "" {
		o.Profile = Auth0
	}
	if len(o.Algorithms) == 0 {
		o.Algorithms = []string{string(jose.RS256)}
	}
	if o.Realm == "" {
		o.Realm = "api"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.OnRefuse == nil {
		o.OnRefuse = func(http.ResponseWriter, *http.Request, string) {}
	}
	return o
}

// check refuses options that would leave a check out.
func (o Options) check() error {
	if _, err := endpoint.Parse(o.Issuer); err != nil {
		return fmt.Errorf("bearer: the issuer %w", err)
	}
	for _, name := range o.Algorithms {
		if !slices.Contains(jose.Algorithms(), jose.Algorithm(name)) {
			return fmt.Errorf("bearer: %q is not one of the algorithms %q", name, jose.Algorithms())
		}
	}
	switch {
	case o.Audience == "":
		return errors.New("bearer: the audience is empty")
	case o.Audience == o.ClientID:
		return errors.New("bearer: the audience is the client ID, so access tokens and ID tokens would look the same")
	case o.Profile != Auth0 && o.Profile != RFC9068:
		return fmt.Errorf("bearer: unknown token profile %q", o.Profile)
	case o.Leeway < 0 || o.Leeway > maxLeeway:
		return fmt.Errorf("bearer: the leeway is not between 0 and %v", maxLeeway)
	case !quotable(o.Realm):
		return errors.New("bearer: the realm has a character that a challenge cannot contain")
	case o.ResourceMetadata != "" && !quotable(o.ResourceMetadata):
		return errors.New("bearer: the metadata's URL has a character that a challenge cannot contain")
	}
	return nil
}

// algorithms are Algorithms in the type of package jose.
func (o Options) algorithms() []jose.Algorithm {
	list := make([]jose.Algorithm, len(o.Algorithms))
	for i, name := range o.Algorithms {
		list[i] = jose.Algorithm(name)
	}
	return list
}

// leeway is Leeway for each claim. A server cannot know why an issuer sent "nbf", so it keeps to it.
func (o Options) leeway() jose.Leeway {
	return jose.Leeway{Exp: o.Leeway, Nbf: o.Leeway, Iat: jose.MaxAhead}
}

// scopeClaims are the claims that grant scopes, by [Options.Permissions]. "scope" is a text in RFC 9068 and a list at Spring
// Authorization Server; "scp" is a list at Okta and Hydra, and a text at Entra.
var scopeClaims = map[bool][]string{
	false: {"scope", "scp"},
	true:  {"scope", "scp", "permissions"},
}
