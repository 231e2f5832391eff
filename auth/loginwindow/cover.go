package loginwindow

import "net/url"

// cover is what the window shows. The page may be running behind any other cover.
type cover int

const (
	busy     cover = iota // "Connecting to ..."
	document              // the committed document
	failed                // why there is no page
	password              // the form for a password
	held                  // the form ended while the user may still be typing: the page stays covered until the user continues
)

// display replaces what the window shows. A page never replaces the password form by itself, because the user might
// type the rest of a password into it. It stays covered until the user continues. The caller holds p.mu.
func (p *page) display(c cover, show func()) {
	if p.cover == password || p.cover == held {
		p.hold()
		p.next = func() { p.cover = c; show() }
		return
	}
	p.cover = c
	show()
}

// arrive shows the document at raw, which has just committed. If its own host asks for a password already, the form stays: the
// challenge comes from another process than the document, and can be faster. The caller holds p.mu.
func (p *page) arrive(raw string) {
	if p.cover == password && p.asks == hostPort(raw) {
		p.asker = ownHost
		return
	}
	p.display(document, func() { p.setOrigin(raw) })
}

// hold keeps the page covered until the user continues. The caller holds p.mu.
func (p *page) hold() {
	if p.cover != held {
		p.cover, p.next = held, p.restore
		p.window.native.notify(p.id, withdrawnNotice)
	}
}

// restore shows the committed document again when no load is pending, or says that there is none. A pop-up always has one:
// until its first load arrives, it is a blank document, into which its opener may write. The caller holds p.mu.
func (p *page) restore() {
	switch committed := p.place.committed; {
	case p.hidden:
	case committed != "":
		p.display(document, func() { p.setOrigin(committed) })
	case p.opener != nil:
		p.display(document, func() { p.setOrigin(blank) })
	default:
		p.retryURL = p.start
		p.display(failed, func() { p.window.native.notify(p.id, failStopped.notice(hostOf(p.start))) })
	}
}

// setOrigin uncovers the page and shows its origin: the host first in the title, and scheme and host above the page.
// For plain http it adds "not encrypted". A blank document has no host to show: any page that has a hold of the window
// may have navigated it there, and may write into it.
func (p *page) setOrigin(committed string) {
	u, err := url.Parse(committed)
	if err != nil || u.Host == "" {
		p.window.native.setOrigin(p.id, blank+" — "+p.window.options.Title, blank, false)
		return
	}
	origin := u.Scheme + "://" + host(u)
	if u.Scheme != "https" {
		origin += " (not encrypted)"
	}
	p.window.native.setOrigin(p.id, p.title(u), origin, u.Scheme == "https")
}

func (p *page) title(u *url.URL) string { return host(u) + " — " + p.window.options.Title }
