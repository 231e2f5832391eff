package apiclient

import (
	"cmp"
	"errors"
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
)

// ErrOutside says that a request was not sent, because its URL is not the base URL or below it. Its text does not repeat
// the URL, because the query may contain a secret.
var ErrOutside = errors.New("the request does not lead to a plain path below the API's base URL")

// admits reports whether a request goes to the base URL or below it, in any spelling. It also checks a Host field that the request
// sets, because behind a shared address that field names another server.
func admits(base *url.URL, req *http.Request) bool {
	u := req.URL
	if u == nil || u.Opaque != "" || u.User != nil || origin(u) != origin(base) {
		return false
	}
	if req.Host != "" && !strings.EqualFold(req.Host, u.Host) {
		return false
	}
	return (u.Path == base.Path || strings.HasPrefix(u.Path, base.Path+"/")) && plain(cmp.Or(u.Path, "/"))
}

// origin is the scheme, host and port of a URL in one spelling (RFC 6454, section 4).
func origin(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	return u.Scheme + "://" + net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}

// plain reports whether every server reads a decoded path in the same way: it contains no "..", "." or "//" and no backslash, not
// even percent-encoded, and no "..;", which some servers treat as "..".
func plain(decoded string) bool {
	clean := path.Clean(decoded)
	return (clean == decoded || clean != "/" && clean+"/" == decoded) &&
		!strings.Contains(decoded, `\`) && !strings.Contains(decoded, "/.;") && !strings.Contains(decoded, "/..;")
}

// resolve returns the URL of a path below the base URL. The path begins with a slash and may have a query.
func resolve(base *url.URL, reference string) (*url.URL, error) {
	if !strings.HasPrefix(reference, "/") || strings.ContainsFunc(reference, notInURL) {
		return nil, ErrOutside
	}
	u, err := url.Parse(base.String() + reference)
	if err != nil || !admits(base, &http.Request{URL: u}) {
		return nil, ErrOutside
	}
	return u, nil
}

// notInURL reports whether a path with a query cannot contain the character. A fragment would not be sent, so it must be a mistake.
func notInURL(r rune) bool { return r <= ' ' || r > '~' || r == '#' }
