// Package endpoint says which URLs a secret may be sent to, or a key be taken from: https ones, and plain http where the
// host is this machine (RFC 6749, section 3.1; RFC 8252, section 8.3).
package endpoint

import (
	"errors"
	"net/netip"
	"net/url"
	"strings"
)

// The reasons for which [Parse] refuses a URL. Their texts go on from the URL's name: "issuer is not https".
var (
	ErrForm   = errors.New("is not an absolute URL without user and fragment")
	ErrScheme = errors.New("is neither https nor http on this machine")
)

// Parse takes an absolute URL without user and fragment that is https, or http on this machine. Errors: ErrForm, ErrScheme.
func Parse(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() == "" || u.User != nil || strings.Contains(raw, "#") {
		return nil, ErrForm
	}
	if u.Scheme != "https" && !(u.Scheme == "http" && IsLoopback(u.Hostname())) {
		return nil, ErrScheme
	}
	return u, nil
}

// IsLoopback reports whether host, without a port, is "localhost" or a loopback address.
func IsLoopback(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && address.Unmap().IsLoopback()
}
