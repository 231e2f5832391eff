package picture

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"testing"
)

func pixel(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestFetch(t *testing.T) {
	data := pixel(t)
	var asked []string
	mux := http.NewServeMux()
	serve := func(path, kind string, body []byte) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			asked = append(asked, path)
			w.Header().Set("Content-Type", kind)
			w.Write(body)
		})
	}
	serve("/good", "text/html", data) // the bytes decide, not the label
	serve("/page", "image/png", []byte("<html><script>alert(1)</script>"))
	serve("/svg", "image/svg+xml", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`))
	serve("/large", "image/png", append(data, make([]byte, maxBytes)...))
	mux.Handle("/away", http.RedirectHandler("http://pictures.example/", http.StatusFound))
	mux.Handle("/near", http.RedirectHandler("/good", http.StatusFound))
	mux.Handle("/loop", http.RedirectHandler("/loop", http.StatusFound))
	server := httptest.NewServer(mux)
	defer server.Close()

	tests := []struct {
		name, url string
		loopback  bool
		ok        bool
	}{
		{"a picture", server.URL + "/good", true, true},
		{"a redirect on this machine", server.URL + "/near", true, true},
		{"this machine, but the provider is elsewhere", server.URL + "/good", false, false},
		{"a page", server.URL + "/page", true, false},
		{"SVG", server.URL + "/svg", true, false},
		{"too large", server.URL + "/large", true, false},
		{"a redirect to plain http elsewhere", server.URL + "/away", true, false},
		{"redirects without end", server.URL + "/loop", true, false},
		{"missing", server.URL + "/missing", true, false},
		{"plain http elsewhere", "http://pictures.example/a.png", true, false},
		{"a file", "file:///etc/hostname", true, false},
		{"data", "data:image/png;base64,AAAA", true, false},
		{"no URL", "://", true, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			asked = nil
			got, err := Fetch(context.Background(), nil, tt.url, tt.loopback)
			if (err == nil) != tt.ok {
				t.Fatalf("error %v", err)
			}
			if tt.ok && (got.Type != "image/png" || !bytes.Equal(got.Data, data)) {
				t.Errorf("got %s, %d bytes", got.Type, len(got.Data))
			}
			if !tt.loopback && len(asked) > 0 {
				t.Errorf("asked %v", asked)
			}
		})
	}
}
