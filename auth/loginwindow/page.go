package loginwindow

import (
	"log/slog"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"wails-openid-oauth/internal/zoom"
)

// page is one native window of an attempt, and the document in it: the log-in's own window, or a pop-up of another page
// (see popup.go). The native layer reports its events by its id.
type page struct {
	*attempt
	id     uint32
	opener *page         // the page that opened this one as a pop-up; nil for the log-in's own window
	link   string        // the URL of the clicked link that opened it, "" if none did
	closed chan struct{} // closed when the native window is gone

	// guarded by attempt.mu
	posted  string // the latest URL that was not asked for by GET
	refused string // the latest URL that was refused
	// refusedPost says that the refused URL was not asked for by GET.
	refusedPost bool
	upgraded    string // the latest https URL that took the place of an http URL, until a page comes
	certificate string // the host and port that asked for a certificate of the user; "" for none, "told" once the user knows
	lastPage    string // the latest page, for the way back from a notice
	backSteps   int    // how far the user goes back in the history, until a page comes
	called      bool   // the window itself navigates, in a web process that goes on, until a page comes; see misnamed
	zoom        int    // an index of zoom.Levels
	bar         bar
	caught      string // the latest URL that reached EndURL
	retryURL    string // what "Try again" loads
	visited     string // the latest URL that the window itself has loaded
	lostForm    bool   // the load of visited has lost its password form; see lost
	again       int    // how often the window has loaded visited again; see loadAgain
	place       place
	cover       cover
	asker       asker  // who asked for the password form
	asks        string // its host and port
	next        func() // shows what cover held has postponed
	clicks      clicks
	reply       reply
}

// newPage registers a page. The native layer then opens its window. The caller holds a.mu, or is the only one that knows
// a.
func newPage(a *attempt, opener *page) *page {
	p := &page{attempt: a, opener: opener, closed: make(chan struct{}), retryURL: a.start, visited: a.start, zoom: zoom.Normal}
	p.id = register(p)
	a.pages = append(a.pages, p)
	return p
}

// mapped and gone record the events of the native window. The pop-ups of a page close with it.
func (p *page) mapped() {
	if p.opener == nil {
		p.showOnce.Do(func() { close(p.shown) })
	}
}

func (p *page) gone() {
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.Index(p.pages, p)
	if i < 0 {
		return
	}
	p.pages = slices.Delete(p.pages, i, i+1)
	p.closePopUps()
	if p.opener != nil {
		unregister(p)
	}
	close(p.closed)
}

// navigate decides on a navigation: true lets it load. For a new window, true lets the native layer go on to popUp.
func (p *page) navigate(n navigation) bool {
	v, u := p.policy.classify(n)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return false
	}
	if v == allow && n.post && n.kind == again {
		p.repeated(n.url)
		return false
	}
	p.record(v, n)
	switch v {
	case popup:
		return !p.hidden
	case allow:
		p.place.allowed(n.url)
		return true
	case filtered:
		return true
	case intercept:
		select {
		case p.answers <- answer{u, p}:
		default: // the queue is full of answers that wait for Accept
		}
	case program:
		p.offer(u.Scheme, n.url)
	case refuse:
		p.explain(n)
	}
	return false
}

// record keeps what fail needs to know about the navigation, and logs the decision.
func (p *page) record(v verdict, n navigation) {
	switch {
	case v == refuse || v == filtered:
		p.refused, p.refusedPost = n.url, n.post
	case v == intercept:
		p.caught = n.url
	case v == allow && n.post:
		p.posted = n.url
	case v == allow && p.posted == n.url:
		p.posted = ""
	}
	if v != allow && v != popup {
		p.note(slog.LevelInfo, "login window: navigation "+v.String(), "host", hostOf(n.url), "new_window", n.newWindow)
	}
}

// requested handles an event of the main frame before its document commits: a load began, or was redirected.
func (p *page) requested(raw string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.place.requested(raw)
}

// commit uncovers the page that has begun to arrive.
func (p *page) commit(raw string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.misnamed(raw) {
		p.place = place{} // the page below the notice is none that was named
		p.notShown(failStopped, raw)
		return
	}
	p.place.commit(raw)
	p.takeReply(raw)
	p.upgraded, p.backSteps, p.called = "", 0, false
	if p.bar.act != nil {
		p.hush() // it was about the page before
	}
	p.arrive(raw)
	if hostPort(raw) == "" {
		return
	}
	p.lastPage = raw
	p.tellCertificate(raw)
	if refusesEmbedded(raw) {
		p.cannot(limitEmbedded)
	}
}

// emptied handles an error page of the web view, which has taken the place of the document. It is never shown.
func (p *page) emptied() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.place.committed = ""
}

// replaced handles a document that was refused, and has taken the place of the one before it all the same.
func (p *page) replaced(raw string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.place = place{}
	if p.cover == document && !p.hidden {
		p.notShown(failStopped, raw)
	}
}

// stopped handles a load of the main frame that ended without a document and without a failure. A load that has lost its password form
// begins again.
func (p *page) stopped() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.lostForm && p.loadAgain() {
		return
	}
	if p.place.pending == "" {
		return // retry has begun another one
	}
	p.place.stopped()
	if p.cover == busy {
		p.restore()
	}
}

