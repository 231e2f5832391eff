package loginwindow

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"wails-openid-oauth/auth"
)

// verdict is what happens to a navigation.
type verdict int

const (
	refuse    verdict = iota // dropped; the page stays
	allow                    // loaded in the window
	intercept                // reached EndURL: never loaded, offered to Accept
	popup                    // opened in a new window of the log-in
	program                  // another program may open it, if the user agrees
	filtered                 // left to the content filter, which blocks it: see upgrade.go
)

// String names the verdict in the log.
func (v verdict) String() string {
	return [...]string{"refused", "allowed", "intercepted", "opened in a pop-up", "for a program", "left to the filter"}[v]
}

// navigation is what a page, or the user in it, requests.
type navigation struct {
	url       string
	newWindow bool // target=_blank or window.open
	link      bool // a clicked link, and no form or script
	gesture   bool // a click or key press of the user caused it
	post      bool // not a GET, so it cannot be repeated
	kind      kind
}

// kind is what caused a navigation, as far as it matters.
type kind int

const (
	byPage     kind = iota
	byLink          // a link, which a user or a script has clicked
	again           // the history or a reload, so that a form would be sent a second time
	byRedirect      // a server
)

// policy holds the start and the end of a log-in. See the package comment for the rules.
type policy struct {
	start, end *url.URL
	schemes    map[string]string // those that a program may open, and what the question calls the program
}

// newPolicy checks the request's URLs. Its errors wrap auth.ErrConfig.
func newPolicy(req auth.Request) (policy, error) {
	start, err := url.Parse(req.StartURL)
	if err != nil {
		return policy{}, fmt.Errorf("loginwindow: the start URL cannot be parsed: %w", auth.ErrConfig)
	}
	end, err := url.Parse(req.EndURL)
	if err != nil || end.Scheme == "" || end.Opaque != "" || end.User != nil {
		return policy{}, fmt.Errorf("loginwindow: the end URL is not an absolute URL: %w", auth.ErrConfig)
	}
	secure := start.Scheme == "https" || start.Scheme == "http" && loopback(start)
	if !secure || start.Host == "" || start.User != nil {
		return policy{}, fmt.Errorf("loginwindow: the start URL is neither https nor on this machine: %w", auth.ErrConfig)
	}
	return policy{start: start, end: end}, nil
}

// blank is the address of a document without one, into which the page that opened it may write.
const blank = "about:blank"

// classify decides on a navigation. u is its parsed URL if the verdict is intercept or program.
func (p policy) classify(n navigation) (v verdict, u *url.URL) {
	u, err := url.Parse(n.url)
	if err != nil {
		return refuse, nil
	}
	switch loads := p.loads(u); {
	case reaches(u, p.end):
		return intercept, u
	case p.opensProgram(u, n.url):
		return program, u
	case !n.newWindow && (loads || n.url == blank || n.url == "about:srcdoc"):
		return allow, nil
	case n.newWindow && n.gesture && (loads || p.filters(u, n.kind) || n.url == blank || n.url == ""): // window.open("")
		return popup, nil
	case !n.newWindow && p.filters(u, n.kind):
		return filtered, nil
	}
	return refuse, nil
}

// filters reports whether plain http is left to the content filter: it cannot block redirects, and lets pages of this
// machine load it.
func (p policy) filters(u *url.URL, k kind) bool {
	return u.Scheme == "http" && u.Host != "" && !loopback(u) && !loopback(p.start) && k != byRedirect
}

// loads is rules 4 and 5 of the package comment.
func (p policy) loads(u *url.URL) bool {
	switch {
	case u.Scheme != "https" && u.Scheme != "http" || u.Host == "":
		return false
	case loopback(u):
		return p.allowsLoopback(u)
	}
	return u.Scheme == "https"
}

// allowsLoopback is rule 4 of the package comment.
func (p policy) allowsLoopback(u *url.URL) bool {
	if !loopback(p.start) {
		return false
	}
	return !loopback(p.end) || port(u) != port(p.end) || port(u) == port(p.start)
}

// reaches reports whether u is the end URL: scheme, host, port and path are equal, and there is no user information.
// Query and fragment may differ, because the provider adds a query (RFC 6749, section 3.1.2).
func reaches(u, end *url.URL) bool {
	return u.Opaque == "" && u.User == nil && u.Scheme == end.Scheme && strings.EqualFold(u.Hostname(), end.Hostname()) &&
		port(u) == port(end) && path(u) == path(end)
}

// port returns the URL's port, or the default port of its scheme.
func port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	return map[string]string{"http": "80", "https": "443"}[u.Scheme]
}

// path returns the path as written, so that an escaped form is a different path. For http and https, the empty path is
// "/".
func path(u *url.URL) string {
	if p := u.EscapedPath(); p != "" || u.Scheme != "http" && u.Scheme != "https" {
		return p
	}
	return "/"
}

// loopback reports whether the URL's host is this machine (RFC 6761, section 6.3, and the loopback addresses).
func loopback(u *url.URL) bool {
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && (addr.IsLoopback() || addr.Unmap().IsUnspecified())
}

// externalByDefault allows only https URLs with a host and without user information, which could hide the host.
func externalByDefault(target string) bool {
	u, err := url.Parse(target)
	return err == nil && u.Scheme == "https" && u.Hostname() != "" && u.User == nil
}

// host returns the host as the user sees it, with the port if it is not the default port of the scheme.
func host(u *url.URL) string {
	name := u.Hostname()
	if u.Port() != "" && (u.Scheme != "https" || u.Port() != "443") && (u.Scheme != "http" || u.Port() != "80") {
		return net.JoinHostPort(name, u.Port())
	}
	return name
}
