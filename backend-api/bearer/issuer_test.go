package bearer_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"wails-openid-oauth/backend-api/bearer"
	"wails-openid-oauth/test/josetest"
)

// provider is an issuer with one key, k.
type provider struct {
	url string

	mu    sync.Mutex
	asked []string         // paths
	fault http.HandlerFunc // answers everything, unless nil
}

func newProvider(t *testing.T) *provider {
	t.Helper()
	p := &provider{}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	p.url = server.URL
	return p
}

// startIssuer is an issuer for an example, until the tests end.
func startIssuer() string {
	p := &provider{}
	p.url = httptest.NewServer(p).URL
	return p.url
}

// ServeHTTP implements http.Handler.
func (p *provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.asked = append(p.asked, r.URL.Path)
	fault := p.fault
	p.mu.Unlock()
	switch {
	case fault != nil:
		fault(w, r)
	case r.URL.Path == "/.well-known/openid-configuration":
		p.discovery(w, r)
	case r.URL.Path == "/keys":
		io.WriteString(w, josetest.Set(josetest.JWK(&josetest.Key().PublicKey, "k")))
	default:
		http.NotFound(w, r)
	}
}

func (*provider) discovery(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintf(w, `{"issuer":%q,"jwks_uri":%q}`, "http://"+r.Host, "http://"+r.Host+"/keys")
}

// misbehave answers every request from now on with fault. With nil it answers correctly again.
func (p *provider) misbehave(fault http.HandlerFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fault = fault
}

func (p *provider) paths() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.asked...)
}

// guard is a guard for the provider's tokens, until the test ends.
func (p *provider) guard(t *testing.T, edits ...func(*bearer.Options)) *bearer.Guard {
	t.Helper()
	options := bearer.Options{Issuer: p.url, Audience: audience, Log: slog.New(slog.DiscardHandler)}
	for _, edit := range edits {
		edit(&options)
	}
	guard, err := bearer.New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(guard.Close)
	return guard
}

// token returns a good token with claims changed. The value nil removes a claim.
func (p *provider) token(changes map[string]any) string {
	claims := map[string]any{"iss": p.url, "aud": audience, "sub": "ada", "exp": time.Now().Add(time.Hour).Unix()}
	for name, value := range changes {
		claims[name] = value
		if value == nil {
			delete(claims, name)
		}
	}
	return josetest.Compact(josetest.Key(), `{"alg":"RS256","kid":"k"}`, josetest.JSON(claims))
}

// await polls a condition.
func await(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for begin := time.Now(); !condition(); time.Sleep(10 * time.Millisecond) {
		if time.Since(begin) > time.Minute {
			t.Fatalf("after a minute this is still not true: %s", what)
		}
	}
}
