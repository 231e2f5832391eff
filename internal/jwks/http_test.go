package jwks

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"wails-openid-oauth/test/josetest"
)

func TestA_CONFIG_CLOSED(t *testing.T) {
	for url, ok := range map[string]bool{
		"https://idp.example/keys":    true,
		"http://localhost:8080/keys":  true,
		"http://127.0.0.1/keys":       true,
		"http://127.8.8.8/keys":       true,
		"http://[::1]:9/keys":         true,
		"":                            false,
		"/keys":                       false,
		"https:///keys":               false,
		"http://idp.example/keys":     false,
		"http://127.0.0.1.example/":   false,
		"http://localhost.example/":   false,
		"http://0.0.0.0/":             false,
		"ftp://localhost/keys":        false,
		"file:///keys":                false,
		"https://me:pw@idp.example/k": false,
		"https://idp.example/k#f":     false,
		"https://idp example/":        false,
	} {
		if _, err := New(Options{URL: url}); (err == nil) != ok {
			t.Errorf("New %q: %v", url, err)
		}
	}
}

// A-JWKS-NOREDIRECT: neither a key set nor a discovery document is read from a redirect's target.
func TestA_JWKS_NOREDIRECT(t *testing.T) {
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		elsewhere.Add(1)
		fmt.Fprint(w, first())
	}))
	defer other.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		server := httptest.NewServer(http.RedirectHandler(other.URL+"/", status))
		client := server.Client()
		client.CheckRedirect = func(*http.Request, []*http.Request) error { return nil }
		set, err := New(Options{URL: server.URL + "/keys", Client: client, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		want(t, verify(set, josetest.Key(), "k1"), ErrUnavailable)
		if url, err := Discover(server.URL, client)(t.Context()); err == nil {
			t.Errorf("%d: discovered %s", status, url)
		}
		server.Close()
	}
	if elsewhere.Load() != 0 {
		t.Errorf("%d requests followed a redirect", elsewhere.Load())
	}
}

// The client stops reading an endless answer, and closes the connection.
func TestEndlessAnswer(t *testing.T) {
	cut := make(chan bool, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		block := strings.Repeat(" ", 64<<10)
		for range 1000 {
			if _, err := io.WriteString(w, block); err != nil {
				cut <- true
				return
			}
		}
		cut <- false
	}))
	defer server.Close()
	_, err := get(t.Context(), server.Client(), server.URL)
	if err == nil || !strings.Contains(err.Error(), "more than") {
		t.Errorf("got %v", err)
	}
	if !<-cut {
		t.Error("the client read 64 MB of the answer")
	}
}

func TestBrokenOffAnswer(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		fmt.Fprint(w, "{")
	}))
	defer server.Close()
	if _, err := get(t.Context(), server.Client(), server.URL); err == nil || !strings.Contains(err.Error(), "complete answer") {
		t.Errorf("got %v", err)
	}
}

// C-DISC-ISSUER, for the API.
func TestDiscover(t *testing.T) {
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	defer server.Close()
	document := ""
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, document)
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, first()) })
	keys := server.URL + "/keys"

	for _, issuer := range []string{server.URL, server.URL + "/"} {
		document = fmt.Sprintf(`{"issuer":%q,"jwks_uri":%q}`, issuer, keys)
		set, err := New(Options{Locate: Discover(issuer, nil), Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		want(t, verify(set, josetest.Key(), "k1"), nil)
	}

	for name, bad := range map[string]string{
		"other issuer":      fmt.Sprintf(`{"issuer":"https://evil.example","jwks_uri":%q}`, keys),
		"trailing slash":    fmt.Sprintf(`{"issuer":%q,"jwks_uri":%q}`, server.URL+"/", keys),
		"no issuer":         fmt.Sprintf(`{"jwks_uri":%q}`, keys),
		"no jwks_uri":       fmt.Sprintf(`{"issuer":%q}`, server.URL),
		"jwks_uri not ours": fmt.Sprintf(`{"issuer":%q,"jwks_uri":"http://idp.example/keys"}`, server.URL),
		"jwks_uri a number": fmt.Sprintf(`{"issuer":%q,"jwks_uri":1}`, server.URL),
		"A-CASE":            fmt.Sprintf(`{"ISSUER":%q,"JWKS_URI":%q}`, server.URL, keys),
		"A-DUP":             fmt.Sprintf(`{"issuer":%q,"issuer":%q,"jwks_uri":%q}`, "x", server.URL, keys),
		"HTML":              "<!doctype html>",
		"empty":             "",
	} {
		document = bad
		if url, err := Discover(server.URL, server.Client())(t.Context()); err == nil {
			t.Errorf("%s: got %s", name, url)
		}
	}
	if _, err := Discover("http://idp.example", nil)(t.Context()); err == nil {
		t.Error("an issuer with http was accepted")
	}
	downgrade := []byte(`{"issuer":"https://idp.example","jwks_uri":"http://127.0.0.1/"}`)
	if _, err := keySetURL(downgrade, "https://idp.example"); err == nil {
		t.Error("a jwks_uri with http of an https issuer was accepted")
	}
}

// Every URL that Locate returns is checked.
func TestLocateIsChecked(t *testing.T) {
	for _, locate := range []func(context.Context) (string, error){
		func(context.Context) (string, error) { return "http://idp.example/keys", nil },
		func(context.Context) (string, error) { return "", errors.New("no idea") },
	} {
		set, err := New(Options{Locate: locate, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		want(t, verify(set, josetest.Key(), "k1"), ErrUnavailable)
	}
}
