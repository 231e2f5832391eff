package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"wails-openid-oauth/backend-api/api"
	"wails-openid-oauth/internal/config"
	"wails-openid-oauth/internal/jose/josetest"
)

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"backend-api": main}) }

// TestScript runs the program as its own process; see testdata/script.
func TestScript(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { taken.Close() }) // The scripts run in parallel, after this function has returned.
	testscript.Run(t, testscript.Params{
		Dir:      "testdata/script",
		Deadline: time.Now().Add(30 * time.Second),
		Setup: func(env *testscript.Env) error {
			_, port, err := net.SplitHostPort(taken.Addr().String())
			env.Setenv("TAKEN", port)
			return err
		},
	})
}

// provider is an issuer that is down until up is called.
type provider struct {
	url string
	up  func()
}

func newProvider(t *testing.T) provider {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	url := "http://" + listener.Addr().String()
	listener.Close()
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"issuer":%q,"jwks_uri":%q}`, url, url+"/keys")
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, josetest.Set(josetest.JWK(&josetest.Key().PublicKey, "k1", `"use":"sig"`)))
	})
	return provider{url, func() {
		listener, err := net.Listen("tcp", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: mux}}
		server.Start()
		t.Cleanup(server.Close)
	}}
}

// A-JWKS-503: the program as main wires it, with a provider that is down when it starts: it serves at once, answers 503,
// and is right within a second of the provider's return.
func TestProviderDownAtStart(t *testing.T) {
	p := newProvider(t)
	log := slog.New(slog.DiscardHandler)
	settings := config.API{Issuer: p.url, Audience: "https://api.example", Host: "127.0.0.1"}
	keys, handler, err := build(settings, log)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	listener, err := listen(ctx, settings)
	if err != nil {
		t.Fatal(err)
	}
	stopped := make(chan error, 2)
	go func() { keys.Run(ctx); stopped <- nil }()
	go func() { stopped <- api.Serve(ctx, listener, handler, log) }()

	token := josetest.Compact(josetest.Key(), `{"alg":"RS256","kid":"k1"}`, fmt.Sprintf(
		`{"iss":%q,"aud":"https://api.example","exp":%d}`, p.url, time.Now().Add(time.Hour).Unix()))
	base := "http://" + listener.Addr().String()
	if got := status(t, base+"/public", ""); got != 200 {
		t.Errorf("/public: %d", got)
	}
	if got := status(t, base+"/private", token); got != 503 {
		t.Errorf("/private without keys: %d", got)
	}
	p.up()
	// A second from the provider's return, and one more for a machine that is busy with other tests.
	for back := time.Now(); status(t, base+"/private", token) != 200; time.Sleep(10 * time.Millisecond) {
		if time.Since(back) > 2*time.Second {
			t.Fatal("it did not recover")
		}
	}
	cancel()
	for range 2 {
		if err := <-stopped; err != nil {
			t.Error(err)
		}
	}
}

func status(t *testing.T, url, token string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}
