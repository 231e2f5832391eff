package loginwindow

import "net/url"

// cover is what the window shows. The page may be running behind any other cover.
type cover int

const (
	busy     cover = iota // "Connecting to ..."
	page                  // the committed document
	failed                // why there is no page
	password              // the form for a password
	held                  // the form ended while the user may still be typing: the page stays covered until the user continues
)

// display replaces what the window shows. A page never replaces the password form by itself, because the user might
// type the rest of a password into it. It stays covered until the user continues. The caller holds a.mu.
func (a *attempt) display(c cover, show func()) {
	if a.cover == password || a.cover == held {
		a.hold()
		a.next = func() { a.cover = c; show() }
		return
	}
	a.cover = c
	show()
}

// hold keeps the page covered until the user continues. The caller holds a.mu.
func (a *attempt) hold() {
	if a.cover != held {
		a.cover, a.next = held, a.restore
		a.window.native.notify(a.id, withdrawnNotice)
	}
}

// restore shows the committed document again when no load is pending, or says that there is none. The caller holds
// a.mu.
func (a *attempt) restore() {
	switch committed := a.place.committed; {
	case a.hidden:
	case committed != "":
		a.display(page, func() { a.setOrigin(committed) })
	default:
		a.retryURL = a.start
		a.display(failed, func() { a.window.native.notify(a.id, failStopped.notice(hostOf(a.start))) })
	}
}

// setOrigin uncovers the page and shows its origin: the host first in the title, and scheme and host above the page.
// For plain http it adds "not encrypted".
func (a *attempt) setOrigin(committed string) {
	u, err := url.Parse(committed)
	if err != nil {
		return
	}
	origin := u.Scheme + "://" + host(u)
	if u.Scheme != "https" {
		origin += " (not encrypted)"
	}
	a.window.native.setOrigin(a.id, a.title(u), origin, u.Scheme == "https")
}

func (a *attempt) title(u *url.URL) string { return host(u) + " — " + a.window.options.Title }
