package loginwindow

import (
	"log/slog"
	"slices"
)

// popUp decides on a new window that the page asks for, by window.open or by the target of a link or a form. It returns the
// page of the pop-up, or nil if none may open.
//
// The native layer then creates the window of that page, in the same context and related to the window of p. The first
// address loads as a navigation of the new page, by the doing of the web view. The title and the line above the page say
// nothing before a document is there.
func (p *page) popUp(n navigation) *page {
	n.newWindow = true
	if !p.navigate(n) {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended || !p.opensPopUp() {
		return nil
	}
	p.note(slog.LevelInfo, "login window: pop-up", "host", hostOf(n.url))
	opened := newPage(p.attempt, p)
	if n.link {
		opened.link = n.url
	}
	if n.url == blank || n.url == "" {
		opened.restore()
	} else {
		p.window.native.notify(opened.id, connectingTo(hostOf(n.url)))
	}
	return opened
}

// openOutside opens the link of the pop-up in the system's browser. The user has asked for that by a native button.
func (p *page) openOutside() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended || p.link == "" {
		return
	}
	p.note(slog.LevelInfo, "login window: link opened outside", "host", hostOf(p.link))
	go p.window.options.OpenExternal(p.link)
}

// mayClose decides on a script that closes the window. While the user may be typing a password in a form of any window, none
// closes, because the next key would go to the window below. A window with a form of its own closes when the user continues.
func (p *page) mayClose() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cover == password || p.cover == held {
		p.hold()
		p.next = func() { p.window.native.destroy(p.id) }
		return false
	}
	return !slices.ContainsFunc(p.pages, func(other *page) bool { return other.cover == password || other.cover == held })
}

// closePopUps closes the pop-ups of a page. Those close theirs when they are gone. The caller holds p.mu.
func (p *page) closePopUps() {
	for _, other := range p.pages {
		if other.opener == p {
			p.window.native.destroy(other.id)
		}
	}
}
