//go:build cgo

package loginwindow_test

import (
	"cmp"
	"context"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/auth/loginwindow"
	"wails-openid-oauth/auth/loginwindow/internal/gtkloop"
)

// hosts are https servers with their own names. They need no name server, because the web context sends every request to
// a proxy that knows them. The patterns of the bench's mux may name a host: "evil.example/login".
type hosts struct {
	*bench
	mu    sync.Mutex
	asked []string          // "host:port" of every request that left the web view, in order
	other map[string]string // addresses of hosts that are not on the bench's server
}

// newHosts puts the bench behind the proxy until the end of the test. The first name is the provider's.
func newHosts(b *bench, names ...string) *hosts {
	b.Helper()
	h := &hosts{bench: b, other: map[string]string{}}
	secure := httptest.NewTLSServer(b.mux)
	b.Cleanup(secure.Close)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.note(r.Host)
		name, _, _ := net.SplitHostPort(r.Host)
		if r.Method != http.MethodConnect || !slices.Contains(names, name) {
			http.Error(w, "no such host", http.StatusBadGateway)
			return
		}
		tunnel(w, h.address(name, secure.Listener.Addr().String()))
	}))
	b.Cleanup(proxy.Close)
	certificate := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw}))
	if err := b.window.Forget(b.Context()); err != nil { // each test starts without the cookies and passwords of another
		b.Fatal(err)
	}
	h.withContext(func() bool { return gtkloop.Behind(proxy.URL, certificate, names...) })
	b.Cleanup(func() { h.withContext(func() bool { return gtkloop.Behind("", "") }) })
	b.origin = "https://" + names[0]
	return h
}

// withContext calls f until it is true, while a hidden window is open.
func (h *hosts) withContext(f func() bool) {
	release := make(chan bool)
	waits := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer waits.Close()
	defer close(release)
	ctx, cancel := context.WithCancel(context.Background())
	window := loginwindow.New(loginwindow.Options{Log: slog.New(slog.DiscardHandler)})
	done := make(chan error, 1)
	go func() {
		_, err := window.Open(ctx, auth.Request{StartURL: waits.URL, EndURL: h.end, Hidden: true})
		done <- err
	}()
	h.eventually("web context", f)
	cancel()
	receive(h.bench, "end of the hidden window", done)
}

// elsewhere puts a host on a server of its own. All servers of httptest have the same certificate.
func (h *hosts) elsewhere(name, address string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.other[name] = address
}

func (h *hosts) address(name, usual string) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return cmp.Or(h.other[name], usual)
}

func (h *hosts) note(host string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked = append(h.asked, host)
}

// askedAt reports whether a request went to a port of any host.
func (h *hosts) askedAt(port int) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.ContainsFunc(h.asked, func(s string) bool { return strings.HasSuffix(s, fmt.Sprintf(":%d", port)) })
}

// tunnel connects the client of a CONNECT request to the address.
func tunnel(w http.ResponseWriter, address string) {
	server, err := net.Dial("tcp", address)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	client, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		server.Close()
		return
	}
	_, _ = io.WriteString(client, "HTTP/1.1 200 OK\r\n\r\n")
	go func() {
		defer server.Close()
		_, _ = io.Copy(server, buffered)
	}()
	go func() {
		defer client.Close()
		_, _ = io.Copy(client, server)
	}()
}
