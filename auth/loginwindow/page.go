package loginwindow

import (
	"net/url"
	"strings"
)

// maxReported bounds the log lines that a page can cause in one attempt.
const maxReported = 50

// navigate decides on a navigation: true lets it load.
func (a *attempt) navigate(n navigation) bool {
	if !a.running() {
		return false
	}
	v, u := a.policy.classify(n)
	a.record(v, n)
	switch v {
	case allow:
		return true
	case intercept:
		select {
		case a.answers <- u:
		default: // the queue is full of answers nobody has looked at yet
		}
	case external:
		if !a.hidden {
			go a.window.options.OpenExternal(n.url)
		}
	}
	return false
}

// record keeps what fail needs to know of the navigation, and logs the decision.
func (a *attempt) record(v verdict, n navigation) {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case v == refuse:
		a.refused = n.url
	case v == allow && n.post:
		a.posted = n.url
	case v == allow && a.posted == n.url:
		a.posted = ""
	}
	if v != allow && a.reported < maxReported {
		a.reported++
		a.log.Info("login window: navigation "+v.String(), "host", hostOf(n.url), "new_window", n.newWindow)
	}
}

// commit uncovers the page that has begun to arrive, and tells the user whose it is: the host first in the title,
// scheme and host above the page. Plain http is said in words.
func (a *attempt) commit(raw string) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return // about:blank: what was shown before stays true
	}
	origin := u.Scheme + "://" + host(u)
	if u.Scheme != "https" {
		origin += " (not encrypted)"
	}
	a.window.native.setOrigin(a.id, a.title(u), origin, u.Scheme == "https")
}

func (a *attempt) title(u *url.URL) string { return host(u) + " — " + a.window.options.Title }

// fail reports that the page at raw could not be shown. An interrupted load (failRefused) is news only where this
// attempt refused the very address, or where it leaves the user in front of nothing.
func (a *attempt) fail(f failure, raw string) {
	a.mu.Lock()
	ours := a.refused == raw
	a.retryURL = raw
	if f == failCrash || f == failRefused || f == failForeign || a.posted == raw || raw == "" {
		a.retryURL = a.start
	}
	a.mu.Unlock()
	if f == failRefused && !ours || f == failForeign && a.hidden {
		return
	}
	a.log.Warn("login window: page not shown", "host", hostOf(raw), "reason", f.String())
	if a.hidden {
		select {
		case a.failed <- f.err():
		default:
		}
		return
	}
	n := f.notice(hostOf(raw))
	// Where a page stands already, it stays; only a way into plain http is worth covering it.
	n.waiting = f == failForeign || f == failContent || f == failRefused && !strings.HasPrefix(raw, "http:")
	a.window.native.notify(a.id, n)
}

// retry loads the failed page again, or starts over where that page cannot be asked for twice.
func (a *attempt) retry() {
	a.mu.Lock()
	target := a.retryURL
	a.mu.Unlock()
	if u, err := url.Parse(target); err == nil {
		a.window.native.load(a.id, target, connecting(u))
	}
}

// hostOf returns the host of an URL for the log and for notices.
func hostOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return "an unknown address"
	}
	return host(u)
}
