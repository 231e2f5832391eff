// Package authtest is the test support of the relying party: a tunable OpenID provider, a user agent without a screen,
// and a token store in memory. Unit tests and the end-to-end journeys share it, so that there is one test provider.
//
//	provider := authtest.NewProvider(t)                    // http on 127.0.0.1, or TLS by option
//	browser := provider.Browser()                          // logs in as Ada and consents
//	store := authtest.NewStore()
//	provider.Tamper(idp.PathToken, provider.EditIDToken(func(header, claims map[string]any) {
//		claims["nonce"] = "another"
//	}))
//	...
//	if got := len(provider.Requests(idp.PathToken)); got != 1 { ... }
//
// [Provider] starts demo/idp on a loopback listener, records every request, and lets a test rewrite every answer
// on its way out; idp's own faults (status, hang, drop, late) and controls (keys, revocation) are promoted.
// [Browser] implements auth.Browser by plain HTTP. [Store] implements auth.TokenStore.
//
// The recorded requests hold codes, verifiers and tokens: compare them, do not print them.
//
// The package imports auth; a test of auth that uses it is of package auth_test.
package authtest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"wails-openid-oauth/demo/idp"
)

// The registration that a provider has when the options name none.
const (
	ClientID    = "demo-client"
	RedirectURI = "http://localhost/callback"
	// LoopbackRedirectURI is registered, too. Its port does not count.
	LoopbackRedirectURI = "http://127.0.0.1/callback"
	Audience            = "https://api.demo.example"
)

// Options describe a test provider. The zero value describes a provider without faults.
type Options struct {
	// Options are the options of the provider in demo/idp. Start sets the issuer, and defaults for the registration and the keys.
	idp.Options
	// TLS serves https with a certificate that only [Provider.Client] and [Provider.CertPool] trust.
	TLS bool
	// MaxTLSVersion is the newest version that the provider speaks, such as tls.VersionTLS11. Default: the newest of crypto/tls.
	MaxTLSVersion uint16
	// Auth0 gives the provider the shape of an Auth0 tenant, with TLS.
	Auth0 *Auth0
	// Addr is the loopback address to listen at. Default: 127.0.0.1 with a free port.
	Addr string
}

// Provider is a running test provider. Its methods are safe for use by several goroutines.
type Provider struct {
	*idp.Provider
	// Issuer and ClientID are for the configuration of a relying party.
	Issuer, ClientID string

	addr   string
	domain string // the custom domain, or empty
	front  http.Handler
	cert   *tls.Certificate // nil: plain http
	pool   *x509.CertPool
	maxTLS uint16

	mu       sync.Mutex
	server   *http.Server
	running  sync.WaitGroup // servers and connections
	tampers  map[string][]*Tamper
	requests []Request
	arrived  chan struct{} // closed at the next request
}

// TB is the part of *testing.T that this package needs. As its own type, it keeps package testing out of programs that use
// Start.
type TB interface {
	Helper()
	Fatalf(format string, args ...any)
	Cleanup(func())
}

// NewProvider starts a provider for the length of a test.
func NewProvider(t TB, edits ...func(*Options)) *Provider {
	t.Helper()
	var opts Options
	for _, edit := range edits {
		edit(&opts)
	}
	provider, err := Start(opts)
	if err != nil {
		t.Fatalf("start the test provider: %v", err)
	}
	t.Cleanup(provider.Close)
	return provider
}

// Start starts a provider. Close ends it.
func Start(opts Options) (*Provider, error) {
	if opts.Addr == "" {
		opts.Addr = "127.0.0.1:0"
	}
	listener, err := net.Listen("tcp", opts.Addr)
	if err != nil {
		return nil, fmt.Errorf("authtest: %w", err)
	}
	p := &Provider{addr: listener.Addr().String(), tampers: map[string][]*Tamper{}, arrived: make(chan struct{})}
	if err := p.build(opts); err != nil {
		return nil, errors.Join(fmt.Errorf("authtest: %w", err), listener.Close())
	}
	p.serve(listener)
	return p, nil
}

// build makes the provider for the address at which it listens.
func (p *Provider) build(opts Options) error {
	scheme := "http"
	if opts.Auth0 != nil {
		opts.TLS, p.domain = true, opts.Auth0.Domain
	}
	if opts.TLS {
		scheme = "https"
		cert, pool, err := newCertificate(p.domain)
		if err != nil {
			return err
		}
		p.cert, p.pool, p.maxTLS = cert, pool, opts.MaxTLSVersion
	}
	opts.Issuer = scheme + "://" + p.addr
	if opts.ClientID == "" {
		opts.ClientID, opts.ClientName = ClientID, "Demo App"
	}
	if len(opts.RedirectURIs) == 0 {
		opts.RedirectURIs = []string{RedirectURI, LoopbackRedirectURI}
	}
	if len(opts.APIIdentifiers) == 0 {
		opts.APIIdentifiers = []string{Audience}
	}
	if opts.NewKey == nil {
		opts.NewKey = pooledKeys()
	}
	provider, err := idp.New(opts.Options)
	if err != nil {
		return err
	}
	p.Provider, p.Issuer, p.ClientID, p.front = provider, opts.Issuer, opts.ClientID, provider
	if opts.Auth0 != nil {
		p.front = newTenant(*opts.Auth0, provider, opts.RedirectURIs[0])
		p.Issuer = "https://" + p.domain + "/"
	}
	return nil
}

// CertPool trusts the provider's certificate; nil without TLS.
func (p *Provider) CertPool() *x509.CertPool { return p.pool }

// Client returns a client with its own connections that trusts the provider and follows no redirect.
func (p *Provider) Client() *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			TLSClientConfig: &tls.Config{RootCAs: p.pool, MinVersion: tls.VersionTLS12}, DialContext: p.dial,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       30 * time.Second,
	}
}

// dial connects to the custom domain at the provider's own address, because no name server knows it.
func (p *Provider) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if p.domain != "" && address == net.JoinHostPort(p.domain, "443") {
		address = p.addr
	}
	return new(net.Dialer).DialContext(ctx, network, address)
}
