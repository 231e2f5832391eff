package apiclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// maxBody is the bound of the tests' clients.
const maxBody = 64 << 10

// source returns "token-1", "token-2", ...: a new token for every rejected one.
type source struct {
	mu       sync.Mutex
	renewals int
	err      error
}

func (s *source) Token(_ context.Context, rejected string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if rejected == fmt.Sprintf("token-%d", s.renewals+1) {
		s.renewals++
	}
	return fmt.Sprintf("token-%d", s.renewals+1), s.err
}

// serve starts an API and returns a client for it and the credentials that it saw.
func serve(t *testing.T, tokens TokenSource, handler http.HandlerFunc) (*Client, *[]string) {
	t.Helper()
	var mu sync.Mutex
	seen := new([]string)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		*seen = append(*seen, r.Method+" "+r.URL.Path+" "+r.Header.Get("Authorization"))
		mu.Unlock()
		handler(w, r)
	}))
	t.Cleanup(server.Close)
	client, err := New(Options{BaseURL: server.URL + "/", Tokens: tokens, RoundTripper: server.Client().Transport, MaxBody: maxBody})
	if err != nil {
		t.Fatal(err)
	}
	return client, seen
}

// stopClock makes every wait of the client end at once, and returns the waits.
func stopClock(c *Client) *[]time.Duration {
	waits := new([]time.Duration)
	c.transport.opts.Now = func() time.Time { return testNow }
	c.transport.opts.After = func(wait time.Duration) <-chan time.Time {
		*waits = append(*waits, wait)
		passed := make(chan time.Time)
		close(passed)
		return passed
	}
	return waits
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

// refuse answers with a status and challenges, and with a text that must not appear anywhere.
func refuse(code int, challenges ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Www-Authenticate"] = challenges
		http.Error(w, "the API's own words", code)
	}
}

func TestGetText(t *testing.T) {
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
				refuse(401, `Bearer realm="api", error="invalid_token"`)(w, r)
				return
			}
			fmt.Fprint(w, "hello")
		}, "hello", "", []string{first, second}},
		{"C-RT-401 never a loop", refuse(401, `Bearer error="invalid_token"`), "", Unauthorized, []string{first, second}},
		{"C-RT-401 not without a challenge", status(401), "", Unauthorized, []string{first}},
		{"C-RT-401 not for a bare challenge", refuse(401, `Bearer realm="api"`), "", Unauthorized, []string{first}},
		{"C-RT-401 not for another code", refuse(401, `Bearer error="insufficient_scope"`), "", Unauthorized, []string{first}},
		{"C-RT-401 not for another scheme", refuse(401, `DPoP error="invalid_token"`), "", Unauthorized, []string{first}},
		{"C-RT-401 among other schemes", refuse(401, `Negotiate`, `Basic realm="x", bearer ERROR=invalid_token`), "", Unauthorized, []string{first, second}},
		{"C-RT-401 not for 403", status(403), "", Forbidden, []string{first}},
		{"C-RT-401 not for 403 invalid_token", refuse(403, `Bearer error="invalid_token"`), "", Forbidden, []string{first}},
		{"C-RT-401 not for 503", refuse(503, `Bearer error="invalid_token"`), "", Unavailable, []string{first}},
		{"insufficient scope", refuse(403, `Bearer error="insufficient_scope", scope="a b"`), "", InsufficientScope, []string{first}},
		{"too many requests", status(http.StatusTooManyRequests), "", Unavailable, []string{first}},
		{"not found", status(http.StatusNotFound), "", BadAnswer, []string{first}},
		{"too long a token", status(http.StatusRequestHeaderFieldsTooLarge), "", TooLarge, []string{first}},
		{"no content", status(http.StatusNoContent), "", BadAnswer, []string{first}},
		{"redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		}, "", BadAnswer, []string{first}},
		{"too long", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, strings.Repeat("x", maxBody+1)) }, "", BadAnswer, []string{first}},
		{"no text", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "\xff\xfe") }, "", BadAnswer, []string{first}},
		{"cut off", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, "hello")
		}, "", Unreachable, []string{first}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			client, seen := serve(t, new(source), tt.handler)
			text, err := client.GetText(context.Background(), "/private")
			if text != tt.text || (tt.kind == "") != (err == nil) || tt.kind != "" && !IsKind(err, tt.kind) {
				t.Errorf("got %q, %v; want %q, kind %q", text, err, tt.text, tt.kind)
			}
			if err != nil && (strings.Contains(err.Error(), "token-") || strings.Contains(err.Error(), "words")) {
				t.Errorf("the error %q has the token in it, or the API's words", err)
			}
			if diff := cmp.Diff(tt.seen, *seen); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestInsufficientScope checks what the error tells a developer.
