// Package endpoint decides to which URLs a secret may be sent, and from which URLs a key may come: https URLs, and http URLs
// if the host is this machine (RFC 6749, section 3.1; RFC 8252, section 8.3).
package endpoint

import (
	"errors"
	"net/netip"
	"net/url"
	"strings"
)

// The reasons for which [Parse] refuses a URL. Their texts continue after the name of the URL: "issuer is not https".
var (
	ErrForm   = errors.New("is not an absolute URL without user and fragment")
	ErrScheme = errors.New("is neither https nor http on this machine")
)

// Parse accepts an absolute URL without user and fragment that is https, or http on this machine. Errors: ErrForm, ErrScheme.
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
