package loginwindow

import (
	"log/slog"
	"net/url"
	"strings"
)

// Before WebKitGTK loads a page, it does not say whether a navigation is one of the main frame. It says so only of a load
// that failed. So the policy leaves plain http to the content filter, which blocks it before any connection is made, and
// the failure then shows that it was to be the window's page. Redirects fail in the same way when they are refused.

// secureForm returns the https form of an http URL (RFC 6797, section 8.3), or nil if there is none: for other schemes,
// and for this machine, where no certificate stands for a name.
func secureForm(raw string) *url.URL {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "http" || u.Host == "" || loopback(u) {
		return nil
	}
	u.Scheme = "https"
	if u.Port() == "80" {
		u.Host = strings.TrimSuffix(u.Host, ":80")
	}
	return u
}

// upgrade loads the https form of an http URL that the main frame was to load, and reports whether it does. A form that
// was to be sent cannot be sent again, and a URL whose https form has just led back to it stays refused. The caller holds
// p.mu.
func (p *page) upgrade(raw string) bool {
	u := secureForm(raw)
	if u == nil || p.refusedPost || u.String() == p.upgraded || !p.spend(upgradedPage) {
		return false
	}
	p.upgraded = u.String()
	p.note(slog.LevelInfo, "login window: https in place of http", "host", host(u))
	if p.hidden {
		p.visit(p.upgraded)
		return true
	}
	p.display(busy, func() { p.visit(u.String()) })
	return true
}

// reason returns the words for a failure, which may have a reason that the native layer does not know. The caller holds
// p.mu.
func (p *page) reason(f failure, raw string) failure {
	secure := ""
	if u := secureForm(raw); u != nil {
		secure = u.String()
	}
	switch {
	case f == failRefused && secure != "" && p.refusedPost:
		return failForm
	case p.upgraded != "" && f == failRefused && secure == p.upgraded:
		return failPlain
	case p.upgraded != "" && raw == p.upgraded && (f.ofConnection() || f == failContent):
		return failPlain
	case f.ofConnection() && p.certificate != "" && p.certificate == hostPort(raw):
		return failCertificate
	}
	return f
}

// ofConnection reports whether no answer came.
func (f failure) ofConnection() bool { return f <= failTLSHost }
