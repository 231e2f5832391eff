package loginwindow

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"wails-openid-oauth/auth"
)

// The user presses a key or a button after 50 minutes, in the page or in what is native. The log-in ends an hour later.
// What the page does alone changes nothing.
func TestIdle(t *testing.T) {
	const later = 50 * time.Minute
	tests := []struct {
		name string
		use  func(a *page)
		want time.Duration
	}{
		{"nothing", func(*page) {}, idleLimit},
		{"the page", func(a *page) { a.pressed() }, later + idleLimit},
		{"the window", func(a *page) { a.wasTouched() }, later + idleLimit},
		{"a command", func(a *page) { a.command(cmdZoomIn) }, later + idleLimit},
		{"the line", func(a *page) { a.answerLine(0, false) }, later + idleLimit},
		{"Try again", func(a *page) { a.retry() }, later + idleLimit},
		{"a page comes", func(a *page) { a.commit(testStart); a.navigate(navigation{url: testStart}) }, idleLimit},
		{"a line ends by itself", func(a *page) { a.limited(limitPrint); time.Sleep(lineLasts); synctest.Wait() }, idleLimit},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, f := newFake(Options{Log: slog.New(slog.DiscardHandler)})
				began, took := time.Now(), make(chan time.Duration, 1)
				go func() {
					if _, err := w.Open(t.Context(), auth.Request{StartURL: testStart, EndURL: testEnd}); !errors.Is(err, auth.ErrTimeout) {
						t.Errorf("Open: %v, want ErrTimeout", err)
					}
					took <- time.Since(began)
				}()
				a := <-f.opened
				a.commit(testStart)
				time.Sleep(later)
				tt.use(a)
				if got := <-took; got != tt.want {
					t.Errorf("the log-in ended after %v, want %v", got, tt.want)
				}
			})
		})
	}
}

// A hidden window has no user, and only the bound of its context.
func TestIdleHidden(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, f := newFake(Options{Log: slog.New(slog.DiscardHandler)})
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Hour)
		defer cancel()
		done := start(ctx, w, auth.Request{StartURL: testStart, EndURL: testEnd, Hidden: true})
		<-f.opened
		want(t, <-done, "", context.DeadlineExceeded)
	})
}
