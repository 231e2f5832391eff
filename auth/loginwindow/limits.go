package loginwindow

import (
	"context"
	"log/slog"
	"time"
)

// effect is something outside of its window that a page can cause. Every effect must go through spend.
type effect int

const (
	logLine         effect = iota
	popUpWindow            // a pop-up
	scriptDialog           // alert, confirm, prompt
	passwordForm           // a form that the user did not answer
	foreignAnswer          // the notice of an answer that Accept refused
	limitationLine         // a line about what the window cannot do
	pageRemark             // a line about what the page wanted
	programQuestion        // a question whether a program may open a URL
	upgradedPage           // an https page in the place of an http page
	effects
)

// String names the effect in the log.
func (e effect) String() string {
	return [...]string{"log lines", "pop-ups", "script dialogs", "password forms", "foreign answers",
		"lines about limitations", "lines about the page", "questions about programs", "https in place of http"}[e]
}

// limits bound how often a page may cause each effect, in a whole attempt or in a span of time.
var limits = [effects]struct {
	most int
	per  time.Duration // 0 means the whole attempt
}{
	logLine:         {most: 50},
	popUpWindow:     {most: 12, per: time.Minute},
	scriptDialog:    {most: 20},
	passwordForm:    {most: 5},
	foreignAnswer:   {most: 20},
	limitationLine:  {most: 6, per: time.Minute},
	pageRemark:      {most: 6, per: time.Minute},
	programQuestion: {most: 6, per: time.Minute},
	upgradedPage:    {most: 20},
}

// maxPopUps bounds how many pop-ups of a log-in are open at a time.
const maxPopUps = 4

// allowance counts what a page has caused so far.
type allowance [effects]struct {
	spent  int
	since  time.Time
	warned bool
}

// spend counts one more effect and reports whether the page may cause it. The caller holds a.mu.
func (a *attempt) spend(e effect) bool {
	use, limit := &a.allowance[e], limits[e]
	if now := time.Now(); limit.per > 0 && now.Sub(use.since) >= limit.per {
		use.spent, use.since = 0, now
	}
	if use.spent < limit.most {
		use.spent++
		return true
	}
	a.tooMuch(e)
	return false
}

// tooMuch logs only the first refusal of an effect. The caller holds a.mu.
func (a *attempt) tooMuch(e effect) {
	if use := &a.allowance[e]; !use.warned {
		use.warned = true
		a.log.Warn("login window: the page has reached a limit; more is ignored", "what", e.String())
	}
}

// refund undoes one spend. The caller holds a.mu.
func (a *attempt) refund(e effect) { a.allowance[e].spent-- }

// note logs a line that a page can cause. The caller holds a.mu.
func (a *attempt) note(level slog.Level, message string, arguments ...any) {
	if a.spend(logLine) {
		a.log.Log(context.Background(), level, message, arguments...)
	}
}

// gestureLasts is how long WebKit may count acts of a script as part of the last click, and how long after a click a page
// may ask for a program.
const gestureLasts = 10 * time.Second

// clicks distinguishes the user's clicks. The native layers only say that a click caused a pop-up.
type clicks struct {
	fresh  bool      // a key or button was pressed since the last effect
	last   time.Time // of that press
	opened time.Time // when the last pop-up was opened, or a program was asked for
}

// opensPopUp reports whether a pop-up may open now: one for each click, and a few at a time. The caller holds p.mu.
func (p *page) opensPopUp() bool {
	now := time.Now()
	switch {
	case !p.clicks.fresh && now.Sub(p.clicks.opened) < gestureLasts,
		len(p.pages) > maxPopUps: // one of the pages is the log-in's own
		p.tooMuch(popUpWindow)
		return false
	case !p.spend(popUpWindow):
		return false
	}
	p.clicks = clicks{opened: now}
	return true
}

// byClick reports whether the user's last key or button may be the reason for what the page does now, and uses it up. A
// script may have done something else in between, such as a fetch, which makes WebKit forget the click. The caller holds
// p.mu.
func (p *page) byClick() bool {
	now := time.Now()
	if !p.clicks.fresh || now.Sub(p.clicks.last) >= gestureLasts {
		return false
	}
	p.clicks = clicks{opened: now}
	return true
}

// pressed records that the user pressed a key or a button in the page.
func (p *page) pressed() {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	p.clicks.fresh, p.clicks.last, p.touched = true, now, now
	p.reply.used = true
}

// maySpeak decides on a script's dialog. In a hidden window a dialog would wait for ever.
func (a *attempt) maySpeak() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return !a.hidden && !a.ended && a.spend(scriptDialog)
}
