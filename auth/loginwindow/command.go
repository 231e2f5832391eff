package loginwindow

import (
	"time"

	"wails-openid-oauth/internal/zoom"
)

// command is what the user wants of the window, by a key, a mouse button or the context menu. The page, input methods and
// native widgets have a key first, except for that of the way back: only a key that they do not use becomes a command.
type command int

const (
	cmdCancel command = iota // Escape
	cmdBack
	cmdReload
	cmdZoomIn
	cmdZoomOut
	cmdZoomReset
	cmdPrint
)

// cancelQuestion answers an Escape that the page did not use. The window cannot know whether the page has closed a dialog
// at that key, because many pages do so without a word to the browser. So the key alone never ends a log-in.
var cancelQuestion = line{text: "Cancel the log-in?", action: "_Cancel the log-in"}

// closeQuestion is that of a pop-up.
var closeQuestion = line{text: "Close this window?", action: "_Close this window"}

// command handles a command. Nothing that a page does can cause one.
func (p *page) command(c command) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended || p.hidden {
		return
	}
	p.touched = time.Now()
	switch c {
	case cmdCancel:
		p.escape()
	case cmdBack:
		p.back()
	case cmdReload:
		p.reload()
	case cmdZoomIn:
		p.zoomTo(p.zoom + 1)
	case cmdZoomOut:
		p.zoomTo(p.zoom - 1)
	case cmdZoomReset:
		p.zoomTo(zoom.Normal)
	case cmdPrint:
		if p.cover == document {
			p.cannot(limitPrint)
		}
	}
}

// escape asks over a page, and cancels where there is none. It takes a question of the bar back. While the page is held,
// the key was meant for the password form. The caller holds p.mu.
func (p *page) escape() {
	switch {
	case p.cover == held || p.cover == password:
	case p.cover != document:
		p.abandon()
	case p.bar.act != nil:
		p.hush()
	case p.opener != nil:
		p.say(closeQuestion, p.abandon)
	default:
		p.say(cancelQuestion, p.abandon)
	}
}

// abandon closes a pop-up, and cancels the log-in in its own window. The caller holds p.mu.
func (p *page) abandon() {
	if p.opener != nil {
		p.window.native.destroy(p.id)
		return
	}
	p.failWith(p.cancelled())
}

// back leaves a notice for the page below it, or a page for the one before it. The caller holds p.mu.
func (p *page) back() {
	switch {
	case p.cover == document:
		p.backSteps, p.called = 1, true
		p.window.native.back(p.id, 1)
	case p.cover == failed && p.place.committed != "":
		p.restore()
	case p.cover == failed && p.lastPage != "" && p.opener == nil:
		p.visit(p.lastPage)
	}
}

// reload requests the page again. It is always a GET, also if the page was the answer to a form. The caller holds p.mu.
func (p *page) reload() {
	switch {
	case p.cover == document:
		p.visit(p.place.committed)
	case p.cover == failed && p.opener == nil:
		p.visit(p.retryURL)
	}
}

// repeated handles a navigation that would send a form a second time, which is never done. On the way back, the window
// goes to the page before it. Otherwise it loads the form's address with a GET. The caller holds p.mu.
func (p *page) repeated(raw string) {
	if p.backSteps > 0 {
		p.backSteps++
		p.window.native.back(p.id, p.backSteps)
		return
	}
	p.visit(raw)
}

// noWayBack handles the end of the history on the way back.
func (p *page) noWayBack() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.backSteps > 1 {
		p.remark("The page before this one was the answer to a form, and cannot be shown again.")
	}
	p.backSteps, p.called = 0, false
}

// zoomTo sets the size of the page. The caller holds p.mu.
func (p *page) zoomTo(level int) {
	if level < 0 || level >= len(zoom.Levels) || p.cover != document {
		return
	}
	p.zoom = level
	p.window.native.zoom(p.id, zoom.Levels[level])
}
