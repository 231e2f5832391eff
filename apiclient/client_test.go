package apiclient

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

// TestDo checks where a request may go, and what Do returns.
func TestDo(t *testing.T) {
	client, seen := serve(t, new(source), says(203, "hello"))
	base := client.transport.base.String()
	for url, want := range map[string]string{
		"/orders/1?full=true": "PUT /orders/1 Bearer token-1",
		base + "/orders/ä":    "PUT /orders/ä Bearer token-1",
		"/orders/ä":           "PUT /orders/ä Bearer token-1",
		"orders":              "", "/../admin": "", "//evil.example/": "", "https://evil.example/": "", "?x": "", "/a#b": "",
	} {
		*seen = nil
		body := opened(strings.NewReader(content), new(atomic.Int32))
		req, err := http.NewRequestWithContext(t.Context(), "PUT", url, body)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := client.Do(req)
		if want == "" {
			if !errors.Is(err, ErrOutside) || len(*seen) != 0 || body.open.Load() != 0 {
				t.Errorf("%s: %v, sent %q, %d bodies open", url, err, *seen, body.open.Load())
			}
			continue
		}
		if err != nil {
			t.Fatal(url, err)
		}
		text, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if string(text) != "hello" || err != nil || resp.StatusCode != 203 || resp.Request.Header.Get("Authorization") != "" {
			t.Errorf("%s: %q, %v, %+v", url, text, err, resp)
		}
		if req.URL.String() != strings.ReplaceAll(url, "ä", "%C3%A4") {
			t.Errorf("%s was changed: %s", url, req.URL)
		}
		if len(*seen) != 1 || (*seen)[0] != want {
			t.Errorf("%s: sent %q", url, *seen)
		}
	}
}

// TestDoBoundsTheAnswer: an answer above the bound is an error, never a shortened answer.
func TestDoBoundsTheAnswer(t *testing.T) {
	for length, tooLong := range map[int]bool{maxBody: false, maxBody + 1: true} {
		client, _ := serve(t, new(source), says(200, strings.Repeat("x", length)))
		req, _ := http.NewRequestWithContext(t.Context(), "GET", "/a", nil)
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if len(text) != maxBody || tooLong != IsKind(err, BadAnswer) || !tooLong && err != nil {
			t.Errorf("%d bytes: got %d, %v", length, len(text), err)
		}
	}
}
