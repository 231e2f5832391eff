package apiclient

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// transportTo returns a Transport for a base URL whose connections serve one request each, so that net/http repeats nothing
// by itself, and whose waits end at once.
func transportTo(t *testing.T, base string, tokens TokenSource) *Transport {
	t.Helper()
	below := http.DefaultTransport.(*http.Transport).Clone()
	below.DisableKeepAlives = true
	transport, err := NewTransport(Options{BaseURL: base, Tokens: tokens, RoundTripper: below, After: func(time.Duration) <-chan time.Time {
		return time.After(0)
	}})
	if err != nil {
		t.Fatal(err)
	}
	return transport
}

// content is what the bodies of the tests hold.
const content = "the body of a request"

// bodyKind is a kind of body; again says that it can be read again. make sets Body and GetBody.
type bodyKind struct {
	name  string
	again bool
	make  func(t *testing.T, req *http.Request) (text string)
}

// closing counts the bodies that are open, so that a test can wait until none is.
type closing struct {
	io.Reader
	open *atomic.Int32
	once sync.Once
}

func opened(r io.Reader, open *atomic.Int32) *closing {
	open.Add(1)
	return &closing{Reader: r, open: open}
}

func (c *closing) Close() error {
	c.once.Do(func() { c.open.Add(-1) })
	if closer, ok := c.Reader.(io.Closer); ok {
		return closer.Close()
	}
	return nil
}

// kinds returns the kinds of bodies; open counts those that are open.
func kinds(open *atomic.Int32) []bodyKind {
	from := func(body io.Reader) func(*testing.T, *http.Request) string {
		return func(t *testing.T, req *http.Request) string {
			made, err := http.NewRequest(req.Method, req.URL.String(), body)
			if err != nil {
				t.Fatal(err)
			}
			req.Body, req.GetBody, req.ContentLength = made.Body, made.GetBody, made.ContentLength
			if seeker, ok := body.(io.Seeker); ok {
				_, _ = seeker.Seek(0, io.SeekStart)
			}
			return content
		}
	}
	file := func(t *testing.T) string {
		path := filepath.Join(t.TempDir(), "body")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	openFile := func(path string) (io.ReadCloser, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		return opened(f, open), nil
	}
	return []bodyKind{
		{"nil", true, func(*testing.T, *http.Request) string { return "" }},
		{"NoBody", true, func(_ *testing.T, req *http.Request) string { req.Body = http.NoBody; return "" }},
		{"bytes", true, from(bytes.NewReader([]byte(content)))},
		{"a buffer", true, func(t *testing.T, req *http.Request) string { return from(bytes.NewBufferString(content))(t, req) }},
		{"a string", true, from(strings.NewReader(content))},
		{"a reader", false, func(_ *testing.T, req *http.Request) string {
			req.Body = opened(strings.NewReader(content), open)
			return content
		}},
		{"a reader with GetBody", true, func(_ *testing.T, req *http.Request) string {
			req.GetBody = func() (io.ReadCloser, error) { return opened(strings.NewReader(content), open), nil }
			req.Body, _ = req.GetBody()
			return content
		}},
		{"a reader of known length", false, func(_ *testing.T, req *http.Request) string {
			req.Body, req.ContentLength = opened(strings.NewReader(content), open), int64(len(content))
			return content
		}},
		{"a file", false, func(t *testing.T, req *http.Request) string {
			req.Body, _ = openFile(file(t))
			return content
		}},
		{"a file with GetBody", true, func(t *testing.T, req *http.Request) string {
			path := file(t)
			req.GetBody = func() (io.ReadCloser, error) { return openFile(path) }
			req.Body, _ = req.GetBody()
			return content
		}},
	}
}

// bodies are those that an API has received.
type bodies struct {
	mu   sync.Mutex
	seen []string
}

func (b *bodies) add(body string) (asked int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.seen = append(b.seen, body)
	return len(b.seen)
}

func (b *bodies) all() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.seen)
}

// once answers the first request as first does, and every later one with 200.
func once(first http.HandlerFunc) (http.HandlerFunc, *bodies) {
	received := new(bodies)
	return func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if received.add(string(body)) == 1 {
			first(w, r)
		}
	}, received
}

// hangUp closes the connection without an answer.
func hangUp(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		_ = conn.Close()
	}
}

// eventually waits for a condition, at most as long as tests may wait.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(waitLimit); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal(what)
		}
	}
}

var methods = []struct {
	name       string
	idempotent bool
}{
	{"GET", true}, {"HEAD", true}, {"OPTIONS", true}, {"TRACE", true}, {"PUT", true}, {"DELETE", true},
	{"POST", false}, {"PATCH", false}, {"REPORT", false},
}

