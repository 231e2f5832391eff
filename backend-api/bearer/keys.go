package bearer

import (
	"context"
	"fmt"
	"net/http"
	"sync"

	"github.com/golang-jwt/jwt/v5"

	"wails-openid-oauth/internal/jose"
	"wails-openid-oauth/internal/jwks"
	"wails-openid-oauth/internal/transport"
)

// issuerKeys are what a guard verifies with.
type issuerKeys interface {
	jose.KeySource
	// Holds reports whether a key that was found earlier is still the issuer's.
	Holds(key jwt.VerificationKey) bool
}

// fetchedKeys are the issuer's keys, kept fresh by one goroutine until close.
type fetchedKeys struct {
	*jwks.Set
	end     context.CancelFunc
	running sync.WaitGroup
}

func fetchKeys(options Options) (*fetchedKeys, error) {
	client := options.Client
	if client == nil {
		var err error
		if client, err = newClient(); err != nil {
			return nil, fmt.Errorf("bearer: %w", err)
		}
	}
	from := jwks.Options{URL: options.JWKSURI, Client: client, Algorithms: options.algorithms(), Log: options.Log}
	if options.JWKSURI == "" {
		from.Locate = jwks.Discover(options.Issuer, client)
	}
	set, err := jwks.New(from)
	if err != nil {
		return nil, fmt.Errorf("bearer: %w", err)
	}
	life, end := context.WithCancel(context.Background())
	keys := &fetchedKeys{Set: set, end: end}
	keys.running.Go(func() { set.Run(life) })
	return keys, nil
}

// newClient makes a client that keeps no connection open: keys are fetched every few minutes, and nothing may outlive Close.
func newClient() (*http.Client, error) {
	outside, err := transport.New(nil)
	if err != nil {
		return nil, err
	}
	outside.DisableKeepAlives = true
	return &http.Client{Transport: outside}, nil
}

func (k *fetchedKeys) close() {
	k.end()
	k.running.Wait()
}

// Close ends the fetching of keys, and returns when all of the guard's goroutines have ended. Requests may still be running: the
// guard goes on with the keys that it has, but gets no new ones. Calling it again does nothing.
func (g *Guard) Close() { g.fetched.close() }

// Ready reports whether there are keys to verify with. Until then the guard answers every token with 503. Use Ready for a
// readiness probe, but not for a liveness probe: a restart of the process does not bring the issuer back.
func (g *Guard) Ready() bool { return g.fetched.Ready() }
