package assets

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"wails-openid-oauth/internal/picture"
)

func TestFirstPage(t *testing.T) {
	for _, c := range []struct {
		path   string
		atHome bool
		want   string
	}{
		{"/", true, "/home.html"},
		{"/", false, "/"},
		{"/index.html", true, "/index.html"},
		{"/settings.html", true, "/settings.html"},
	} {
		got := ""
		next := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.URL.Path })
		FirstPage(func() bool { return c.atHome })(next).ServeHTTP(nil, httptest.NewRequest(http.MethodGet, c.path, nil))
		if got != c.want {
			t.Errorf("%s, somebody is remembered: %v: got %s, want %s", c.path, c.atHome, got, c.want)
		}
	}
}

func TestAssets(t *testing.T) {
	var p Picture
	handler := SecureHeaders(&p)
	get := func(method, path string) *httptest.ResponseRecorder {
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequest(method, path, nil))
		return answer
	}
	if got := get(http.MethodGet, picturePrefix); got.Code != http.StatusNotFound {
		t.Errorf("without a picture: %d", got.Code)
	}
	p.Set(picture.Picture{Type: "image/png", Data: []byte("png")})
	answer := get(http.MethodGet, p.Path())
	if answer.Code != http.StatusOK || answer.Body.String() != "png" || answer.Header().Get("Content-Type") != "image/png" ||
		answer.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("got %d %v", answer.Code, answer.Header())
	}
	for _, directive := range []string{"default-src 'none'", "script-src 'self'", "frame-src 'none'", "base-uri 'none'"} {
		if !strings.Contains(answer.Header().Get("Content-Security-Policy"), directive) {
			t.Errorf("W-CSP: %s is missing", directive)
		}
	}
	for _, path := range []string{picturePrefix + "v0", picturePrefix, "/"} {
		if got := get(http.MethodGet, path); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.Code)
		}
	}
	if got := get(http.MethodPost, p.Path()); got.Code != http.StatusNotFound {
		t.Errorf("POST: %d", got.Code)
	}
	p.Set(picture.Picture{})
	if p.Path() != "" {
		t.Error("the picture is still there after the profile was removed")
	}
}