func TestInsufficientScope(t *testing.T) {
	client, _ := serve(t, new(source), refuse(403, `Bearer error="insufficient_scope", error_description="the API's own words", scope="read:messages a"`))
	_, err := client.GetText(t.Context(), "/private")
	want := &Error{Kind: InsufficientScope, Status: 403, Scopes: []string{"read:messages", "a"}}
	got := new(Error)
	errors.As(err, &got)
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(Error{})); diff != "" {
		t.Error(diff)
	}
	if text := err.Error(); text != "the API call failed: insufficient scope: read:messages a" {
		t.Error(text)
	}
	if text := (&Error{Kind: Unavailable, RetryAfter: 5 * time.Minute}).Error(); text != "the API call failed: unavailable for 5m0s" {
		t.Error(text)
	}
}

// TestNoTokenAtAll: a source that breaks its contract does not cause a loop.
func TestNoTokenAtAll(t *testing.T) {
	client, seen := serve(t, silent{}, refuse(401, `Bearer error="invalid_token"`))
	ctx, cancel := context.WithTimeout(t.Context(), waitLimit)
	defer cancel()
	if _, err := client.GetText(ctx, "/private"); !IsKind(err, Unauthorized) || len(*seen) != 2 {
		t.Errorf("got %v after %d requests, want Unauthorized after 2", err, len(*seen))
	}
}

type silent struct{}

func (silent) Token(context.Context, string) (string, error) { return "", nil }

func TestTheAPIIsNotRunning(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	client, err := New(Options{BaseURL: server.URL, Tokens: new(source)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.GetText(context.Background(), "/private"); !IsKind(err, Unreachable) {
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
		if _, err := client.GetText(ctx, "/private"); !IsKind(err, Timeout) {
			t.Errorf("got %v, want %q", err, Timeout)
		}
	})
	t.Run("and the person gives up", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := client.GetText(ctx, "/private"); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want context.Canceled", err)
		}
	})
}

func TestNoToken(t *testing.T) {
	missing := errors.New("no user is signed in")
	client, seen := serve(t, &source{err: missing}, status(http.StatusOK))
	if _, err := client.GetText(context.Background(), "/private"); !errors.Is(err, missing) {
		t.Errorf("got %v, want the source's error", err)
	}
	if len(*seen) != 0 {
		t.Errorf("the API was asked without a token: %v", *seen)
	}
}

func TestNewRefuses(t *testing.T) {
	for _, base := range []string{"", "localhost:3000", "http://api.example", "ftp://localhost", "https://", "https://a@api.example",
		"https://api.example?x=1", "https://api.example#x", "http://127.0.0.1.example", "http://localhost.example",
		"https://api.example?", "https://api.example//", "https://api.example/a/../b", "https://api.example/a%5cb"} {
		if _, err := New(Options{BaseURL: base, Tokens: new(source)}); err == nil {
			t.Errorf("%q was accepted", base)
		}
	}
	for _, base := range []string{"https://api.example/v1/", "http://localhost:3000", "http://127.0.0.1:1", "http://[::1]:1"} {
		if _, err := New(Options{BaseURL: base, Tokens: new(source)}); err != nil {
			t.Errorf("%q: %v", base, err)
		}
	}
	if _, err := New(Options{BaseURL: "https://api.example"}); err == nil {
		t.Error("a client without a source of tokens was made")
	}
}
