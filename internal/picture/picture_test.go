package picture

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"wails-openid-oauth/internal/transport"
)

// base is a transport for tests that ignores the machine's proxies.
func base(t *testing.T) *http.Transport {
	t.Helper()
	base, err := transport.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	base.Proxy = nil
	t.Cleanup(base.CloseIdleConnections)
	return base
}

func encoded(t *testing.T, width, height int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestFetch(t *testing.T) {
	data := encoded(t, 1, 1)
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
	serve("/more", "image/png", append(slices.Clone(data), "<script>alert(1)</script>"...))
	serve("/page", "image/png", []byte("<html><script>alert(1)</script>"))
	serve("/svg", "image/svg+xml", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`))
	serve("/large", "image/png", append(data, make([]byte, maxBytes)...))
	serve("/wide", "image/png", encoded(t, maxSide+1, 1))
	mux.Handle("/away", http.RedirectHandler("http://pictures.example/", http.StatusFound))
	mux.Handle("/private", http.RedirectHandler("https://192.168.0.1/", http.StatusFound))
	mux.Handle("/near", http.RedirectHandler("/good", http.StatusFound))
	mux.Handle("/loop", http.RedirectHandler("/loop", http.StatusFound))
	server := httptest.NewServer(mux)
	defer server.Close()
	port := server.URL[strings.LastIndex(server.URL, ":"):]
	const elsewhere = "https://op.example/"

	tests := []struct {
		name, url, issuer string
		ok                bool
	}{
		{"a picture", server.URL + "/good", server.URL, true},
		{"a picture with something behind it, which is drawn anew", server.URL + "/more", server.URL, true},
		{"a picture of another server on this machine", server.URL + "/good", "http://127.0.0.1:1", true},
		{"a redirect on this machine", server.URL + "/near", server.URL, true},
		{"this machine, but the provider is elsewhere", server.URL + "/good", elsewhere, false},
		{"https on this machine, but the provider is elsewhere", "https://127.0.0.1" + port + "/good", elsewhere, false},
		{"a name of this machine, but the provider is elsewhere", "https://localhost" + port + "/good", elsewhere, false},
		{"a private address", "https://192.168.0.1/good", server.URL, false},
		{"a redirect to a private address", server.URL + "/private", server.URL, false},
		{"a page", server.URL + "/page", server.URL, false},
		{"SVG", server.URL + "/svg", server.URL, false},
		{"too large", server.URL + "/large", server.URL, false},
		{"too wide", server.URL + "/wide", server.URL, false},
		{"a redirect to plain http elsewhere", server.URL + "/away", server.URL, false},
		{"redirects without end", server.URL + "/loop", server.URL, false},
		{"missing", server.URL + "/missing", server.URL, false},
		{"plain http elsewhere", "http://pictures.example/a.png", server.URL, false},
		{"a file", "file:///etc/hostname", server.URL, false},
		{"data", "data:image/png;base64,AAAA", server.URL, false},
		{"no URL", "://", server.URL, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			asked = nil
			got, err := Fetch(context.Background(), base(t), tt.url, tt.issuer)
			if (err == nil) != tt.ok {
				t.Fatalf("error %v", err)
			}
			if _, _, bad := image.Decode(bytes.NewReader(got.Data)); tt.ok && (got.Type != "image/png" || bad != nil) {
				t.Errorf("got %s, %v", got.Type, bad)
			}
			if bytes.Contains(got.Data, []byte("<script>")) {
				t.Error("the picture has what was behind it")
			}
			if tt.issuer == elsewhere && len(asked) > 0 {
				t.Errorf("requests %v, want none", asked)
			}
			if strings.Contains(tt.name, "private address") && !errors.Is(err, transport.ErrNotPublic) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// TestStored: only a picture of the kind that Fetch makes is served.
func TestStored(t *testing.T) {
	for name, tt := range map[string]struct {
		data []byte
		ok   bool
	}{
		"the largest":  {encoded(t, side, side), true},
		"too wide":     {encoded(t, side+1, 1), false},
		"too high":     {encoded(t, 1, side+1), false},
		"a page":       {[]byte("<html><script>alert(1)</script>"), false},
		"nothing":      {nil, false},
		"another kind": {[]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), false},
	} {
		if got := Stored(tt.data); (got.Type == "image/png" && bytes.Equal(got.Data, tt.data)) != tt.ok || !tt.ok && got.Data != nil {
			t.Errorf("%s: got %q", name, got.Type)
		}
	}
}

// TestTheProvidersOwnHost: the provider's host may have an address inside a company's network.
func TestTheProvidersOwnHost(t *testing.T) {
	for issuer, want := range map[string]transport.Reach{
		"https://op.example/":       {Host: "op.example:443"},
		"https://op.example:8443/x": {Host: "op.example:8443"},
		"http://localhost:9000":     {Host: "localhost:9000", Loopback: true},
		"https://[::1]/":            {Host: "[::1]:443", Loopback: true},
		"://":                       {},
	} {
		if got := reachOf(issuer); got != want {
			t.Errorf("%s: got %+v", issuer, got)
		}
	}
}

// TestNoErrorQuotesTheURL: a signed query is a secret.
func TestNoErrorQuotesTheURL(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/location", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", "http://[bad?sig=SECRET")
		w.WriteHeader(http.StatusFound)
	})
	mux.HandleFunc("/drop", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	mux.HandleFunc("/short", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "100")
		w.Write([]byte("x"))
	})
	mux.Handle("/away", http.RedirectHandler("http://pictures.example/?sig=SECRET", http.StatusFound))
	mux.Handle("/loop", http.RedirectHandler("/loop?sig=SECRET", http.StatusFound))
	server := httptest.NewServer(mux)
	defer server.Close()
	secure := httptest.NewUnstartedServer(mux)
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	over, cancel := context.WithCancel(context.Background())
	cancel()
	for _, tt := range []struct {
		ctx context.Context
		url string
	}{
		{nil, server.URL + "/location?sig=SECRET"}, {nil, server.URL + "/drop?sig=SECRET"}, {nil, server.URL + "/short?sig=SECRET"},
		{nil, server.URL + "/away?sig=SECRET"}, {nil, server.URL + "/loop?sig=SECRET"}, {nil, server.URL + "/missing?sig=SECRET"},
		{nil, secure.URL + "/?sig=SECRET"}, {nil, "http://127.0.0.1:1/?sig=SECRET"}, {nil, "https://192.168.0.1/?sig=SECRET"},
		{nil, "http://127.0.0.1:1/%zz?sig=SECRET"}, {nil, "http://127.0.0.1:1/\x7f?sig=SECRET"}, {over, server.URL + "/?sig=SECRET"},
	} {
		if tt.ctx == nil {
			tt.ctx = context.Background()
		}
		if _, err := Fetch(tt.ctx, base(t), tt.url, server.URL); err == nil || strings.Contains(err.Error(), "SECRET") || strings.Contains(err.Error(), "sig=") {
			t.Errorf("%s: %v", tt.url, err)
		}
	}
}

// TestNoErrorQuotesACertificate: the server chooses the names in its certificate, so no error quotes them. The server also
// chooses the host of a redirect. An error names that host up to a bound.
func TestNoErrorQuotesACertificate(t *testing.T) {
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	trusting := base(t)
	trusting.TLSClientConfig.RootCAs = x509.NewCertPool()
	trusting.TLSClientConfig.RootCAs.AddCert(secure.Certificate())
	_, port, _ := strings.Cut(secure.Listener.Addr().String(), ":")
	at := "https://localhost:" + port // the certificate is for another name
	_, err := Fetch(t.Context(), trusting, at+"/", at)
	if err == nil || !strings.Contains(err.Error(), "certificate") || strings.Contains(err.Error(), secure.Certificate().DNSNames[0]) {
		t.Errorf("got %v", err)
	}
	if _, err := Fetch(t.Context(), trusting, "https://"+strings.Repeat("a", 1000)+".example/", at); !errors.Is(err, errPlace) {
		t.Errorf("a long host: got %.100v, want errPlace", err)
	}
}

// webpPixel is a picture of 1×1, lossless.
const webpPixel = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="

func TestRedraw(t *testing.T) {
	encode := func(write func(out *bytes.Buffer) error) []byte {
		var out bytes.Buffer
		if err := write(&out); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	plain := func(width, height int) *image.Paletted {
		return image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.White, color.Black})
	}
	webp, err := base64.StdEncoding.DecodeString(webpPixel)
	if err != nil {
		t.Fatal(err)
	}
	// A GIF with a small screen and a large first picture.
	small := encode(func(out *bytes.Buffer) error { return gif.Encode(out, plain(3000, 3000), nil) })
	small[6], small[7], small[8], small[9] = 1, 0, 1, 0
	bomb := encoded(t, 1, 1)
	copy(bomb[16:], []byte{0, 0, 0x3e, 0x80, 0, 0, 0x3e, 0x80}) // 16,000 pixels per side
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	tests := []struct {
		name string
		data []byte
		want error
		size image.Point
	}{
		{"PNG", encoded(t, 320, 160), nil, image.Pt(160, 80)},
		{"a small one stays small", encoded(t, 30, 20), nil, image.Pt(30, 20)},
		{"a line", encoded(t, 4096, 1), nil, image.Pt(160, 1)},
		{"the largest", encoded(t, 4096, 2048), nil, image.Pt(160, 80)},
		{"JPEG", encode(func(out *bytes.Buffer) error { return jpeg.Encode(out, plain(200, 400), nil) }), nil, image.Pt(80, 160)},
		{"GIF", encode(func(out *bytes.Buffer) error { return gif.Encode(out, plain(160, 160), nil) }), nil, image.Pt(160, 160)},
		{"an animation", encode(func(out *bytes.Buffer) error {
			return gif.EncodeAll(out, &gif.GIF{Image: []*image.Paletted{plain(8, 8), plain(8, 8)}, Delay: []int{1, 1}})
		}), nil, image.Pt(8, 8)},
		{"WebP", webp, nil, image.Pt(1, 1)},
		{"a bomb", bomb, errSize, image.Point{}},
		{"too many pixels", encoded(t, 4096, 2049), errSize, image.Point{}},
		{"a GIF with a false size", small, errType, image.Point{}},
		{"half of one", encoded(t, 320, 160)[:60], errType, image.Point{}},
		{"BMP", []byte("BM\x3a\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00"), errType, image.Point{}},
		{"nothing", nil, errType, image.Point{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := redraw(context.Background(), tt.data)
			if !errors.Is(err, tt.want) {
				t.Fatalf("error %v", err)
			}
			if err != nil {
				return
			}
			config, err := png.DecodeConfig(bytes.NewReader(got))
			if size := image.Pt(config.Width, config.Height); err != nil || size != tt.size {
				t.Errorf("got %v, %v", size, err)
			}
		})
	}
}

// TestRedrawEnds: a JPEG can make the decoder process the picture again and again, with a few bytes each time.
func TestRedrawEnds(t *testing.T) {
	if _, err := redraw(&endsWhileRead{Context: t.Context()}, scans(t)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want redraw to end with its context", err)
	}
}

// endsWhileRead is a context that ends at the third check, which comes while the picture is being read.
type endsWhileRead struct {
	context.Context
	asked int
}

func (c *endsWhileRead) Err() error {
	if c.asked++; c.asked < 3 {
		return nil
	}
	return context.DeadlineExceeded
}

// scans is a progressive JPEG of 4096×2048 that repeats one scan a hundred times.
func scans(t *testing.T) []byte {
	t.Helper()
	data := []byte{0xff, 0xd8,
		0xff, 0xc2, 0, 11, 8, 8, 0, 16, 0, 1, 1, 0x11, 0, // progressive, 2048 lines of 4096, one component
		// Huffman tables: of DC, one code for "no difference"; of AC, one for a run of blocks without any.
		0xff, 0xc4, 0, 20, 0x00, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		0xff, 0xc4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xe0,
	}
	scan := []byte{0xff, 0xda, 0, 8, 1, 1, 0x00, 1, 63, 0x00}
	scan = append(scan, make([]byte, 16)...) // 131,072 blocks are eight runs of 16,384, for 15 bits each
	for range 100 {
		data = append(data, scan...)
	}
	return append(data, 0xff, 0xd9)
}
