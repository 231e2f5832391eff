// Package transport makes the one HTTP transport that a program talks to the outside with: proxies from the environment,
// TLS 1.2 or newer, certificates always checked, and a company's own certificate authorities beside those of the system.
// There is no switch that turns the check off (RFC 6749, section 10.9). [Failure] keeps what the other side wrote out of the
// errors of its requests, and [Log] out of what net/http writes to the standard log.
package transport

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"os"
)

// maxHeader bounds the header of an answer, in bytes. Go's own bound of 10 MB costs a server that much memory several times.
const maxHeader = 64 << 10

// New returns a transport of its own. caBundle is the path of a PEM file with more authorities to trust, or empty.
func New(caBundle string) (*http.Transport, error) {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	t.MaxResponseHeaderBytes = maxHeader
	if caBundle == "" {
		return t, nil
	}
	pem, err := os.ReadFile(caBundle)
	if err != nil {
		return nil, fmt.Errorf("read the CA bundle: %w", err)
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		return nil, fmt.Errorf("read the system's certificate authorities: %w", err)
	}
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("the CA bundle %s holds no certificate in PEM form", caBundle)
	}
	t.TLSClientConfig.RootCAs = roots
	return t, nil
}
