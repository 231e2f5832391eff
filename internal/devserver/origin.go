package devserver

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// isOwnOrigin reports whether the app's own page asks for a WebSocket, or a program that is not a browser. It accepts only
// "localhost" and IP addresses, because a stranger can make any other name resolve to this machine.
func isOwnOrigin(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = strings.Trim(r.Host, "[]")
	}
	if _, err := netip.ParseAddr(host); err != nil && host != "localhost" {
		return false
	}
	origins := r.Header.Values("Origin")
	if len(origins) == 0 {
		return true
	}
	origin, err := url.Parse(origins[0])
	return len(origins) == 1 && err == nil && origin.Scheme == "http" && origin.Host == r.Host
}
