//go:build replicas

package replicas

import (
	"crypto/rsa"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"wails-openid-oauth/test/josetest"
)

// generation is a signing key of the provider, with its state.
type generation struct {
	kid   string
	key   *rsa.PrivateKey
	state atomic.Int32
}

// These are the states of a generation. The replicas are not told about a change. Until each replica has fetched the keys again,
// both answers to a token of the old key are right.
const (
	serving int32 = iota // The key is published, and its tokens are good.
	leaving              // The key is no longer published.
	gone                 // Every replica has noticed that, and refuses its tokens for ever.
)

// provider publishes one key at a time.
type provider struct {
	url       string
	published atomic.Pointer[generation]
	fetches   atomic.Int32
}

func newProvider(t *testing.T, first *generation) *provider {
	t.Helper()
	p := new(provider)
	p.published.Store(first)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"issuer":%q,"jwks_uri":%q}`, p.url, p.url+"/keys")
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		p.fetches.Add(1)
		g := p.published.Load()
		io.WriteString(w, josetest.Set(josetest.JWK(&g.key.PublicKey, g.kid, `"use":"sig"`)))
	})
	server := httptest.NewUnstartedServer(mux)
	p.url = "http://" + server.Listener.Addr().String()
	server.Start()
	t.Cleanup(server.Close)
	return p
}
