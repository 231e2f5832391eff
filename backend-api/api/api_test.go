package api

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/backend-api/bearer"
	"wails-openid-oauth/test/josetest"
)

const (
	issuer   = "https://idp.example/"
	audience = "https://api.example"
	now      = 1_700_000_000
)

// provider is an issuer with one key, or an issuer that is down.
type provider struct{ down bool }

func (p provider) RoundTrip(r *http.Request) (*http.Response, error) {
	if p.down {
		return nil, errors.New("connection refused")
	}
	body := josetest.Set(josetest.JWK(&josetest.Key().PublicKey, "k1"))
	return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

// options returns valid options for this provider.
func options(p provider, log io.Writer) Options {
	return Options{
		Token: bearer.Options{
			Issuer: issuer, Audience: audience, JWKSURI: issuer + "keys", Client: &http.Client{Transport: p},
			Now: func() time.Time { return time.Unix(now, 0) }, Log: slog.New(slog.DiscardHandler),
		},
		Resource: "https://api.example/v1/", Log: slog.New(slog.NewTextHandler(log, nil)),
	}
}

// run returns an API that fetches its keys until the test ends.
func run(tb testing.TB, options Options) *API {
	tb.Helper()
	api, err := New(options)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(api.Close)
	return api
}

// newAPI returns an API that has the provider's keys, and its log.
func newAPI(tb testing.TB) (*API, *bytes.Buffer) {
	tb.Helper()
	var log bytes.Buffer
	api := run(tb, options(provider{}, &log))
	for begin := time.Now(); api.guard.Stats().Fetches == 0; time.Sleep(time.Millisecond) {
		if time.Since(begin) > time.Minute {
			tb.Fatal("the API is not ready")
		}
	}
	return api, &log
}

// accessToken returns an access token with the given scope.
func accessToken(scope string) string {
	return josetest.Compact(josetest.Key(), `{"alg":"RS256","typ":"at+jwt"}`, josetest.JSON(map[string]any{
		"iss": issuer, "aud": audience, "sub": "user|1", "exp": now + 600, "scope": scope,
	}))
}

// get sends a request with a token, or without one.
func get(handler http.Handler, path, token string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", path, nil)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w
}

func TestRoutes(t *testing.T) {
	type answer struct {
		Status      int
		Body        string
		ContentType string
		Allow       string
	}
	const text = "text/plain; charset=utf-8"
	tests := []struct {
		method, path, token string
		want                answer
	}{
		{"GET", "/public", "", answer{200, PublicMessage, text, ""}},
		{"GET", "/public", "junk", answer{200, PublicMessage, text, ""}},
		{"GET", "/private", accessToken("openid"), answer{200, PrivateMessage, text, ""}},
		{"GET", "/private?x=1", accessToken("openid"), answer{200, PrivateMessage, text, ""}},
		{"GET", "/private", "", answer{401, "Unauthorized\n", text, ""}},
		{"GET", "/private", "junk", answer{401, "Unauthorized\n", text, ""}},
		{"GET", "/private-scoped", accessToken("openid read:messages"), answer{200, ScopedMessage, text, ""}},
		{"GET", "/private-scoped", accessToken("openid"), answer{403, "Forbidden\n", text, ""}},
		{"GET", "/private-scoped", "", answer{401, "Unauthorized\n", text, ""}},
		{"GET", "/healthz", "", answer{200, "ok\n", text, ""}},
		{"POST", "/private", accessToken("openid"), answer{405, "Method Not Allowed\n", text, "GET, HEAD"}},
		{"OPTIONS", "/public", "", answer{405, "Method Not Allowed\n", text, "GET, HEAD"}},
		{"GET", "/", "", answer{404, "404 page not found\n", text, ""}},
		{"GET", "/private/", accessToken("openid"), answer{404, "404 page not found\n", text, ""}},
		{"GET", "/PRIVATE", accessToken("openid"), answer{404, "404 page not found\n", text, ""}},
	}
	for _, tt := range tests {
		t.Run(tt.method+tt.path, func(t *testing.T) {
			handler, _ := newAPI(t)
			r := httptest.NewRequest(tt.method, tt.path, nil)
			if tt.token != "" {
				r.Header.Set("Authorization", "Bearer "+tt.token)
			}
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			got := answer{w.Code, w.Body.String(), w.Header().Get("Content-Type"), w.Header().Get("Allow")}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if w.Header().Get("Cache-Control") != "no-store" {
				t.Error("A-NOSTORE: the answer may be stored")
			}
			if w.Code == 401 && w.Header().Get("WWW-Authenticate") == "" {
				t.Error("A-401-CHALLENGE: the answer has no challenge")
			}
			for name := range w.Header() {
				if strings.HasPrefix(name, "Access-Control-") {
					t.Error("A-CORS: the answer names an origin")
				}
			}
		})
	}
}

// A HEAD answer has GET's header and no body, on a real connection.
func TestHead(t *testing.T) {
	handler, _ := newAPI(t)
	server := httptest.NewServer(handler)
	defer server.Close()
	response, err := server.Client().Head(server.URL + "/public")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != 200 || response.ContentLength != int64(len(PublicMessage)) {
		t.Errorf("got %d with length %d", response.StatusCode, response.ContentLength)
	}
}

func TestLog(t *testing.T) {
	handler, log := newAPI(t)
	secret := accessToken("openid")
	for _, target := range []string{"/private?access_token=" + secret, "/private", "/" + secret} {
		r := httptest.NewRequest("GET", target, nil)
		r.Header.Set("Authorization", "Bearer "+secret)
		r.Header.Set("Cookie", "session=hunter2")
		handler.ServeHTTP(httptest.NewRecorder(), r)
	}
	r := httptest.NewRequest("GET", "/private", nil)
	r.Header.Set("Authorization", "Bearer "+josetest.Compact(josetest.Other(), `{"alg":"RS256"}`, `{}`))
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)

	varying := regexp.MustCompile(`time=\S+ |id=[A-Z2-7]{26} | took=\S+|path=/eyJ\S+`)
	want := strings.Join([]string{
		`level=INFO msg=request method=GET path=/private status=400 reason=token_twice`,
		`level=INFO msg=request method=GET path=/private status=200`,
		`level=INFO msg=request method=GET  status=404`,
		`level=INFO msg=request method=GET path=/private status=401 reason=iss_missing`,
	}, "\n") + "\n"
	if diff := cmp.Diff(want, varying.ReplaceAllString(log.String(), "")); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(log.String(), secret[:100]) || strings.Contains(log.String(), "hunter2") {
		t.Error("the log holds a secret")
	}
	if id := w.Header().Get("X-Request-Id"); id == "" || !strings.Contains(log.String(), "id="+id+" ") {
		t.Errorf("the request ID %q is not in the log", id)
	}
}

