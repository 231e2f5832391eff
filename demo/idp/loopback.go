package idp

import (
	"errors"
	"net"
	"net/url"
	"slices"
)

// loopbackOrigin parses an issuer that is reachable only from this computer.
func loopbackOrigin(issuer string) (*url.URL, error) {
	u, err := url.Parse(issuer)
	if err != nil {
		return nil, errors.New("not a URL")
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return nil, errors.New("the scheme must be http or https")
	}
	if u.Hostname() != "localhost" && !isLoopbackIP(u.Hostname()) {
		return nil, errors.New("the host must be a loopback address or localhost")
	}
	if issuer != u.Scheme+"://"+u.Host {
		return nil, errors.New("it must be an origin, without path, query, user or trailing slash")
	}
	return u, nil
}

func isLoopbackIP(host string) bool {
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// withoutLoopbackPort returns a redirect URI as it is compared: the port of a loopback IP address does not count,
// because a native app listens on whichever is free (RFC 8252, section 7.3). Every other URI is left as it is.
func withoutLoopbackPort(redirectURI string) string {
	u, err := url.Parse(redirectURI)
	if err != nil || u.Port() == "" || !isLoopbackIP(u.Hostname()) {
		return redirectURI
	}
	u.Host = u.Host[:len(u.Host)-len(u.Port())-1]
	return u.String()
}

// registered reports whether a redirect URI is among the registered ones.
func registered(uris []string, uri string) bool {
	return slices.ContainsFunc(uris, func(known string) bool {
		return withoutLoopbackPort(known) == withoutLoopbackPort(uri)
	})
}
