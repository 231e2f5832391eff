package apiclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
)

// lastToken is the error of a source that has no other token.
type lastToken struct{ none bool }

func (lastToken) Error() string        { return "there is no other token" }
func (e lastToken) NoOtherToken() bool { return e.none }

// oneToken is a source with a single token.
type oneToken struct{ err error }

func (s oneToken) Token(_ context.Context, rejected string) (string, error) {
	if rejected == "" {
		return "the only one", nil
	}
	return "", s.err
}

// TestTheLastToken: if there is no other token, the caller gets the API's refusal. Any other error of the source says more
// than the refusal.
func TestTheLastToken(t *testing.T) {
	requests := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		requests++
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		w.WriteHeader(http.StatusUnauthorized)
	}))
	defer server.Close()
	ended := errors.New("the session has ended")
	for name, tt := range map[string]struct {
		err     error
		refused bool
	}{
		"no other token":             {lastToken{true}, true},
		"no other token, wrapped":    {fmt.Errorf("source: %w", lastToken{true}), true},
		"an error that says no such": {lastToken{false}, false},
		"the session has ended":      {ended, false},
	} {
		t.Run(name, func(t *testing.T) {
			requests = 0
			client, err := New(Options{BaseURL: server.URL, Tokens: oneToken{tt.err}})
			if err != nil {
				t.Fatal(err)
			}
			_, err = client.GetText(t.Context(), "/")
			if IsKind(err, Unauthorized) != tt.refused || errors.Is(err, tt.err) == tt.refused || requests != 1 {
				t.Errorf("got %v after %d requests", err, requests)
			}
			transport, err := NewTransport(Options{BaseURL: server.URL, Tokens: oneToken{tt.err}})
			if err != nil {
				t.Fatal(err)
			}
			resp, err := (&http.Client{Transport: transport}).Get(server.URL + "/")
			if (err == nil) != tt.refused {
				t.Fatalf("the transport returned %v", err)
			}
			if err == nil {
				defer resp.Body.Close()
				if resp.StatusCode != http.StatusUnauthorized {
					t.Errorf("the transport returned status %d", resp.StatusCode)
				}
			}
		})
	}
}
