package authtest

import (
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// serve answers requests in the background.
func (p *Provider) serve(listener net.Listener) {
	server := &http.Server{
		Handler: p.handler(), ReadHeaderTimeout: 10 * time.Second, ErrorLog: discardLog(), ConnState: p.count,
	}
	p.mu.Lock()
	p.server = server
	p.mu.Unlock()
	if p.cert != nil {
		server.TLSConfig = &tls.Config{
			Certificates: []tls.Certificate{*p.cert}, MinVersion: tls.VersionTLS10, MaxVersion: p.maxTLS,
		}
		p.running.Go(func() { _ = server.ServeTLS(listener, "", "") })
		return
	}
	p.running.Go(func() { _ = server.Serve(listener) })
}

// GoOffline closes the listener and every connection. From now on, connections are refused. The provider keeps its state.
func (p *Provider) GoOffline() {
	p.mu.Lock()
	server := p.server
	p.mu.Unlock()
	_ = server.Close()
}

// GoOnline listens again at the same address.
func (p *Provider) GoOnline() error {
	listener, err := net.Listen("tcp", p.addr)
	if err != nil {
		return fmt.Errorf("authtest: %w", err)
	}
	p.serve(listener)
	return nil
}

// count counts the connections. The server reports a new connection before Serve can return, and a closed one after its last
// request.
func (p *Provider) count(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		p.running.Add(1)
	case http.StateClosed, http.StateHijacked:
		p.running.Done()
	}
}

// Close ends the provider, and waits until no request is running. It releases requests that a fault holds.
func (p *Provider) Close() {
	p.ClearFaults()
	p.GoOffline()
	p.running.Wait()
}

// discardLog makes a log that drops the server's lines about connections that a fault closed.
func discardLog() *log.Logger { return log.New(io.Discard, "", 0) }
