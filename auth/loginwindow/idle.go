package loginwindow

import "time"

// idleLimit ends a log-in that nobody touches. As long as the user presses keys and buttons in the window, it has no
// bound: to find a second factor, or to read terms, takes its time.
const idleLimit = time.Hour

// IdleLimit implements [auth.Attended].
func (w *Window) IdleLimit() time.Duration { return idleLimit }

// idleTime returns how long the window waits on if nobody touches it. A hidden one has the bound of its context.
func (a *attempt) idleTime() time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.hidden {
		return idleLimit
	}
	return idleLimit - time.Since(a.touched)
}

// wasTouched records that the user does something in the window.
func (a *attempt) wasTouched() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.touched = time.Now()
}
