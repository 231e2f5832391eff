package loginpages

import (
	"crypto/tls"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"wails-openid-oauth/test/hosts"
	"wails-openid-oauth/test/overlay"
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

// waitLimit bounds the wait for a report. Only a failing test reaches it.
var waitLimit = overlay.WaitLimit

// Server serves the pages of all hosts, and keeps what they report.
type Server struct {
	*hosts.Server

	// EndURL is the redirect URI of the log-in. In the files of pages, END stands for it.
	EndURL string

	mu      sync.Mutex
	reports []string
	gates   map[string]chan bool
}

// Start adds the pages to the hosts.
func Start(web *hosts.Server, endURL string) *Server {
	s := &Server{Server: web, EndURL: endURL, gates: map[string]chan bool{}}
	s.Certify(Untrusted, hosts.Stranger)
	s.AskClients(Certificate, tls.RequireAnyClientCert)
	s.AskClients(Optional, tls.RequestClientCert)
	s.register()
	return s
}

// Page adds a page at https with the HTML, in which END stands for EndURL.
func (s *Server) Page(pattern, html string) {
	s.Handle(pattern, func(w http.ResponseWriter, _ *http.Request) { s.Write(w, html) })
}

// Write answers with the HTML, in which END stands for EndURL. The page begins with a word, so that it is not blank.
func (s *Server) Write(w http.ResponseWriter, html string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = io.WriteString(w, "<!doctype html>\n<script src=/report.js></script>\n<body><div aria-hidden=true>Page</div>\n"+strings.ReplaceAll(html, "END", s.EndURL))
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
