package apiclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// source hands out "token-1", "token-2", ...: a new one for every one that was rejected.
type source struct {
	renewals int
	err      error
}

func (s *source) Token(_ context.Context, rejected string) (string, error) {
	if rejected == fmt.Sprintf("token-%d", s.renewals+1) {
		s.renewals++
	}
	return fmt.Sprintf("token-%d", s.renewals+1), s.err
}

// serve starts an API and returns a client for it and the credentials that it saw.
func serve(t *testing.T, tokens TokenSource, handler http.HandlerFunc) (*Client, *[]string) {
	t.Helper()
	seen := new([]string)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*seen = append(*seen, r.Method+" "+r.URL.Path+" "+r.Header.Get("Authorization"))
		handler(w, r)
	}))
	t.Cleanup(server.Close)
	client, err := New(Options{BaseURL: server.URL + "/", Tokens: tokens, HTTP: server.Client()})
	if err != nil {
		t.Fatal(err)
	}
	return client, seen
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func TestPrivateData(t *testing.T) {
	const first, second = "GET /private Bearer token-1", "GET /private Bearer token-2"
	tests := []struct {
		name    string
		handler http.HandlerFunc
		text    string
		kind    Kind
		seen    []string
	}{
		{"success", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hello") }, "hello", "", []string{first}},
		{"C-RT-401 renewed once", func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") == "Bearer token-1" {
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			fmt.Fprint(w, "hello")
		}, "hello", "", []string{first, second}},
		{"C-RT-401 never a loop", status(http.StatusUnauthorized), "", Unauthorized, []string{first, second}},
		{"C-RT-401 not for 403", status(http.StatusForbidden), "", Forbidden, []string{first}},
		{"C-RT-401 not for 503", status(http.StatusServiceUnavailable), "", Unavailable, []string{first}},
		{"too many requests", status(http.StatusTooManyRequests), "", Unavailable, []string{first}},
		{"not found", status(http.StatusNotFound), "", BadAnswer, []string{first}},
		{"no content", status(http.StatusNoContent), "", BadAnswer, []string{first}},
		{"redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		}, "", BadAnswer, []string{first}},
		{"too long", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, strings.Repeat("x", maxAnswer+1)) }, "", BadAnswer, []string{first}},
		{"no text", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "\xff\xfe") }, "", BadAnswer, []string{first}},
		{"cut off", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, "hello")
		}, "", Unreachable, []string{first}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			client, seen := serve(t, new(source), tt.handler)
			text, err := client.PrivateData(context.Background())
			if text != tt.text || (tt.kind == "") != (err == nil) || tt.kind != "" && !IsKind(err, tt.kind) {
				t.Errorf("got %q, %v; want %q, kind %q", text, err, tt.text, tt.kind)
			}
			if err != nil && strings.Contains(err.Error(), "token-") {
				t.Errorf("the error %q has the token in it", err)
			}
			if diff := cmp.Diff(tt.seen, *seen); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheAPIIsNotRunning(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	client, err := New(Options{BaseURL: server.URL, Tokens: new(source)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.PrivateData(context.Background()); !IsKind(err, Unreachable) {
		t.Errorf("got %v, want %q", err, Unreachable)
	}
}

func TestTheAPIDoesNotAnswer(t *testing.T) {
	release := make(chan struct{})
	client, _ := serve(t, new(source), func(http.ResponseWriter, *http.Request) { <-release })
	t.Cleanup(func() { close(release) })
	t.Run("in time", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(context.Background(), 1)
		defer cancel()
		if _, err := client.PrivateData(ctx); !IsKind(err, Timeout) {
			t.Errorf("got %v, want %q", err, Timeout)
		}
	})
	t.Run("and the person gives up", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := client.PrivateData(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want context.Canceled", err)
		}
	})
}

func TestNoToken(t *testing.T) {
	missing := errors.New("nobody is signed in")
	client, seen := serve(t, &source{err: missing}, status(http.StatusOK))
	if _, err := client.PrivateData(context.Background()); !errors.Is(err, missing) {
		t.Errorf("got %v, want the source's error", err)
	}
	if len(*seen) != 0 {
		t.Errorf("the API was asked without a token: %v", *seen)
	}
}

func TestNewRefuses(t *testing.T) {
	for _, base := range []string{"", "localhost:3000", "http://api.example", "ftp://localhost", "https://", "https://a@api.example",
		"https://api.example?x=1", "https://api.example#x", "http://127.0.0.1.example", "http://localhost.example"} {
		if _, err := New(Options{BaseURL: base}); err == nil {
			t.Errorf("%q was accepted", base)
		}
	}
	for _, base := range []string{"https://api.example/v1/", "http://localhost:3000", "http://127.0.0.1:1", "http://[::1]:1"} {
		if _, err := New(Options{BaseURL: base}); err != nil {
			t.Errorf("%q: %v", base, err)
		}
	}
}
