package loginwindow

import (
	"log/slog"
	"net"
	"net/url"
	"strings"
)

// navigate decides on a navigation: true lets it load.
func (a *attempt) navigate(n navigation) bool {
	v, u := a.policy.classify(n)
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.ended {
		return false
	}
	if v == external && !a.opensLink() {
		return false
	}
	a.record(v, n)
	switch v {
	case allow:
		a.place.allowed(n.url)
		return true
	case intercept:
		select {
		case a.answers <- u:
		default: // the queue is full of answers that wait for Accept
		}
	case external:
		if !a.hidden {
			go a.window.options.OpenExternal(n.url)
		}
	}
	return false
}

// record keeps what fail needs to know about the navigation, and logs the decision.
func (a *attempt) record(v verdict, n navigation) {
	switch {
	case v == refuse:
		a.refused = n.url
	case v == intercept:
		a.caught = n.url
	case v == allow && n.post:
		a.posted = n.url
	case v == allow && a.posted == n.url:
		a.posted = ""
	}
	if v != allow {
		a.note(slog.LevelInfo, "login window: navigation "+v.String(), "host", hostOf(n.url), "new_window", n.newWindow)
	}
}

// requested handles an event of the main frame before its document commits: a load began, or was redirected.
func (a *attempt) requested(raw string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.place.requested(raw)
}

// commit uncovers the page that has begun to arrive.
func (a *attempt) commit(raw string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.place.commit(raw)
	if u, err := url.Parse(raw); err == nil && u.Host != "" {
		a.display(page, func() { a.setOrigin(raw) })
	} else if a.cover == busy {
		a.restore()
	}
}

// stopped handles a load of the main frame that ended without a document and without a failure.
func (a *attempt) stopped() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.place.pending == "" {
		return // retry has begun another one
	}
	a.place.stopped()
	if a.cover == busy {
		a.restore()
	}
}

// fail reports that the page at raw could not be shown. It ignores an interrupted load (failRefused), except when this
// attempt refused exactly that address, or the window would otherwise be empty.
func (a *attempt) fail(f failure, raw string) {
	a.mu.Lock()
	if f == failRefused && a.refused != raw {
		caught := a.caught == raw
		a.mu.Unlock()
		if !caught {
			a.stopped()
		}
		return
	}
	defer a.mu.Unlock()
	if f == failCrash {
		raw = a.crashed()
	}
	if f == failForeign && (a.hidden || !a.spend(foreignAnswer)) {
		return
	}
	a.note(slog.LevelWarn, "login window: page not shown", "host", hostOf(raw), "reason", f.String())
	if a.hidden {
		a.failWith(f.err())
		return
	}
	if f != failForeign {
		a.place.stopped()
	}
	// A page that is already shown stays. Only a refused move to plain http is reason enough to cover it.
	stays := f == failForeign || f == failContent || f == failRefused && !strings.HasPrefix(raw, "http:")
	if stays && a.cover != busy {
		return
	}
	if stays && a.place.committed != "" {
		a.restore()
		return
	}
	a.retryURL = raw
	if f == failCrash || f == failRefused || f == failForeign || a.posted == raw {
		a.retryURL = a.start
	}
	a.display(failed, func() { a.window.native.notify(a.id, f.notice(hostOf(raw))) })
}

// crashed forgets the document whose process has ended, and returns its address. The caller holds a.mu.
func (a *attempt) crashed() string {
	gone := a.place.committed
	if gone == "" {
		gone = a.start
	}
	a.place = place{}
	return gone
}

// retry loads the failed page again, or starts over if that page cannot be requested twice. After a password form that
// ended, it shows what was postponed.
func (a *attempt) retry() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.cover == held {
		a.cover = busy
		a.next()
		return
	}
	if u, err := url.Parse(a.retryURL); err == nil {
		a.cover, a.place = busy, place{}
		a.window.native.load(a.id, a.retryURL, connecting(u))
	}
}

// hostOf returns the host of a URL, for the log and for notices.
func hostOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return "an unknown address"
	}
	return host(u)
}

// hostPort returns the host and port of a URL, or "" if there is none.
func hostPort(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return ""
	}
	return net.JoinHostPort(strings.ToLower(u.Hostname()), port(u))
}
