package loginwindow

import "net/url"

// cover is what stands in the window. A page is live behind whatever covers it.
type cover int

const (
	busy     cover = iota // "Connecting to ..."
	page                  // the committed document
	failed                // why there is no page
	password              // the form for a password
	held                  // the form went away while the user may still be typing: the page waits for a word of the user
)

// display shows something in place of what stands in the window. A page never takes the place of the password form by
// itself, or the rest of a password would be typed into it: it waits until the user says so. The caller holds a.mu.
func (a *attempt) display(c cover, show func()) {
	if a.cover == password || a.cover == held {
		a.hold()
		a.next = func() { a.cover = c; show() }
		return
	}
	a.cover = c
	show()
}

// hold has the page wait. The caller holds a.mu.
func (a *attempt) hold() {
	if a.cover != held {
		a.cover, a.next = held, a.restore
		a.window.native.notify(a.id, withdrawnNotice)
	}
}

// restore shows the committed document again once nothing is waited for, or says that there is none. The caller holds
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

// setOrigin uncovers the page, and tells the user whose it is: the host first in the title, scheme and host above the
// page. Plain http is said in words.
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
