package config

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"wails-openid-oauth/internal/endpoint"
	"wails-openid-oauth/internal/jose"
)

const (
	// maxLeeway keeps the tolerance at "no more than a few minutes" (RFC 7519, section 4.1.4), and well below it.
	maxLeeway = time.Minute
	// maxDrain is longer than any load balancer takes to notice.
	maxDrain = time.Minute
)

// The kinds of access token; package bearer describes them.
const (
	Auth0   = "auth0"
	RFC9068 = "rfc9068"
)

// What the claim "permissions" is to the API.
const (
	ignored  = "ignore"
	asScopes = "scopes"
)

// API has the settings of the resource server.
type API struct {
	// Issuer and Audience are the values that an access token has to name.
	Issuer, Audience string
	// ClientID is the app's client_id, or empty. Tokens for that audience alone are ID tokens, and refused.
	ClientID string
	// Resource is the URL of this API for its metadata (RFC 9728), or empty.
	Resource string
	// Profile is Auth0 or RFC9068.
	Profile string
	// Algorithms are the signature algorithms of the provider's access tokens.
	Algorithms []string
	// Permissions says that the claim "permissions" grants scopes, too.
	Permissions bool
	// JWKSURI is the URL of the provider's key set. If it is empty, the URL comes from discovery.
	JWKSURI string
	// CABundle holds certificate authorities to trust in addition to the system's, in PEM form. It may be empty.
	CABundle []byte
	// Host and Port are the address to listen on.
	Host string
	Port int
	// Leeway is how far the provider's clock may be from ours.
	Leeway time.Duration
	// Drain is how long the API goes on answering after SIGTERM, so that load balancers notice.
	Drain time.Duration
}

// LoadAPI reads the API's settings from the environment and from env-variables.json in the working folder or beside
// the executable.
func LoadAPI() (API, error) {
	return loadAPI(Places{Environment: os.Getenv, Files: []File{OnDisk("."), BesideExecutable()}})
}

func loadAPI(places Places) (API, error) {
	v, err := load(places)
	if errors.Is(err, ErrNothing) {
		return API{}, fmt.Errorf("%w: write an %s, or set ISSUER (or AUTH0_DOMAIN) and API_IDENTIFIER", err, FileName)
	}
	if err != nil {
		return API{}, err
	}
	api := API{
		Issuer:      v.issuer(),
		Audience:    v.required(apiIdentifier),
		ClientID:    v.text(clientID),
		Resource:    v.httpURL(resource, apiURL.fallback),
		Profile:     v.oneOf(profile, Auth0, RFC9068),
		Algorithms:  v.algorithms(),
		Permissions: v.oneOf(permissions, ignored, asScopes) == asScopes,
		JWKSURI:     v.httpURL(jwksURI, "https://op.example/keys"),
		CABundle:    v.authorities(),
		Host:        v.address(),
		Port:        v.port(),
		Leeway:      v.duration(leeway, maxLeeway),
		Drain:       v.duration(drain, maxDrain),
	}
	if api.ClientID != "" && api.ClientID == api.Audience {
		v.fail(clientID, "is the audience of access tokens too, so an ID token would pass for one", "Register an identifier of its own for the API")
	}
	if strings.Contains(api.Resource, "?") {
		v.fail(resource, "has a query", "Write it without")
	}
	api.Resource = cmp.Or(api.Resource, urlOrNothing(api.Audience))
	return api, v.err
}

// Address is the address to listen on, in the form of net.Listen.
func (a API) Address() string { return net.JoinHostPort(a.Host, strconv.Itoa(a.Port)) }

// address accepts only an IP address, because a name may resolve to more interfaces than intended. This includes "localhost".
func (v *values) address() string {
	value := v.text(host)
	if _, err := netip.ParseAddr(value); err != nil {
		v.fail(host, "is not an IP address", "Use 127.0.0.1 for this machine, 0.0.0.0 for every interface")
	}
	return value
}

// algorithms are separated by spaces or commas.
func (v *values) algorithms() []string {
	list := strings.FieldsFunc(v.text(algorithms), func(c rune) bool { return c == ' ' || c == ',' })
	known := algorithmNames()
	for _, one := range list {
		if !slices.Contains(known, one) {
			v.fail(algorithms, "names "+strconv.Quote(one)+", which is not supported",
				"Use one or more of "+strings.Join(known, ", ")+", as the provider signs access tokens")
		}
	}
	if len(list) == 0 {
		v.fail(algorithms, "names no algorithm", "Use one or more of "+strings.Join(known, ", "))
	}
	return list
}

// algorithmNames are the algorithms that a setting may name.
func algorithmNames() (names []string) {
	for _, one := range jose.Algorithms() {
		names = append(names, string(one))
	}
	return names
}

func (v *values) port() int {
	n, err := strconv.ParseUint(v.text(port), 10, 16)
	if err != nil {
		v.fail(port, "is not a port", "Use a number from 0 to 65535; 0 takes any free one")
	}
	return int(n)
}

func (v *values) duration(s setting, most time.Duration) time.Duration {
	d, err := time.ParseDuration(v.text(s))
	if err != nil || d < 0 || d > most {
		v.fail(s, fmt.Sprintf("is not a time from 0s to %.0fs", most.Seconds()), "Write it with its unit, such as "+s.fallback)
	}
	return d
}

// urlOrNothing returns the audience as the API's URL if it can be a URL, because RFC 9728 intends them to be the same.
func urlOrNothing(audience string) string {
	if _, err := endpoint.Parse(audience); err != nil || strings.Contains(audience, "?") {
		return ""
	}
	return audience
}
