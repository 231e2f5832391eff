// Package transport makes the one HTTP transport of a program for requests to other machines. It uses proxies from the
// environment and TLS 1.2 or newer, and always checks certificates, against the system's certificate authorities and a company's
// own. No setting turns that check off (RFC 6749, section 10.9). [Failure] keeps text from the other side out of the errors of
// requests, and [Log] keeps it out of what net/http writes to the standard log.
package transport

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
)

// maxHeader bounds the header of an answer, in bytes. With Go's own bound of 10 MB, one answer can cost several times that much
// memory.
const maxHeader = 64 << 10

// New returns a new transport. authorities are additional certificate authorities to trust, in PEM form; they may be empty.
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
