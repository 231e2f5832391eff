//go:build linux

package harness

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"wails-openid-oauth/backend-api/api"
	"wails-openid-oauth/backend-api/bearer"
	"wails-openid-oauth/test/driver"
)

// API is the real API. It records its requests, and a test can replace its answers.
type API struct {
	// URL is the address of the API.
	URL string
	// Server is closed at the end of the test. Close it earlier to test with an API that is down.
	Server *httptest.Server

	mu      sync.Mutex
	schemes []string // of the Authorization headers, in the order of arrival
	token   string   // the token of the last request
	answer  http.HandlerFunc
}

// NewAPI starts the API with the given options, and waits until it has the issuer's keys. All programs use the clock of this
// machine, so set no Leeway: then the API refuses an expired access token at once.
func NewAPI(t testing.TB, tokens bearer.Options) *API {
	t.Helper()
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	handler, err := api.New(api.Options{Token: tokens, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(handler.Close)
	a := &API{}
	a.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.note(r).ServeHTTP(w, r)
	}))
	a.mu.Lock()
	defer a.mu.Unlock()
	a.answer, a.URL = handler.ServeHTTP, a.Server.URL
	t.Cleanup(a.Server.Close)
	awaitReady(t, handler)
	return a
}

// awaitReady waits until the API has the issuer's keys.
func awaitReady(t testing.TB, handler http.Handler) {
	t.Helper()
	for begin := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/readyz", nil))
		switch {
		case w.Code == http.StatusOK:
			return
		case time.Since(begin) > driver.WaitLimit:
			t.Fatalf("the API has no keys after %v", driver.WaitLimit)
		}
	}
}

// note records a request, and returns the handler that answers it.
func (a *API) note(r *http.Request) http.Handler {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	a.mu.Lock()
	defer a.mu.Unlock()
	a.schemes, a.token = append(a.schemes, scheme), token
	return a.answer
}

// Seen returns the scheme of each request's Authorization header.
func (a *API) Seen() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]string(nil), a.schemes...)
}

// Token returns the access token of the last request.
func (a *API) Token() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.token
}

// Answers makes the API answer every later request with a status and a challenge.
func (a *API) Answers(status int, challenge string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.schemes = nil
	a.answer = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("WWW-Authenticate", challenge)
		w.WriteHeader(status)
	}
}

// AwaitRefusal waits until the API refuses an access token, because it has expired.
func (a *API) AwaitRefusal(ctx context.Context, access string) error {
	for {
		status, err := a.ask(ctx, access)
		if err != nil || status == http.StatusUnauthorized {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the API still answers %d: %w", status, ctx.Err())
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// ask makes a separate request and returns the status of the answer.
func (a *API) ask(ctx context.Context, access string) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, a.URL+"/private", nil)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Authorization", "Bearer "+access)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, resp.Body.Close()
}
