package loginwindow

import (
	"context"
	"log/slog"
	"net/url"
	"strings"
	"sync"

	"wails-openid-oauth/auth"
)

// answerQueue bounds how many answers may wait for Accept: a page that navigates to EndURL in a loop fills this queue,
// not the memory. Later ones are dropped until there is room.
const answerQueue = 16

// attempt is one Open: what happens in its window arrives here, on the thread of the windows, and none of it blocks.
type attempt struct {
	id     uint32
	policy policy
	start  string
	hidden bool
	window *Window
	log    *slog.Logger

	answers   chan *url.URL // reached EndURL, in order
	shown     chan struct{} // closed when the window is mapped
	failed    chan error    // hidden windows only
	destroyed chan struct{} // closed when the native window is gone
	done      chan struct{} // closed when Open has returned

	mu       sync.Mutex
	ended    bool   // Open has its result: nothing of the page is listened to any more
	posted   string // the latest URL that was not asked for by GET
	refused  string // the latest URL that was refused
	retryURL string

	showOnce, goneOnce sync.Once
	visible            bool // OnVisible was told; used by Open's goroutine only
}

func newAttempt(w *Window, p policy, req auth.Request) *attempt {
	a := &attempt{policy: p, start: req.StartURL, hidden: req.Hidden, window: w, log: w.options.Log, retryURL: req.StartURL,
		answers: make(chan *url.URL, answerQueue), shown: make(chan struct{}), failed: make(chan error, 1),
		destroyed: make(chan struct{}), done: make(chan struct{})}
	a.id = register(a)
	return a
}

// end stops listening; running reports whether that has not happened yet.
func (a *attempt) end() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ended = true
}

func (a *attempt) running() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return !a.ended
}

// navigate decides on a navigation: true lets it load.
func (a *attempt) navigate(n navigation) bool {
	if !a.running() {
		return false
	}
	v, u := a.policy.classify(n)
	if v != allow {
		a.log.Info("login window: navigation "+v.String(), "host", hostOf(n.url), "new_window", n.newWindow)
	}
	switch v {
	case allow:
		a.mu.Lock()
		defer a.mu.Unlock()
		if n.post {
			a.posted = n.url
		} else if a.posted == n.url {
			a.posted = ""
		}
		return true
	case intercept:
		select {
		case a.answers <- u:
		default:
			a.log.Warn("login window: too many answers, one was dropped")
		}
	case external:
		if !a.hidden {
			go a.window.options.OpenExternal(n.url)
		}
	case refuse:
		a.mu.Lock()
		a.refused = n.url
		a.mu.Unlock()
	}
	return false
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
	if f == failRefused && !ours {
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
	n.waiting = f == failForeign || f == failRefused && !strings.HasPrefix(raw, "http:")
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

// mapped and gone follow the native window.
func (a *attempt) mapped() { a.showOnce.Do(func() { close(a.shown) }) }
func (a *attempt) gone()   { a.goneOnce.Do(func() { close(a.destroyed) }) }

// wait returns the first answer that accept takes, or why there will be none.
func (a *attempt) wait(ctx context.Context, accept func(*url.URL) bool) (*url.URL, error) {
	shown := a.shown
	for {
		select {
		case u := <-a.answers:
			if ctx.Err() == nil && (accept == nil || accept(u)) {
				return u, nil
			}
			a.fail(failForeign, a.start)
		case <-shown:
			shown = nil
			a.tellVisible(true)
		case err := <-a.failed:
			return nil, err
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-a.window.quit:
			return nil, auth.ErrCancelled
		case <-a.destroyed:
			return a.lastAnswer(accept)
		}
	}
}

// lastAnswer serves the answers that arrived before the window was closed.
func (a *attempt) lastAnswer(accept func(*url.URL) bool) (*url.URL, error) {
	for {
		select {
		case u := <-a.answers:
			if accept == nil || accept(u) {
				return u, nil
			}
		default:
			return nil, auth.ErrCancelled
		}
	}
}

// tellVisible calls OnVisible once for a window that appeared, and once when it is gone.
func (a *attempt) tellVisible(visible bool) {
	if a.visible == visible || a.hidden {
		return
	}
	a.visible = visible
	if f := a.window.options.OnVisible; f != nil {
		f(visible)
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
