package loginwindow

import (
	"context"
	"log/slog"
	"time"
)

// effect is something outside of its window that a page can cause. Every effect must go through spend.
type effect int

const (
	logLine       effect = iota
	outsideLink          // a link in the desktop's browser
	scriptDialog         // alert, confirm, prompt
	passwordForm         // a form that the user did not answer
	foreignAnswer        // the notice of an answer that Accept refused
	effects
)

// String names the effect in the log.
func (e effect) String() string {
	return [...]string{"log lines", "links outside", "script dialogs", "password forms", "foreign answers"}[e]
}

// limits bound how often a page may cause each effect, in a whole attempt or in a span of time.
var limits = [effects]struct {
	most int
	per  time.Duration // 0 means the whole attempt
}{
	logLine:       {most: 50},
	outsideLink:   {most: 6, per: time.Minute},
	scriptDialog:  {most: 20},
	passwordForm:  {most: 5},
	foreignAnswer: {most: 20},
}

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

// gestureLasts is how long WebKit may count acts of a script as part of the last click.
const gestureLasts = 10 * time.Second

// clicks distinguishes the user's clicks. The native layers only say that a click caused a link.
type clicks struct {
	fresh  bool // a key or button was pressed since the last link
	opened time.Time
}

// opensLink reports whether a clicked link may open outside: one link for each click. The caller holds a.mu.
func (a *attempt) opensLink() bool {
	now := time.Now()
	if !a.clicks.fresh && now.Sub(a.clicks.opened) < gestureLasts {
		a.tooMuch(outsideLink)
		return false
	}
	if !a.spend(outsideLink) {
		return false
	}
	a.clicks = clicks{opened: now}
	return true
}

// pressed records that the user pressed a key or a button in the page.
func (a *attempt) pressed() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.clicks.fresh = true
}

// maySpeak decides on a script's dialog. In a hidden window a dialog would wait for ever.
func (a *attempt) maySpeak() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return !a.hidden && !a.ended && a.spend(scriptDialog)
}
