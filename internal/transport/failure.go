package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"strings"
)

// The errors of a function for the proxy. Their texts quote nothing from the settings.
var (
	// ErrProxySettings: the desktop did not say which proxy to use, or not in time. A script for automatic configuration that cannot
	// be fetched is a frequent cause.
	ErrProxySettings = errors.New("the proxy settings of the desktop cannot be read")
	// ErrProxyKind: the desktop names only proxies that net/http cannot use, such as SOCKS 4.
	ErrProxyKind = errors.New("the proxy of the desktop is of a kind that this program does not know")
)

// failure is an error with a text of our own.
type failure struct {
	text  string
	cause error
}

// Error implements error.
func (f *failure) Error() string { return f.text }

// Unwrap returns the cause, for errors.Is and errors.As. Its text is not for a log.
func (f *failure) Unwrap() error { return f.cause }

// Failure returns err, the error of a request to host, with a text of our own. The texts of net/http quote the URL, and what the
// other side sent: its status line, its header, the names in its certificate. So the other side could choose what the log
// contains. A nil err stays nil.
func Failure(host string, err error) error {
	if err == nil {
		return nil
	}
	return &failure{host + ": " + reason(err), err}
}

// Kind says who answered a request that failed.
type Kind int

// The kinds of failure.
const (
	// Unanswered: nothing answered, as far as can be told.
	Unanswered Kind = iota
	// Insecure: something answered, but no secure connection (TLS) could be made.
	Insecure
	// Foreign: something answered that does not speak the protocol that was asked for.
	Foreign
)

// KindOf returns the kind of the error of a request, or of an error of [Failure] that it wraps.
func KindOf(err error) Kind {
	if ours := new(failure); errors.As(err, &ours) {
		err = ours.cause
	}
	switch {
	case errors.As(err, new(*tls.CertificateVerificationError)):
		return Insecure
	case errors.Is(err, http.ErrSchemeMismatch), strings.Contains(err.Error(), "malformed HTTP"):
		return Foreign
	case strings.Contains(err.Error(), "tls: "):
		return Insecure
	}
	return Unanswered
}

// Reason returns the text of the error of [Failure] that err wraps, and an empty text if it wraps none.
func Reason(err error) string {
	if ours := new(failure); errors.As(err, &ours) {
		return ours.text
	}
	return ""
}

// reason returns the text for an error. It keeps only the texts of connection errors, which name addresses and causes from the
// operating system.
func reason(err error) string {
	network, certificate := new(net.OpError), new(tls.CertificateVerificationError)
	var timeout interface{ Timeout() bool }
	switch {
	case errors.Is(err, ErrProxySettings):
		return ErrProxySettings.Error()
	case errors.Is(err, ErrProxyKind):
		return ErrProxyKind.Error()
	case errors.As(err, &certificate):
		return certificateReason(certificate.Err)
	case errors.As(err, &network):
		return connectionReason(network)
	case errors.Is(err, context.Canceled):
		return "the request was cancelled"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "no answer in time"
	case errors.Is(err, http.ErrSchemeMismatch):
		return "it answers without TLS"
	case strings.Contains(err.Error(), "tls: "):
		return "no secure connection (TLS) could be made"
	}
	return "it, or a proxy on the way, sent no valid and complete answer"
}

// connectionReason distinguishes a proxy that cannot be reached from the host itself.
func connectionReason(network *net.OpError) string {
	if network.Op != "proxyconnect" {
		return network.Error()
	}
	inner := new(net.OpError)
	if errors.As(network.Err, &inner) {
		return "the proxy cannot be reached: " + inner.Error()
	}
	return "the proxy made no connection"
}

// certificateReason says why a certificate is not trusted. It does not use the texts of crypto/x509, which quote the names in the
// certificate.
func certificateReason(err error) string {
	invalid := x509.CertificateInvalidError{}
	switch {
	case errors.As(err, new(x509.HostnameError)):
		return "its certificate is for another host"
	case errors.As(err, new(x509.UnknownAuthorityError)):
		return "its certificate is signed by an authority that this computer does not trust"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "its certificate has expired or is not valid yet, or the clock of this computer is wrong"
	}
	return "its certificate is not valid"
}
