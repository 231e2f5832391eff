// Package transport makes the one HTTP transport that a program talks to the outside with: proxies from the environment,
// TLS 1.2 or newer, certificates always checked, and a company's own certificate authorities beside those of the system.
// There is no switch that turns the check off (RFC 6749, section 10.9). [Failure] keeps what the other side wrote out of the
// errors of its requests, and [Log] out of what net/http writes to the standard log.
package transport

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
)

// maxHeader bounds the header of an answer, in bytes. Go's own bound of 10 MB costs a server that much memory several times.
const maxHeader = 64 << 10

// New returns a transport of its own. authorities are more to trust, in PEM form, or nothing.
func New(authorities []byte) (*http.Transport, error) {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	t.MaxResponseHeaderBytes = maxHeader
	if len(authorities) == 0 {
		return t, nil
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		return nil, fmt.Errorf("read the system's certificate authorities: %w", err)
	}
	if !roots.AppendCertsFromPEM(authorities) {
		return nil, errors.New("the certificate authorities hold no certificate in PEM form")
	}
	t.TLSClientConfig.RootCAs = roots
	return t, nil
}
