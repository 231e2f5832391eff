//go:build linux

package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"wails-openid-oauth/test/josetest"
)

// The values in the tokens, and in the settings of backend-api.
const (
	issuer   = "https://idp.example/"
	audience = "https://api.example"
	clientID = "bench-app"
	kid      = "bench"
)

// serveKeys publishes the key set on this machine. It returns the environment of a backend-api that uses it.
func serveKeys() (environment []string, stop func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	set := josetest.Set(josetest.JWK(&josetest.Key().PublicKey, kid, `"use":"sig"`, `"alg":"RS256"`))
	keys := &http.Server{
		ReadHeaderTimeout: time.Second,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/jwk-set+json")
			io.WriteString(w, set)
		}),
	}
	go keys.Serve(listener)
	return []string{
		"ISSUER=" + issuer, "API_IDENTIFIER=" + audience, "CLIENT_ID=" + clientID, "PORT=0",
		fmt.Sprintf("JWKS_URI=http://%s/keys", listener.Addr()),
	}, func() { keys.Close() }, nil
}
