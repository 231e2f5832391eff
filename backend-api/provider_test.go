package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"wails-openid-oauth/test/josetest"
)

// idp is an issuer that can be made to misbehave, and to behave again, while the program asks it.
type idp struct {
	url    string
	server *http.Server

	mu    sync.Mutex
	keys  []string         // the published keys
	fault http.HandlerFunc // answers everything, unless nil
	delay time.Duration    // of good answers
	asked int              // requests of any kind
	sets  int              // good answers with keys
}

// newIDP starts an issuer that works and publishes k1.
func newIDP(t *testing.T) *idp {
	t.Helper()
	p := &idp{keys: []string{firstKey()}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.url = "http://" + listener.Addr().String()
	p.serve(t, listener)
	return p
}

// firstKey and secondKey are what an issuer publishes before and after a rotation.
func firstKey() string  { return josetest.JWK(&josetest.Key().PublicKey, "k1", `"use":"sig"`) }
func secondKey() string { return josetest.JWK(&josetest.Other().PublicKey, "k2", `"use":"sig"`) }

func (p *idp) serve(t *testing.T, listener net.Listener) {
	p.server = &http.Server{Handler: p, ReadHeaderTimeout: waitLimit}
	server := p.server
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { server.Close() })
}

// ServeHTTP implements http.Handler.
func (p *idp) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.asked++
	fault, keys, delay := p.fault, p.keys, p.delay
	if fault == nil && r.URL.Path == "/keys" {
		p.sets++
	}
	p.mu.Unlock()
	if fault == nil {
		time.Sleep(delay)
	}
	switch {
	case fault != nil:
		fault(w, r)
	case r.URL.Path == "/keys":
		io.WriteString(w, josetest.Set(keys...))
	case r.URL.Path == "/.well-known/openid-configuration":
		fmt.Fprintf(w, `{"issuer":%q,"jwks_uri":%q}`, p.url, p.url+"/keys")
	default:
		http.NotFound(w, r)
	}
}

// misbehave answers every request from now on with fault. With nil the issuer works again. Requests that already wait in
// a fault stay there.
func (p *idp) misbehave(fault http.HandlerFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fault = fault
}

// slow delays good answers.
func (p *idp) slow(delay time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.delay = delay
}

// publish changes the keys.
func (p *idp) publish(keys ...string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keys = keys
}

// goDown closes the listener and every connection; comeBack listens there again.
func (p *idp) goDown() { p.server.Close() }

func (p *idp) comeBack(t *testing.T) {
	t.Helper()
	listener, err := net.Listen("tcp", strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	p.serve(t, listener)
}

// requests returns how often it was asked for anything, and keySets how often it gave its keys.
func (p *idp) requests() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked
}

// neverAsked fails the test if this issuer, the target of a redirect, got a request.
func (p *idp) neverAsked(t *testing.T) {
	t.Helper()
	if p.requests() > 0 {
		t.Error("A-JWKS-NOREDIRECT: a redirect was followed")
	}
}

func (p *idp) keySets() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sets
}

// faults are answers of a provider that contain no keys. A provider that is down is not among them.
func faults(elsewhere string) map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{
		"hangs":       func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"drips":       drip,
		"sends 50 MB": flood,
		"sends a long header": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Link", strings.Repeat("x", 12<<20))
		},
		"sends HTML": func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, "<!doctype html><title>Sign in to the Wi-Fi</title>")
		},
		"answers 500": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusInternalServerError) },
		"hangs up":    func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"redirects": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere+r.URL.Path, http.StatusTemporaryRedirect)
		},
	}
}

// drip sends one space per second. A JSON text may begin with spaces.
func drip(w http.ResponseWriter, r *http.Request) {
	for {
		io.WriteString(w, " ")
		_ = http.NewResponseController(w).Flush()
		select {
		case <-r.Context().Done():
			return
		case <-time.After(time.Second):
		}
	}
}

// flood sends 50 MB as fast as the client reads.
func flood(w http.ResponseWriter, _ *http.Request) {
	piece := strings.Repeat(" ", 64<<10)
	for range 50 << 20 / len(piece) {
		if _, err := io.WriteString(w, piece); err != nil {
			return
		}
	}
}