// TestC_API_REPEAT: every method with every kind of body, when an API refuses the token, asks for time, or hangs up.
func TestC_API_REPEAT(t *testing.T) {
	reasons := []struct {
		name        string
		first       http.HandlerFunc
		status      int // what the caller gets if the request is not repeated; 0 is an error
		anyMethod   bool
		renewsToken bool
	}{
		{"C-RT-401", refuse(401, `Bearer error="invalid_token"`), 401, true, true},
		{"busy", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Retry-After", "1"); w.WriteHeader(503) }, 503, false, false},
		{"too many", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Retry-After", "1"); w.WriteHeader(429) }, 429, false, false},
		{"lost", hangUp, 0, false, false},
	}
	open := new(atomic.Int32)
	for _, reason := range reasons {
		for _, method := range methods {
			for _, kind := range kinds(open) {
				t.Run(reason.name+"/"+method.name+"/"+kind.name, func(t *testing.T) {
					handler, received := once(reason.first)
					server := httptest.NewServer(handler)
					defer server.Close()
					tokens := new(source)
					transport := transportTo(t, server.URL, tokens)
					req := httptest.NewRequestWithContext(t.Context(), method.name, server.URL+"/a", nil)
					text := kind.make(t, req)
					resp, err := transport.RoundTrip(req)
					want, status := []string{text, text}, 200
					if !kind.again || !method.idempotent && !reason.anyMethod {
						want, status = want[:1], reason.status
					}
					got := 0
					if err == nil {
						got = resp.StatusCode
						_ = resp.Body.Close()
					}
					if got != status {
						t.Errorf("status %d, %v; want %d", got, err, status)
					}
					if diff := cmp.Diff(want, received.all()); diff != "" {
						t.Error(diff)
					}
					if (tokens.renewals == 1) != reason.renewsToken {
						t.Errorf("the token was renewed %d times", tokens.renewals)
					}
					eventually(t, "a body was not closed", func() bool { return open.Load() == 0 })
				})
			}
		}
	}
}

// TestC_API_REPEAT_by_the_caller: a header field of the caller says that a repetition is safe.
func TestC_API_REPEAT_by_the_caller(t *testing.T) {
	for key, asked := range map[string]int{"": 1, "8e03978e": 2} {
		handler, received := once(busy([]int{503}, []string{"1"}))
		server := httptest.NewServer(handler)
		req, _ := http.NewRequestWithContext(t.Context(), "POST", server.URL, strings.NewReader(content))
		req.Header.Set("Idempotency-Key", key)
		resp, err := transportTo(t, server.URL, new(source)).RoundTrip(req)
		if err != nil || len(received.all()) != asked {
			t.Errorf("%q: the API was asked %d times, %v", key, len(received.all()), err)
		} else {
			_ = resp.Body.Close()
		}
		server.Close()
	}
}

// TestC_API_BELOW checks which requests are sent to the API, and which are refused.
func TestC_API_BELOW(t *testing.T) {
	const v1 = "https://api.example/v1"
	tests := []struct {
		base, url string
		sent      bool
	}{
		{v1, "https://api.example/v1/orders?x=//y", true},
		{v1, "https://api.example/v1", true},
		{v1, "https://api.example/v1/", true},
		{v1, "https://API.example:443/v1/a", true},
		{"https://api.example", "https://api.example", true},
		{"https://api.example", "https://api.example?x=1", true},
		{"https://api.example:443", "https://api.example/a", true},
		{"http://[::1]", "http://[::1]:80/a", true},
		{v1, "https://evil.example/v1/a", false},
		{v1, "https://api.example.evil.example/v1/a", false},
		{v1, "https://api.example./v1/a", false},
		{v1, "http://api.example/v1/a", false},
		{v1, "http://api.example:443/v1/a", false},
		{v1, "https://api.example:8443/v1/a", false},
		{v1, "https://api.example@evil.example/v1/a", false},
		{v1, "https://user@api.example/v1/a", false},
		{v1, "https://api.example/v2/a", false},
		{v1, "https://api.example/v10", false},
		{v1, "https://api.example/", false},
		{v1, "https://api.example/v1/../admin", false},
		{v1, "https://api.example/v1/%2e%2e/admin", false},
		{v1, "https://api.example/v1/..;/admin", false},
		{v1, "https://api.example/v1%2f..%2fadmin", false},
		{v1, "https://api.example/v1//a", false},
		{v1, `https://api.example/v1/..\admin`, false},
		{v1, "https:v1/a", false},
		{v1, "/v1/a", false},
		{v1, "//api.example/v1/a", false},
	}
	for _, tt := range tests {
		t.Run(tt.base+" "+tt.url, func(t *testing.T) {
			body := opened(strings.NewReader(content), new(atomic.Int32))
			req, err := http.NewRequestWithContext(t.Context(), "POST", tt.url, body)
			if err != nil {
				t.Fatal(err)
			}
			checkSent(t, tt.base, req, tt.sent, body)
		})
	}
	for name, change := range map[string]func(*http.Request){
		"another Host field": func(r *http.Request) { r.Host = "other.example" },
		"no URL":             func(r *http.Request) { r.URL = nil },
		"an opaque URL":      func(r *http.Request) { r.URL.Opaque = "//evil.example/v1/a" },
	} {
		t.Run(name, func(t *testing.T) {
			body := opened(strings.NewReader(content), new(atomic.Int32))
			req, err := http.NewRequestWithContext(t.Context(), "POST", v1+"/a", body)
			if err != nil {
				t.Fatal(err)
			}
			change(req)
			checkSent(t, v1, req, false, body)
		})
	}
}

// checkSent wants a request to be sent with the token, or to be refused with its body closed and no token asked for.
func checkSent(t *testing.T, base string, req *http.Request, want bool, body *closing) {
	t.Helper()
	asked, sent := 0, ""
	transport, err := NewTransport(Options{
		BaseURL: base,
		Tokens:  sourceFunc(func(context.Context, string) (string, error) { asked++; return "t", nil }),
		RoundTripper: roundTripper(func(r *http.Request) (*http.Response, error) {
			sent = r.Header.Get("Authorization")
			_ = r.Body.Close()
			return &http.Response{StatusCode: 200, Body: http.NoBody}, nil
		}),
	})
	if err != nil {
		t.Fatal(err)
	}
	resp, err := transport.RoundTrip(req)
	if err == nil {
		_ = resp.Body.Close()
	}
	if want != (err == nil) || want != (sent == "Bearer t") || want != (asked == 1) || !want && !errors.Is(err, ErrOutside) {
		t.Errorf("sent with %q, the source asked %d times, %v", sent, asked, err)
	}
	if body.open.Load() != 0 {
		t.Error("the body was not closed")
	}
}

type sourceFunc func(ctx context.Context, rejected string) (string, error)

func (f sourceFunc) Token(ctx context.Context, rejected string) (string, error) {
	return f(ctx, rejected)
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestC_API_BELOW_redirects: a client that follows redirects keeps the token at the API.
func TestC_API_BELOW_redirects(t *testing.T) {
	visits := new(atomic.Int32)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visits.Add(1) }))
	defer elsewhere.Close()
	mux := http.NewServeMux()
	mux.Handle("/v1/inside", http.RedirectHandler("/v1/end", http.StatusTemporaryRedirect))
	mux.Handle("/v1/above", http.RedirectHandler("/end", http.StatusTemporaryRedirect))
	mux.Handle("/v1/outside", http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect))
	mux.HandleFunc("/v1/end", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Header.Get("Authorization")) })
	mux.HandleFunc("/end", func(http.ResponseWriter, *http.Request) { visits.Add(1) })
	server := httptest.NewServer(mux)
	defer server.Close()
	client := &http.Client{Transport: transportTo(t, server.URL+"/v1", new(source))}
	for path, want := range map[string]string{"/v1/inside": "Bearer token-1", "/v1/above": "", "/v1/outside": ""} {
		resp, err := client.Post(server.URL+path, "text/plain", strings.NewReader(content))
		if want == "" {
			if !errors.Is(err, ErrOutside) {
				t.Errorf("%s: %v", path, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := io.ReadAll(resp.Body); string(got) != want {
			t.Errorf("%s: %q", path, got)
		}
		_ = resp.Body.Close()
	}
	if visits.Load() != 0 {
		t.Errorf("%d requests left the API, want none", visits.Load())
	}
}

// TestTheCallersRequest: the transport does not change the caller's request, and the answer does not contain the token.
func TestTheCallersRequest(t *testing.T) {
	server := httptest.NewServer(refuse(401, `Bearer error="invalid_token"`))
	defer server.Close()
	for _, header := range []http.Header{nil, {"Authorization": {"mine"}, "X": {"y"}}} {
		req, err := http.NewRequestWithContext(t.Context(), "PUT", server.URL+"/a?b=c", strings.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		req.Header = header
		body, url, before := req.Body, req.URL.String(), header.Clone()
		resp, err := transportTo(t, server.URL, new(source)).RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if diff := cmp.Diff(before, req.Header); diff != "" || req.Body != body || req.URL.String() != url || req.Method != "PUT" {
			t.Errorf("the request was changed: %s", diff)
		}
		if resp.Request != req {
			t.Error("the answer's request is not the caller's")
		}
	}
}

// TestTheSendersWords: a failure on this side is returned unchanged, and the request is not sent again.
func TestTheSendersWords(t *testing.T) {
	broken := errors.New("the disk is broken")
	t.Run("a body that cannot be read", func(t *testing.T) {
		client, _ := serve(t, new(source), func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) })
		waits := stopClock(client)
		req, _ := http.NewRequestWithContext(t.Context(), "PUT", "/a", nil)
		req.GetBody = func() (io.ReadCloser, error) {
			return io.NopCloser(io.MultiReader(strings.NewReader("x"), failing{broken})), nil
		}
		req.Body, _ = req.GetBody()
		if _, err := client.Do(req); !errors.Is(err, broken) || errors.As(err, new(*Error)) || len(*waits) != 0 {
			t.Errorf("got %v after the waits %v", err, *waits)
		}
	})
	t.Run("a body that cannot be read again", func(t *testing.T) {
		client, seen := serve(t, new(source), refuse(401, `Bearer error="invalid_token"`))
		req, _ := http.NewRequestWithContext(t.Context(), "PUT", "/a", strings.NewReader(content))
		req.GetBody = func() (io.ReadCloser, error) { return nil, broken }
		if _, err := client.Do(req); !errors.Is(err, broken) || len(*seen) != 1 {
			t.Errorf("got %v, asked %q", err, *seen)
		}
	})
	t.Run("a token that cannot be renewed", func(t *testing.T) {
		tokens := sourceFunc(func(_ context.Context, rejected string) (string, error) {
			if rejected != "" {
				return "", broken
			}
			return "t", nil
		})
		client, seen := serve(t, tokens, refuse(401, `Bearer error="invalid_token"`))
		if _, err := client.GetText(t.Context(), "/a"); !errors.Is(err, broken) || len(*seen) != 1 {
			t.Errorf("got %v, asked %q", err, *seen)
		}
	})
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// TestTheFirstBodyIsDone: the second body is requested only when nothing reads the first any longer, because both may share a file.
func TestTheFirstBodyIsDone(t *testing.T) {
	open := new(atomic.Int32)
	asked := 0
	transport, err := NewTransport(Options{BaseURL: "https://api.example", Tokens: new(source),
		RoundTripper: roundTripper(func(r *http.Request) (*http.Response, error) {
			asked++
			go func() { _, _ = io.Copy(io.Discard, r.Body) }() // It closes nothing, against the contract.
			if asked == 1 {
				return &http.Response{StatusCode: 401, Header: http.Header{"Www-Authenticate": {`Bearer error="invalid_token"`}}, Body: http.NoBody}, nil
			}
			_ = r.Body.Close()
			return &http.Response{StatusCode: 200, Body: http.NoBody}, nil
		})})
	if err != nil {
		t.Fatal(err)
	}
	req, _ := http.NewRequestWithContext(t.Context(), "PUT", "https://api.example/a", nil)
	req.GetBody = func() (io.ReadCloser, error) {
		if open.Load() != 0 {
			t.Error("the first body is still open")
		}
		return opened(neverEnds{}, open), nil
	}
	req.Body, _ = req.GetBody()
	resp, err := transport.RoundTrip(req)
	if err != nil || resp.StatusCode != 200 || asked != 2 {
		t.Fatalf("the API was asked %d times, want 2; %v", asked, err)
	}
	_ = resp.Body.Close()
}

type neverEnds struct{}

func (neverEnds) Read(p []byte) (int, error) { return len(p), nil }

// TestManyAtOnce: one renewal serves all requests that met the same 401.
func TestManyAtOnce(t *testing.T) {
	const many = 50
	var refused sync.WaitGroup
	refused.Add(many)
	tokens := new(source)
	client, seen := serve(t, tokens, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "Bearer token-1" {
			refused.Done()
			refused.Wait() // All of them are under way.
			refuse(401, `Bearer error="invalid_token"`)(w, r)
			return
		}
		_, _ = io.Copy(w, r.Body)
	})
	var all sync.WaitGroup
	for i := range many {
		all.Go(func() {
			sent, got := fmt.Sprint("order ", i), ""
			if err := client.PostJSON(t.Context(), "/orders", sent, &got); err != nil || got != sent {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	all.Wait()
	if tokens.renewals != 1 || len(*seen) != 2*many {
		t.Errorf("%d renewals, want 1; %d requests, want two per call", tokens.renewals, len(*seen))
	}
}