// fail reports that the page at raw could not be shown. It ignores an interrupted load (failRefused), except when this
// attempt refused exactly that address, or the window would otherwise be empty.
func (p *page) fail(f failure, raw string) {
	p.mu.Lock()
	if p.refused == raw && secureForm(raw) != nil {
		f = failRefused // by the content filter
	}
	if f == failRefused && p.refused != raw {
		caught := p.caught == raw
		p.mu.Unlock()
		if !caught {
			p.stopped()
		}
		return
	}
	defer p.mu.Unlock()
	if f == failCrash {
		raw = p.crashed()
	}
	if f == failLost {
		if p.loadAgain() {
			return
		}
		f = failNetwork
	}
	if f == failForeign && (p.hidden || !p.spend(foreignAnswer)) || f == failRefused && p.upgrade(raw) {
		return
	}
	f = p.reason(f, raw)
	p.note(slog.LevelWarn, "login window: page not shown", "host", hostOf(raw), "reason", f.String())
	if p.hidden {
		p.failWith(f.err())
		return
	}
	p.notShown(f, raw)
}

// notShown shows why there is no page at raw. The caller holds p.mu.
func (p *page) notShown(f failure, raw string) {
	if f != failForeign {
		p.place.stopped()
	}
	// A page that is already shown stays. Only a refused move to plain http is reason enough to cover it.
	stays := f == failForeign || f == failContent || f == failRefused && !strings.HasPrefix(raw, "http:")
	if stays && p.cover != busy {
		if f == failForeign {
			p.remark(foreignWords)
		}
		return
	}
	if stays && p.place.committed != "" {
		p.restore()
		return
	}
	switch {
	case f == failPlain:
		p.retryURL = p.upgraded
	case f == failCrash || f == failRefused || f == failForeign || f == failForm || f == failStopped || p.posted == raw:
		p.retryURL = p.start
	default:
		p.retryURL = raw
	}
	p.display(failed, func() { p.window.native.notify(p.id, p.notice(f, raw)) })
}

// notice returns the notice of a failure. Only its opener can load a pop-up again.
func (p *page) notice(f failure, raw string) notice {
	if p.opener != nil {
		return f.notice(hostOf(raw)).inPopUp()
	}
	return f.notice(hostOf(raw))
}

// crashed forgets the document whose process has ended, and returns its address. Pop-ups are in the same process: they
// close. The caller holds p.mu.
func (p *page) crashed() string {
	gone := p.place.committed
	if gone == "" {
		gone = p.start
	}
	p.place = place{}
	p.closePopUps()
	return gone
}

// retry loads the failed page again, or starts over if that page cannot be requested twice. After a password form that
// ended, it shows what was postponed.
func (p *page) retry() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.touched = time.Now()
	if p.cover == held {
		p.cover = busy
		p.next()
		return
	}
	if p.opener == nil {
		p.visit(p.retryURL)
	}
}

// visit loads a page by a GET, and covers the window until it comes. The document in the log-in's own window ends at once,
// and with its web process the pop-ups do. The web process of a pop-up goes on. The caller holds p.mu.
func (p *page) visit(raw string) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return
	}
	p.cover, p.backSteps = busy, 0
	p.visited, p.lostForm, p.again = raw, false, 0
	p.reply.asked(raw == p.start)
	if p.called = p.opener != nil; !p.called {
		p.closePopUps()
		p.place = place{}
	}
	p.window.native.load(p.id, raw, connecting(u))
}

// loadsItself reports whether the window itself has begun the load under way: there is no document that could have. The caller holds
// p.mu.
func (p *page) loadsItself() bool {
	return p.cover == busy && p.opener == nil && p.place.committed == ""
}

// maxAgain bounds how often the window loads a lost page again. On a busy machine about one load in ten loses its password form.
const maxAgain = 3

// loadAgain loads a page again whose load was lost through no fault of the page or its server, and reports whether it does. What a page
// has begun stays lost: the window would ask for it in its own name, with cookies that such a page may not have sent. The caller holds
// p.mu.
func (p *page) loadAgain() bool {
	if !p.loadsItself() || p.again >= maxAgain {
		return false
	}
	again := p.again + 1
	p.visit(p.visited)
	p.again = again
	return true
}

// misnamed reports whether the document that has just committed is not the one at raw. When the window itself navigates,
// WebKit names the page that the user wants, while another one, which was requested before, may still arrive. The caller
// holds p.mu.
func (p *page) misnamed(raw string) bool {
	return p.called && p.place.pending != "" && hostPort(raw) != "" && hostPort(p.place.pending) != hostPort(raw)
}

// moved handles a new address of the same document (history.pushState), for reload. The origin cannot change by one. While
// a load is pending, or the window itself navigates, WebKit gives the address of what is to come.
func (p *page) moved(raw string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	here := p.place.committed
	if p.cover != document || p.place.pending != "" || p.called || hostPort(raw) == "" {
		return
	}
	if hostPort(raw) == hostPort(here) && schemeOf(raw) == schemeOf(here) {
		p.place.committed, p.lastPage = raw, raw
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
