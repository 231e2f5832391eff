package hosts

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wails-openid-oauth/test/namespace"
)

// Server answers for all hosts of a test.
type Server struct {
	t             testing.TB
	secure, plain *http.ServeMux
	authority     *authority

	mu      sync.Mutex
	names   map[string]bool
	flaws   map[string]Flaw
	clients map[string]tls.ClientAuthType
}

// address is that of all names.
var address = netip.MustParsePrefix(namespace.Network).Addr().Next().String()

// Start serves the hosts until the end of the test.
func Start(t testing.TB) *Server {
	t.Helper()
	s := &Server{t: t, secure: http.NewServeMux(), plain: http.NewServeMux(), authority: install(t), names: map[string]bool{},
		flaws: map[string]Flaw{}, clients: map[string]tls.ClientAuthType{}}
	s.Listen(address, "443")
	s.serve(net.JoinHostPort(address, "80"), s.plain, nil)
	s.Name()
	return s
}

// Handle adds a page at https: "provider.example/path", with an optional method before it, as [http.ServeMux] takes it. A pattern
// without a host is for all of them.
func (s *Server) Handle(pattern string, handler http.HandlerFunc) {
	s.t.Helper()
	s.secure.HandleFunc(pattern, handler)
	s.add(pattern)
}

// HandlePlain adds a page at http.
func (s *Server) HandlePlain(pattern string, handler http.HandlerFunc) {
	s.t.Helper()
	s.plain.HandleFunc(pattern, handler)
	s.add(pattern)
}

// add adds the host of a pattern, if it has one. An address answers at https only.
func (s *Server) add(pattern string) {
	s.t.Helper()
	host, _, _ := strings.Cut(pattern[strings.Index(pattern, " ")+1:], "/")
	if _, err := netip.ParseAddr(host); err == nil {
		EveryAddress(s.t)
		s.Listen(host, "443")
	} else if host != "" {
		s.Name(host)
	}
}

// replaceNames changes the file of host names. It is nil before the first server of the process.
var replaceNames func(text string)

// Name adds hosts that have no pages, or those of a pattern without a host.
func (s *Server) Name(names ...string) {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, name := range names {
		s.names[name] = true
	}
	text := "127.0.0.1 localhost\n::1 localhost\n"
	for _, name := range slices.Sorted(maps.Keys(s.names)) {
		text += address + " " + name + "\n"
	}
	if replaceNames == nil {
		replaceNames = namespace.Replace(s.t, "/etc/hosts", text)
	}
	replaceNames(text)
}

// Certify gives a host a certificate with a flaw.
func (s *Server) Certify(host string, flaw Flaw) {
	s.t.Helper()
	s.Name(host)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flaws[host] = flaw
}

// AskClients makes a host ask its clients for a certificate of theirs.
func (s *Server) AskClients(host string, how tls.ClientAuthType) {
	s.t.Helper()
	s.Name(host)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clients[host] = how
}

// Listen serves the pages of https at another port, or at an address.
func (s *Server) Listen(ip, port string) {
	s.t.Helper()
	if ip == "" {
		ip = address
	}
	s.serve(net.JoinHostPort(ip, port), s.secure, &tls.Config{GetConfigForClient: s.config})
}

// config returns the configuration for the host that a client asks for. Without a name, it is the host's address.
func (s *Server) config(hello *tls.ClientHelloInfo) (*tls.Config, error) {
	host := hello.ServerName
	if host == "" {
		host, _, _ = net.SplitHostPort(hello.Conn.LocalAddr().String())
	}
	s.mu.Lock()
	flaw, client := s.flaws[host], s.clients[host]
	s.mu.Unlock()
	certificate, err := s.authority.issue(host, flaw)
	if err != nil {
		return nil, err
	}
	config := &tls.Config{Certificates: []tls.Certificate{certificate}, ClientAuth: client, NextProtos: []string{"h2", "http/1.1"}}
	if client == tls.RequireAnyClientCert {
		// With HTTP/2, libsoup 3.2 waits for ever after a server refused the handshake.
		config.NextProtos = []string{"http/1.1"}
	}
	return config, nil
}

func (s *Server) serve(address string, handler http.Handler, config *tls.Config) {
	s.t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		s.t.Fatal(err)
	}
	server := &http.Server{Handler: handler, TLSConfig: config, ReadHeaderTimeout: time.Minute, ErrorLog: log.New(io.Discard, "", 0)}
	s.t.Cleanup(func() { server.Close() })
	go func() {
		serve := server.Serve
		if config != nil {
			serve = func(l net.Listener) error { return server.ServeTLS(l, "", "") }
		}
		if err := serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.t.Error(err)
		}
	}()
}

// everyAddress is done once in a namespace.
var everyAddress = sync.OnceValue(func() error {
	for _, family := range [][]string{{"-4", "0.0.0.0/0"}, {"-6", "::/0"}} {
		out, err := exec.Command("ip", family[0], "route", "add", "local", family[1], "dev", "lo").CombinedOutput()
		if err != nil && family[0] == "-4" { // there may be no IPv6
			return fmt.Errorf("%w\n%s", err, out)
		}
	}
	return nil
})

// EveryAddress makes every address of the internet one of this machine, as long as the namespace lives, so that a listener at ":443"
// gets the connections to all of them.
func EveryAddress(t testing.TB) {
	t.Helper()
	if !namespace.Inside() {
		t.Fatal("addresses are taken in a namespace only")
	}
	if err := everyAddress(); err != nil {
		t.Fatal(err)
	}
}
