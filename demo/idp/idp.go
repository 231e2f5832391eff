// Package idp is the demo provider: an OpenID provider for development and tests, so that the app can be tried and
// tested without an account anywhere. It puts demo people, a log-in page and Auth0's paths around a certified protocol
// library, and adds what that library leaves out (a revoked family on refresh token reuse, at_hash, log-out).
//
// It keeps everything in memory, makes its keys at the start, asks for no passwords, and so refuses to be anything but
// local: an issuer whose host is not a loopback address is an error, and a request for another host is not answered.
// It knows one public client, which must use PKCE with S256, and imports nothing of the app.
//
//	provider, err := idp.New(idp.Options{
//		Issuer:         "http://127.0.0.1:4000",
//		ClientID:       "demo",
//		RedirectURIs:   []string{"http://localhost/callback"},
//		APIIdentifiers: []string{"https://api.example"},
//	})
//	...
//	err = (&http.Server{Handler: provider, ReadHeaderTimeout: 5 * time.Second}).Serve(listener)
//
// For tests it fails on demand ([Provider.Inject]), rotates its keys, and ends sessions from its own side.
package idp

import (
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"

	"github.com/luikyv/go-oidc/pkg/provider"
)

// The paths of the endpoints: those of an Auth0 tenant.
const (
	PathDiscovery  = "/.well-known/openid-configuration"
	PathJWKS       = "/.well-known/jwks.json"
	PathAuthorize  = "/authorize"
	PathToken      = "/oauth/token"
	PathRevoke     = "/oauth/revoke"
	PathUserInfo   = "/userinfo"
	PathEndSession = "/oidc/logout"
	// PathLegacyLogout is what an Auth0 tenant offers that has no end_session_endpoint.
	PathLegacyLogout = "/v2/logout"
	pathPicture      = "/picture/"
)

// Provider is the demo provider. It is an [http.Handler], safe for use by several goroutines.
type Provider struct {
	opts   Options
	issuer *url.URL
	people map[string]Person // by subject
	keys   *keyRing
	store  *store
	faults faults
	op     http.Handler // the protocol library
	mux    *http.ServeMux
	// tokens makes the token and revocation endpoints serial: two uses of one refresh token can then never both win.
	tokens         sync.Mutex
	accessLifetime atomic.Int64 // seconds
}

// New makes a provider. It fails when the issuer is not a loopback origin, or when a required option is missing.
func New(opts Options) (*Provider, error) {
	issuer, err := loopbackOrigin(opts.Issuer)
	if err != nil {
		return nil, fmt.Errorf("idp: issuer: %w", err)
	}
	if err := opts.complete(); err != nil {
		return nil, fmt.Errorf("idp: %w", err)
	}
	keys, err := newKeyRing(opts.NewKey)
	if err != nil {
		return nil, fmt.Errorf("idp: signing key: %w", err)
	}
	p := &Provider{opts: opts, issuer: issuer, people: bySubject(opts.People), keys: keys, store: newStore()}
	p.SetAccessTokenLifetime(opts.AccessTokenLifetime)
	op, err := provider.New(opts.Issuer, p.store, keys.set, p.protocolOptions()...)
	if err != nil {
		return nil, fmt.Errorf("idp: %w", err)
	}
	p.op = op.Handler()
	p.mux = p.routes()
	return p, nil
}

// Issuer returns the issuer identifier, which has no trailing slash.
func (p *Provider) Issuer() string { return p.opts.Issuer }

// routes puts our own endpoints, and our additions to the library's, in front of the library.
func (p *Provider) routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+PathDiscovery, p.serveDiscovery)
	mux.HandleFunc(PathAuthorize, p.serveAuthorize)
	mux.HandleFunc("POST "+PathToken, p.serveToken)
	mux.HandleFunc("POST "+PathRevoke, p.serveRevoke)
	mux.HandleFunc("GET "+PathEndSession, p.serveEndSession)
	mux.HandleFunc("POST "+PathEndSession, p.serveEndSession)
	mux.HandleFunc("GET "+PathLegacyLogout, p.serveLegacyLogout)
	mux.HandleFunc("GET "+pathPicture+"{file}", p.servePicture)
	mux.Handle("/", p.op)
	return mux
}

// ServeHTTP implements [http.Handler].
func (p *Provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// A page that reaches this port under its own host name (DNS rebinding) gets nothing.
	if r.Host != p.issuer.Host {
		http.Error(w, "this provider answers for "+p.issuer.Host+" only", http.StatusMisdirectedRequest)
		return
	}
	p.faults.serve(w, r, p.mux)
}
