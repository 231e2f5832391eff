package apiclient

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// listen answers every connection with the given bytes, after the header of a request, and closes it. It returns the base URL.
func listen(t *testing.T, answer string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Read(make([]byte, 4096))
			_, _ = io.WriteString(conn, answer)
			_ = conn.Close()
		}
	}()
	return "http://" + listener.Addr().String()
}

// TestC_API_REPEAT_lost checks which failures count as a connection that failed before the first byte of an answer.
func TestC_API_REPEAT_lost(t *testing.T) {
	unused := httptest.NewServer(http.NotFoundHandler())
	unused.Close()
	untrusted := httptest.NewUnstartedServer(http.NotFoundHandler())
	untrusted.Config.ErrorLog = log.New(io.Discard, "", 0)
	untrusted.StartTLS()
	defer untrusted.Close()
	fails := func(err error) http.RoundTripper {
		return roundTripper(func(*http.Request) (*http.Response, error) { return nil, err })
	}
	once, wait := 1, []time.Duration{reconnectWait}
	tests := []struct {
		name, method, base string
		below              http.RoundTripper // nil: the real transport
		asked              int
		waits              []time.Duration
	}{
		{"nothing listens", "GET", unused.URL, nil, 2, wait},
		{"nothing listens, for a POST", "POST", unused.URL, nil, once, nil},
		{"it hangs up, again and again", "GET", listen(t, ""), nil, 2, wait},
		{"it hangs up, at a POST", "POST", listen(t, ""), nil, once, nil},
		{"it hangs up in its first line", "GET", listen(t, "HTTP/1.1 2"), nil, once, nil},
		{"it hangs up in its header", "GET", listen(t, "HTTP/1.1 200 OK\r\nX: "), nil, once, nil},
		{"it does not speak HTTP", "GET", listen(t, "SSH-2.0-x\r\n"), nil, once, nil},
		{"its certificate is not trusted", "GET", untrusted.URL, nil, once, nil},
		{"a TLS alert", "GET", "https://api.example", fails(&net.OpError{Op: "remote error", Err: errors.New("tls: bad certificate")}), once, nil},
		{"a time limit of the system", "GET", "https://api.example", fails(&net.OpError{Op: "dial", Err: os.ErrDeadlineExceeded}), once, nil},
		{"another error", "GET", "https://api.example", fails(errors.New("a rule of the program's own")), once, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			below, asked, waits := tt.below, 0, []time.Duration(nil)
			if below == nil {
				below = http.DefaultTransport.(*http.Transport).Clone()
			}
			transport, err := NewTransport(Options{BaseURL: tt.base, Tokens: new(source),
				RoundTripper: roundTripper(func(r *http.Request) (*http.Response, error) { asked++; return below.RoundTrip(r) }),
				After:        func(wait time.Duration) <-chan time.Time { waits = append(waits, wait); return time.After(0) },
			})
			if err != nil {
				t.Fatal(err)
			}
			req, _ := http.NewRequestWithContext(t.Context(), tt.method, tt.base, nil)
			if resp, err := transport.RoundTrip(req); err == nil {
				_ = resp.Body.Close()
				t.Error("RoundTrip returned no error")
			}
			if diff := cmp.Diff(tt.waits, waits); diff != "" || asked != tt.asked {
				t.Errorf("the API was asked %d times; waits (-want +got):\n%s", asked, diff)
			}
		})
	}
}

// TestC_API_REPEAT_cancelled: whatever a request waits for, it ends with its context.
func TestC_API_REPEAT_cancelled(t *testing.T) {
	gone := errors.New("the person gave up")
	tests := []struct {
		name    string
		handler http.HandlerFunc
		tokens  func(cancel func()) TokenSource
	}{
		{name: "while it waits as the API asked", handler: busy([]int{503}, []string{"5"})},
		{name: "while it waits for a connection", handler: hangUp},
		{name: "while the token is fetched", tokens: func(cancel func()) TokenSource {
			return sourceFunc(func(ctx context.Context, _ string) (string, error) {
				cancel()
				<-ctx.Done()
				return "", context.Cause(ctx)
			})
		}},
		{name: "while the token is renewed", handler: refuse(401, `Bearer error="invalid_token"`), tokens: func(cancel func()) TokenSource {
			return sourceFunc(func(ctx context.Context, rejected string) (string, error) {
				if rejected == "" {
					return "t", nil
				}
				cancel()
				<-ctx.Done()
				return "", context.Cause(ctx)
			})
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ctx, end := context.WithCancelCause(t.Context())
			cancel := func() { end(gone) }
			tokens := TokenSource(new(source))
			if tt.tokens != nil {
				tokens = tt.tokens(cancel)
			}
			server := httptest.NewServer(tt.handler)
			defer server.Close()
			transport := transportTo(t, server.URL, tokens)
			transport.opts.After = func(time.Duration) <-chan time.Time { cancel(); return nil }
			body := opened(strings.NewReader(content), new(atomic.Int32))
			req, _ := http.NewRequestWithContext(ctx, "PUT", server.URL, nil)
			req.Body, req.GetBody = body, func() (io.ReadCloser, error) { return nil, errors.New("it was asked for") }
			ended := make(chan error, 1)
			go func() {
				_, err := transport.RoundTrip(req)
				ended <- err
			}()
			select {
			case err := <-ended:
				if !errors.Is(err, gone) {
					t.Errorf("got %v, want the cause of the context", err)
				}
			case <-time.After(waitLimit):
				t.Fatal("the request still waits")
			}
			eventually(t, "the body was not closed", func() bool { return body.open.Load() == 0 })
		})
	}
}
