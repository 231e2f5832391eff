package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/test/josetest"
)

func TestReady(t *testing.T) {
	api := run(t, options(provider{down: true}, &bytes.Buffer{}))
	if w := get(api, "/readyz", ""); w.Code != 503 {
		t.Errorf("without keys: %d", w.Code)
	}
	if w := get(api, "/healthz", ""); w.Code != 200 {
		t.Errorf("/healthz without keys: %d, want 200", w.Code)
	}
	if w := get(api, "/private", accessToken("")); w.Code != 503 || w.Header().Get("Retry-After") != "1" {
		t.Errorf("A-JWKS-503: %d %v", w.Code, w.Header())
	}

	api, _ = newAPI(t)
	if w := get(api, "/readyz", ""); w.Code != 200 || w.Header().Get("Connection") != "" {
		t.Errorf("with keys: %d %v", w.Code, w.Header())
	}
	api.Drain()
	if w := get(api, "/readyz", ""); w.Code != 503 {
		t.Errorf("draining: %d", w.Code)
	}
	if w := get(api, "/private", accessToken("")); w.Code != 200 || w.Header().Get("Connection") != "close" {
		t.Errorf("while draining, it must answer and close the connection: %d %v", w.Code, w.Header())
	}
}

func TestA_PRM(t *testing.T) {
	const place = "https://api.example/.well-known/oauth-protected-resource/v1"
	api, _ := newAPI(t)
	if got := get(api, "/private", "").Header().Get("WWW-Authenticate"); got != `Bearer realm="api", resource_metadata="`+place+`"` {
		t.Errorf("the challenge is %s", got)
	}
	for _, path := range []string{wellKnown, wellKnown + "/v1"} {
		w := get(api, path, "")
		var got map[string]any
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		scopes, _ := got["scopes_supported"].([]any)
		if !slices.Contains(scopes, any("read:messages")) || len(scopes) != len(Scopes()) {
			t.Errorf("the scopes are %q, want %q", scopes, Scopes())
		}
		delete(got, "scopes_supported")
		if diff := cmp.Diff(map[string]any{
			"resource": "https://api.example/v1/", "authorization_servers": []any{issuer},
			"bearer_methods_supported": []any{"header"}, "resource_name": "Messages",
		}, got); diff != "" {
			t.Error(diff)
		}
		if w.Code != 200 || w.Header().Get("Content-Type") != "application/json" {
			t.Errorf("%d %v", w.Code, w.Header())
		}
	}
	for resource, want := range map[string]string{
		"https://api.example":       "https://api.example/.well-known/oauth-protected-resource",
		"https://api.example/":      "https://api.example/.well-known/oauth-protected-resource",
		"http://127.0.0.1:3000":     "http://127.0.0.1:3000/.well-known/oauth-protected-resource",
		"https://api.example/a/b":   "https://api.example/.well-known/oauth-protected-resource/a/b",
		"https://api.example/{a}/b": "https://api.example/.well-known/oauth-protected-resource/%7Ba%7D/b",
	} {
		if got, err := newMetadata(resource, issuer); err != nil || got.url != want {
			t.Errorf("%s: %s, %v", resource, got.url, err)
		}
	}
}

// An API that does not know its URL has no metadata, and names none.
func TestA_PRM_unknown(t *testing.T) {
	o := options(provider{}, &bytes.Buffer{})
	o.Resource = ""
	api := run(t, o)
	if w := get(api, wellKnown, ""); w.Code != 404 {
		t.Errorf("%d", w.Code)
	}
	if got := get(api, "/private", "").Header().Get("WWW-Authenticate"); got != `Bearer realm="api"` {
		t.Errorf("the challenge is %s", got)
	}
}

func TestMetrics(t *testing.T) {
	api, _ := newAPI(t)
	token := accessToken("")
	get(api, "/private", token)
	get(api, "/private", token)
	get(api, "/private-scoped", token)
	get(api, "/private", josetest.Compact(josetest.Other(), `{"alg":"RS256"}`, `{}`))
	get(api, "/secret-"+token, "")
	before := fetchesOf(api)
	text := get(api, "/metrics", "").Body.String()
	for _, line := range []string{
		`http_requests_total{route="GET /private",status="200"} 2`,
		`http_requests_total{route="GET /private",status="401"} 1`,
		`http_requests_total{route="GET /private-scoped",status="403"} 1`,
		`http_requests_total{route="none",status="404"} 1`,
		`http_request_duration_seconds_count{route="GET /private"} 3`,
		`bearer_refusals_total{reason="insufficient_scope"} 1`,
		`bearer_refusals_total{reason="iss_missing"} 1`,
		`bearer_remembered_tokens 1`,
		`jwks_fetches_total{result="failed"} 0`,
	} {
		if !strings.Contains(text, "\n"+line+"\n") {
			t.Errorf("there is no line %s", line)
		}
	}
	// A first fetch that takes more than a second is one of several.
	if !strings.Contains(text, before) && !strings.Contains(text, fetchesOf(api)) {
		t.Errorf("there is no line %s", before)
	}
	if strings.Contains(text, token[:20]) || !strings.Contains(text, "\ngo_goroutines ") {
		t.Error("a token is in the metrics, or the process metrics are missing")
	}
}

// fetchesOf is the line of the metrics with the number of fetches so far.
func fetchesOf(api *API) string {
	return fmt.Sprintf("\njwks_fetches_total{result=\"ok\"} %d\n", api.guard.Stats().Fetches)
}

// A flood does not fill the disk: the number of log lines is limited, and the log says how many it left out.
func TestLogIsBounded(t *testing.T) {
	var log bytes.Buffer
	api := run(t, options(provider{}, &log))
	const requests = 5000
	for range requests {
		get(api, "/public", "")
	}
	if lines := strings.Count(log.String(), "\n"); lines < logBurst || lines > requests/2 {
		t.Fatalf("%d lines", lines)
	}
	ask := func(until func() bool) {
		for begin := time.Now(); !until(); get(api, "/public", "") {
			if time.Since(begin) > 10*time.Second {
				t.Fatal("the log stays as it is")
			}
		}
	}
	before := -1
	ask(func() bool { leftOut := before == log.Len(); before = log.Len(); return leftOut })
	api.handler.(*observer).lines.SetBurst(requests) // As if time had passed.
	api.handler.(*observer).lines.SetLimit(1e9)
	log.Reset()
	ask(func() bool { return strings.Contains(log.String(), "msg=request") })
	if !strings.Contains(log.String(), `"left out"=`) {
		t.Errorf("the log does not say how many lines it left out: %s", &log)
	}
}

// nowhere is an answer that nobody reads.
type nowhere struct{ header http.Header }

func (w nowhere) Header() http.Header            { return w.header }
func (w nowhere) Write(body []byte) (int, error) { return len(body), nil }
func (w nowhere) WriteHeader(int)                {}

// BenchmarkPrivate is all that the API does for a token that it has seen, without net/http. With -cpu 1,2 it shows what the processors
// cost each other.
func BenchmarkPrivate(b *testing.B) {
	api, _ := newAPI(b)
	token := accessToken("")
	b.ReportAllocs()
	b.RunParallel(func(loop *testing.PB) {
		r := httptest.NewRequest("GET", "/private", nil)
		r.Header.Set("Authorization", "Bearer "+token)
		w := nowhere{http.Header{}}
		for loop.Next() {
			clear(w.header)
			api.ServeHTTP(w, r)
		}
	})
}
