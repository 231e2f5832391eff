package loginwindow

import "time"

// line is one line of native text between the origin and the page. It is plain text, and no page can draw over it. The
// user can close it.
type line struct {
	text   string
	action string // the label of a button that does something; empty means no such button
}

// lineLasts is how long a line without an action stays. One with an action waits for the user.
const lineLasts = 30 * time.Second

// bar is what stands between the origin and the page. The number distinguishes its lines, so that a click on one line
// never counts for the next one.
type bar struct {
	number uint32 // of the latest line
	shown  bool
	act    func() // what the line's button does; called with p.mu held
}

// say shows a line in place of the one before it. act is what the line's button does, with p.mu held. The caller holds
// p.mu.
func (p *page) say(l line, act func()) {
	if p.ended || p.hidden {
		return
	}
	p.bar = bar{number: p.bar.number + 1, shown: true, act: act}
	p.window.native.say(p.id, p.bar.number, l)
	if act == nil {
		number := p.bar.number
		time.AfterFunc(lineLasts, func() { p.endLine(number, false) })
	}
}

// hush removes the line. The caller holds p.mu.
func (p *page) hush() {
	if p.bar.shown {
		p.bar = bar{number: p.bar.number}
		p.window.native.say(p.id, p.bar.number, line{})
	}
}

// answerLine handles the user's answer to a line: its own button was pressed, or the line was closed.
func (p *page) answerLine(number uint32, pressed bool) {
	p.wasTouched()
	p.endLine(number, pressed)
}

func (p *page) endLine(number uint32, pressed bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended || !p.bar.shown || number != p.bar.number {
		return
	}
	act := p.bar.act
	p.hush()
	if pressed && act != nil {
		act()
	}
}