func TestNewRefuses(t *testing.T) {
	for name, spoil := range map[string]func(*Options){
		"A-CONFIG-CLOSED: everything": func(o *Options) { *o = Options{} },
		"A-CONFIG-CLOSED: no issuer":  func(o *Options) { o.Token.Issuer = "" },
		"A-CONFIG-CLOSED: http keys":  func(o *Options) { o.Token.JWKSURI = "http://idp.example/keys" },
		"A-PRM: http":                 func(o *Options) { o.Resource = "http://api.example" },
		"A-PRM: a query":              func(o *Options) { o.Resource = "https://api.example?a=b" },
		"A-PRM: a fragment":           func(o *Options) { o.Resource = "https://api.example#a" },
	} {
		o := options(provider{}, io.Discard)
		spoil(&o)
		if api, err := New(o); err == nil || api != nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestPanic(t *testing.T) {
	var nilMap map[string]int
	tests := []struct {
		name    string
		handler http.HandlerFunc
		status  int    // 0 = the connection is cut
		logged  string // in the log, "" = nothing of a panic
	}{
		{"A-NOSTORE/a value", func(http.ResponseWriter, *http.Request) { panic("hunter2") }, 500, "panic=string"},
		{"A-NOSTORE/of the runtime", func(http.ResponseWriter, *http.Request) { nilMap["hunter2"] = 1 }, 500,
			"assignment to entry in nil map"},
		{"A-NOSTORE/a status that is none", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(1000) }, 500, "panic=string"},
		{"after the header", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusEarlyHints)
			w.Header().Set("Content-Length", "100")
			w.Write([]byte("half"))
			panic("hunter2")
		}, 0, "status=200"},
		{"after an error", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503); panic("hunter2") }, 0,
			"status=503"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var log bytes.Buffer
			done := make(chan struct{})
			observed := observe(tt.handler, new(atomic.Bool), newTallies(nil), slog.New(slog.NewTextHandler(&log, nil)))
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				defer close(done)
				observed.ServeHTTP(w, r)
			}))
			defer server.Close()
			response, err := server.Client().Get(server.URL)
			<-done
			if tt.status == 0 {
				if err == nil {
					var body bytes.Buffer
					_, err = body.ReadFrom(response.Body)
					response.Body.Close()
				}
				if err == nil {
					t.Error("the answer looks complete")
				}
			} else {
				if err != nil {
					t.Fatal(err)
				}
				var body bytes.Buffer
				body.ReadFrom(response.Body)
				response.Body.Close()
				if response.StatusCode != tt.status || body.String() != "Internal Server Error\n" {
					t.Errorf("got %d %q", response.StatusCode, &body)
				}
			}
			if !strings.Contains(log.String(), tt.logged) || strings.Contains(log.String(), "hunter2") {
				t.Errorf("log:\n%s", &log)
			}
		})
	}
}
