package apiclient

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// slow is the body of a request or of an answer that takes some time for every byte.
type slow struct {
	left int
	each time.Duration
}

func (s *slow) Read(p []byte) (int, error) {
	if s.left == 0 {
		return 0, io.EOF
	}
	s.left--
	time.Sleep(s.each)
	return copy(p, "x"), nil
}

func (s *slow) Close() error { return nil }

// hangs is the body of an answer that ends only when the request ends.
type hangs struct{ ctx context.Context }

func (h hangs) Read([]byte) (int, error) { <-h.ctx.Done(); return 0, h.ctx.Err() }
func (h hangs) Close() error             { return nil }

// TestTheTimeLimit counts the time without progress, on its own clock.
func TestTheTimeLimit(t *testing.T) {
	const limit = 10 * time.Second
	readAll := func(r *http.Request) { _, _ = io.Copy(io.Discard, r.Body); _ = r.Body.Close() }
	hang := func(r *http.Request) (*http.Response, error) { <-r.Context().Done(); return nil, r.Context().Err() }
	answer := func(body io.ReadCloser) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Body: body}, nil
	}
	tests := []struct {
		name  string
		body  io.ReadCloser
		below roundTripper
		kind  Kind
		after time.Duration
	}{
		{"no answer", nil, hang, Timeout, limit},
		{"an answer just in time", nil, func(*http.Request) (*http.Response, error) {
			time.Sleep(limit - 1)
			return answer(http.NoBody)
		}, "", limit - 1},
		{"a long upload", &slow{100, limit - 1}, func(r *http.Request) (*http.Response, error) {
			readAll(r)
			time.Sleep(limit - 1)
			return answer(http.NoBody)
		}, "", 101 * (limit - 1)},
		{"a body that the caller writes slowly", &slow{2, 10 * limit}, func(r *http.Request) (*http.Response, error) {
			readAll(r)
			return answer(http.NoBody)
		}, "", 20 * limit},
		{"no answer after an upload", &slow{3, time.Second}, func(r *http.Request) (*http.Response, error) { readAll(r); return hang(r) },
			Timeout, 3*time.Second + limit},
		{"an API that stops reading", &slow{3, time.Second}, func(r *http.Request) (*http.Response, error) {
			_, _ = r.Body.Read(make([]byte, 1))
			return hang(r)
		}, Timeout, time.Second + limit},
		{"an answer before the upload is over", &slow{3, limit / 2}, func(r *http.Request) (*http.Response, error) {
			go readAll(r)
			return answer(&slow{3, limit/4 + 1})
		}, "", 3 * (limit/4 + 1)},
		{"an answer that stops", nil, func(r *http.Request) (*http.Response, error) { return answer(hangs{r.Context()}) }, Timeout, limit},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, err := New(Options{BaseURL: "https://api.example", Tokens: new(source), RoundTripper: tt.below, Timeout: limit})
				if err != nil {
					t.Fatal(err)
				}
				req, _ := http.NewRequestWithContext(t.Context(), "POST", "/a", tt.body)
				began := time.Now()
				resp, err := client.Do(req)
				if err == nil {
					_, err = io.Copy(io.Discard, resp.Body)
					_ = resp.Body.Close()
				}
				if took := time.Since(began); took != tt.after {
					t.Errorf("it took %v, want %v", took, tt.after)
				}
				if (err == nil) != (tt.kind == "") || err != nil && !IsKind(err, tt.kind) {
					t.Errorf("got %v", err)
				}
				time.Sleep(100 * limit) // A goroutine that still reads a body ends inside the bubble.
			})
		})
	}
}

// TestTheTransportHasNoLimitForAnswers: a download may take any time.
func TestTheTransportHasNoLimitForAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		transport, err := NewTransport(Options{BaseURL: "https://api.example", Tokens: new(source),
			RoundTripper: roundTripper(func(r *http.Request) (*http.Response, error) {
				return &http.Response{StatusCode: 200, Body: &download{slow{2, time.Hour}, r.Context()}}, nil
			})})
		if err != nil {
			t.Fatal(err)
		}
		req, _ := http.NewRequestWithContext(t.Context(), "GET", "https://api.example", nil)
		resp, err := transport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if _, err := io.Copy(io.Discard, resp.Body); err != nil {
			t.Error(err)
		}
	})
}

// download is a slow answer that ends with the request.
type download struct {
	slow
	ctx context.Context
}

func (d *download) Read(p []byte) (int, error) {
	n, err := d.slow.Read(p)
	return n, cmp.Or(d.ctx.Err(), err)
}

// TestTheTransportTellsATimeLimit: the error reports a timeout as the errors of net/http do.
func TestTheTransportTellsATimeLimit(t *testing.T) {
	var timeout interface{ Timeout() bool }
	if !errors.As(errNoAnswer, &timeout) || !timeout.Timeout() || !errors.Is(errNoAnswer, context.DeadlineExceeded) {
		t.Error(errNoAnswer)
	}
}

// TestSwitchingProtocols: the body of a 101 can be written to.
func TestSwitchingProtocols(t *testing.T) {
	conn := &duplex{}
	transport, err := NewTransport(Options{BaseURL: "https://api.example", Tokens: new(source),
		RoundTripper: roundTripper(func(*http.Request) (*http.Response, error) { return &http.Response{StatusCode: 101, Body: conn}, nil })})
	if err != nil {
		t.Fatal(err)
	}
	req, _ := http.NewRequestWithContext(t.Context(), "GET", "https://api.example", nil)
	resp, err := transport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := resp.Body.(io.Writer).Write([]byte("x")); err != nil || conn.String() != "x" {
		t.Errorf("%q, %v", conn, err)
	}
}

type duplex struct{ bytes.Buffer }

func (*duplex) Close() error { return nil }
