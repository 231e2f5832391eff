package loginpages

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"wails-openid-oauth/test/namespace"
)

// The hosts of the pages.
const (
	Provider    = "provider.example"    // of the log-in
	Social      = "social.example"      // of another log-in, in a pop-up or a frame
	Help        = "help.example"        // of pages to read
	Untrusted   = "untrusted.example"   // has a certificate of another authority
	Certificate = "certificate.example" // refuses a client without a certificate
	Optional    = "optional.example"    // asks for a client's certificate, and goes on without one
)

// hosts are the names, in the order of their addresses.
var hosts = []string{Provider, Social, Help, Untrusted, Certificate, Optional}

// waitLimit bounds the wait for a report. Only a failing test reaches it.
const waitLimit = time.Minute

// Server serves the pages of all hosts, and keeps what they report.
type Server struct {
	// EndURL is the redirect URI of the log-in. In the files of pages, END stands for it.
	EndURL string

	secure, plain *http.ServeMux

	mu      sync.Mutex
	reports []string
	gates   map[string]chan bool
}

// Start serves the pages until the end of the test. The test must be in a namespace of its own (see package namespace).
func Start(t testing.TB, endURL string) *Server {
	t.Helper()
	s := &Server{EndURL: endURL, secure: http.NewServeMux(), plain: http.NewServeMux(), gates: map[string]chan bool{}}
	a := install(t)
	stranger, err := newAuthority()
	if err != nil {
		t.Fatal(err)
	}
	address := netip.MustParsePrefix(namespace.Network).Addr()
	var names strings.Builder
	names.WriteString("127.0.0.1 localhost\n::1 localhost\n")
	for _, host := range hosts {
		address = address.Next()
		fmt.Fprintln(&names, address, host)
		by := a
		if host == Untrusted {
			by = stranger
		}
		s.listen(t, address.String(), host, by)
	}
	setNames(t, names.String())
	s.register()
	return s
}

// names changes the file of host names. It is nil before the first server of the process.
var names func(text string)

func setNames(t testing.TB, text string) {
	t.Helper()
	if names == nil {
		names = namespace.Replace(t, "/etc/hosts", text)
	}
	names(text)
}

// listen serves a host at its own address.
func (s *Server) listen(t testing.TB, address, host string, by *authority) {
	t.Helper()
	s.serve(t, address+":80", s.plain, nil)
	certificate, err := by.issue(host)
	if err != nil {
		t.Fatal(err)
	}
	config := &tls.Config{Certificates: []tls.Certificate{certificate}, NextProtos: []string{"h2", "http/1.1"}}
	switch host {
	case Certificate:
		// With HTTP/2, libsoup 3.2 waits for ever after a server refused the handshake.
		config.ClientAuth, config.NextProtos = tls.RequireAnyClientCert, []string{"http/1.1"}
	case Optional:
		config.ClientAuth = tls.RequestClientCert
	}
	s.serve(t, address+":443", s.secure, config)
}

func (s *Server) serve(t testing.TB, address string, handler http.Handler, config *tls.Config) {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: handler, TLSConfig: config, ReadHeaderTimeout: waitLimit,
		ErrorLog: log.New(io.Discard, "", 0)}
	t.Cleanup(func() { server.Close() })
	go func() {
		serve := server.Serve
		if config != nil {
			serve = func(l net.Listener) error { return server.ServeTLS(l, "", "") }
		}
		if err := serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.Report("server: " + err.Error())
		}
	}()
}

// Handle adds a page at https: "provider.example/path" with an optional method before it, as [http.ServeMux] takes it.
func (s *Server) Handle(pattern string, handler http.HandlerFunc) {
	s.secure.HandleFunc(pattern, handler)
}

// HandlePlain adds a page at http.
func (s *Server) HandlePlain(pattern string, handler http.HandlerFunc) {
	s.plain.HandleFunc(pattern, handler)
}

// Page adds a page at https with the HTML, in which END stands for EndURL.
func (s *Server) Page(pattern, html string) {
	s.Handle(pattern, func(w http.ResponseWriter, _ *http.Request) { s.Write(w, html) })
}

// Write answers with the HTML, in which END stands for EndURL.
func (s *Server) Write(w http.ResponseWriter, html string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = io.WriteString(w, "<!doctype html>\n<script src=/report.js></script>\n"+strings.ReplaceAll(html, "END", s.EndURL))
}

// Report adds a line to the reports, as a page does.
func (s *Server) Report(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reports = append(s.reports, line)
}

// Reports returns all lines so far.
func (s *Server) Reports() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.reports...)
}

// Count returns how many reports are exactly the line.
func (s *Server) Count(line string) int {
	n := 0
	for _, report := range s.Reports() {
		if report == line {
			n++
		}
	}
	return n
}

// Await waits until a report is exactly the line.
func (s *Server) Await(t testing.TB, line string) { t.Helper(); s.AwaitCount(t, line, 1) }

// AwaitCount waits until n reports are exactly the line.
func (s *Server) AwaitCount(t testing.TB, line string, n int) {
	t.Helper()
	for begin := time.Now(); s.Count(line) < n; time.Sleep(10 * time.Millisecond) {
		if time.Since(begin) > waitLimit {
			t.Fatalf("the pages do not report %q, %d times; they report:\n%s", line, n, strings.Join(s.Reports(), "\n"))
		}
	}
}
