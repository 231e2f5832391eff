package loginwindow

import (
	"context"
	"log/slog"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"wails-openid-oauth/auth"
)

// lingering opens a window that stays until the function of Options.Until returns, and gives it an answer. gone reports whether the
// native window is gone.
func lingering(t *testing.T, until func(context.Context)) (w *Window, f *fake, gone func() bool) {
	var visible atomic.Bool
	w, f = newFake(Options{Log: slog.New(slog.DiscardHandler), Until: until, OnVisible: visible.Store})
	done := start(t.Context(), w, auth.Request{})
	a := <-f.opened
	a.mapped()
	a.commit(testStart)
	synctest.Wait()
	if !visible.Load() {
		t.Error("OnVisible was not called")
	}
	popUp := click(t, a, social)
	a.navigate(navigation{url: testEnd + "?code=1"})
	want(t, <-done, testEnd+"?code=1", nil)
	synctest.Wait()
	if find(popUp.id) != nil {
		t.Error("the pop-up is still there")
	}
	return w, f, func() bool {
		synctest.Wait()
		isGone := find(a.id) == nil
		if isGone == visible.Load() {
			t.Errorf("gone is %v, and OnVisible said %v", isGone, visible.Load())
		}
		return isGone
	}
}

// TestLinger: the window stays after the answer, says so, and goes when the app's own window is there.
func TestLinger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shown := make(chan struct{})
		_, f, gone := lingering(t, func(context.Context) { <-shown })
		if gone() || !slices.Contains(f.took(), "notify Signing you in…") {
			t.Errorf("gone is %v; the window did %q", gone(), f.took())
		}
		close(shown)
		if !gone() {
			t.Error("the window is still there")
		}
	})
}

// TestLingerEnds: the window does not stay for ever, and is in nobody's way.
func TestLingerEnds(t *testing.T) {
	never := func(ctx context.Context) { <-ctx.Done() }
	for name, end := range map[string]func(w *Window, f *fake){
		"after a while": func(*Window, *fake) { time.Sleep(lingerLimit) },
		"Close":         func(w *Window, _ *fake) { w.Close() },
		"the next log-in": func(w *Window, f *fake) {
			ctx, cancel := context.WithCancel(context.Background())
			done := start(ctx, w, auth.Request{})
			<-f.opened
			cancel()
			<-done
		},
		"a log-out": func(w *Window, f *fake) {
			ctx, cancel := context.WithCancel(context.Background())
			done := start(ctx, w, auth.Request{StartURL: testStart, EndURL: testEnd, Hidden: true})
			<-f.opened
			cancel()
			<-done
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, f, gone := lingering(t, never)
				if gone() {
					t.Error("the window is gone at once")
				}
				begin := time.Now()
				end(w, f)
				if !gone() {
					t.Error("the window is still there")
				}
				if took := time.Since(begin); took > lingerLimit || name != "after a while" && took > 0 {
					t.Errorf("the window went after %v", took)
				}
			})
		})
	}
}

// TestNoAnswerNoLinger: a log-in without an answer closes its window at once.
func TestNoAnswerNoLinger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, f := newFake(Options{Log: slog.New(slog.DiscardHandler), Until: func(ctx context.Context) { <-ctx.Done() }})
		ctx, cancel := context.WithCancel(t.Context())
		done := start(ctx, w, auth.Request{})
		a := <-f.opened
		cancel()
		want(t, <-done, "", context.Canceled)
		synctest.Wait()
		if find(a.id) != nil {
			t.Error("the window is still there")
		}
	})
}
