package main

import (
	"sync"
	"time"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"wails-openid-oauth/internal/mainwindow"
)

// Within troubleTime, the page may end once without a word, is told of the second end, and is not loaded again by itself
// after the last.
const (
	troubleTime = 5 * time.Minute
	endsToTell  = 2
	endsToAsk   = 3
)

// pageEnded brings the page back. When it ends again and again, a person decides.
func (a *App) pageEnded(reason string, now time.Time) {
	count := a.ends.note(now)
	a.log.Error("the page has ended", "reason", reason, "times", count)
	if count >= endsToAsk && !a.wantsPageAgain() {
		runtime.Quit(a.runtime)
		return
	}
	if count >= endsToTell { // The notice goes when the trouble is over.
		time.AfterFunc(troubleTime, a.tellPage)
	}
	mainwindow.Load(startPage)
}

// wantsPageAgain asks in a window that needs no page.
func (a *App) wantsPageAgain() bool {
	runtime.WindowShow(a.runtime)
	answer, err := runtime.MessageDialog(a.runtime, runtime.MessageDialogOptions{
		Type: runtime.QuestionDialog, Title: "The page keeps stopping",
		Message: "The page of this app keeps stopping. Your sign-in is not affected.\n\n" +
			"Load the page again? If you choose No, the app closes.",
	})
	a.ends.forget()
	return err == nil && answer == "Yes"
}

// ends remembers when the page's process ended. It is safe for use by several goroutines.
type ends struct {
	mu    sync.Mutex
	times []time.Time
}

// note adds an end, and returns how many there were within troubleTime.
func (e *ends) note(now time.Time) int {
	e.mu.Lock()
	e.times = append(e.times[max(0, len(e.times)-endsToAsk):], now)
	e.mu.Unlock()
	return e.within(now)
}

// within returns how many ends there were in the troubleTime before now.
func (e *ends) within(now time.Time) (count int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, at := range e.times {
		if now.Sub(at) < troubleTime {
			count++
		}
	}
	return count
}

func (e *ends) forget() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.times = nil
}
