//go:build linux && e2e

package e2e_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"wails-openid-oauth/backend-api/api"
	"wails-openid-oauth/internal/authtest"
	"wails-openid-oauth/internal/jwks"
)

// resourceServer is the real API, with a record of what it was asked and a switch for its answers.
type resourceServer struct {
	url    string
	server *httptest.Server

	mu      sync.Mutex
	schemes []string // of the Authorization headers, in the order of arrival
	answer  http.HandlerFunc
}

func newResourceServer(t *testing.T, issuer string) *resourceServer {
	t.Helper()
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	keys, err := jwks.New(jwks.Options{Locate: jwks.Discover(issuer, nil), Log: log})
	if err != nil {
		t.Fatal(err)
	}
	handler, err := api.New(api.Options{Issuer: issuer, Audience: authtest.Audience, Keys: keys, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	s := &resourceServer{}
	s.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		scheme, _, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		s.mu.Lock()
		s.schemes = append(s.schemes, scheme)
		answer := s.answer
		s.mu.Unlock()
		if answer == nil {
			answer = handler.ServeHTTP
		}
		answer(w, r)
	}))
	s.url = s.server.URL
	t.Cleanup(s.server.Close)
	return s
}

// seen returns the scheme of each request's Authorization header.
func (s *resourceServer) seen() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.schemes...)
}

// answers makes the API answer every request with a status and a challenge.
func (s *resourceServer) answers(status int, challenge string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.schemes = nil
	s.answer = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("WWW-Authenticate", challenge)
		w.WriteHeader(status)
	}
}

// accepts reports whether the API takes an access token now.
func (s *resourceServer) accepts(t *testing.T, access string) bool {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+"/private", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+access)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	return resp.StatusCode == http.StatusOK
}
