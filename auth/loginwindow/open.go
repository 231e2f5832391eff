package loginwindow

import (
	"context"
	"fmt"
	"net/url"

	"wails-openid-oauth/auth"
)

// Open implements [auth.Browser].
//
// One window is open at a time. While a visible window is open, another Open raises it and returns [ErrBusy] at once.
// While a hidden one is open, another Open waits for its turn until ctx ends.
//
// With req.Hidden the window is never shown. A page that cannot be loaded ends Open with an error that wraps
// auth.ErrOffline or auth.ErrProvider, because no user can try again. A visible window shows the reason and waits.
//
// With Options.Until, a visible window may still be open when Open has returned the answer.
//
// Closing the window, "Cancel" (to which Escape leads) and Close give auth.ErrCancelled. If the user closes the window on an
// error page of the provider, the error is that of auth.NewErrorPage. "Use my browser instead" (Options.Alternative) gives
// auth.ErrAlternative. An hour in which nobody used a visible window gives auth.ErrTimeout. A
// request whose URLs cannot be used, and schemes in Options.Schemes that no page may open, give auth.ErrConfig.
func (w *Window) Open(ctx context.Context, req auth.Request) (*url.URL, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if w.err != nil {
		return nil, w.err
	}
	p, err := newPolicy(req)
	if err != nil {
		return nil, err
	}
	a := newAttempt(w, p, req)
	if err := w.claim(ctx, a); err != nil {
		a.unregister()
		return nil, err
	}
	w.native.open(a.main)
	stop := a.begin(ctx)
	answer, err := a.wait(ctx, req.Accept)
	a.end()
	stop()
	if err == nil && !req.Hidden && w.options.Until != nil {
		go func() {
			a.linger()
			w.finish(a)
		}()
		return answer, nil
	}
	w.finish(a)
	return answer, err
}

// finish closes the windows of an attempt that has ended.
func (w *Window) finish(a *attempt) {
	w.native.destroy(a.main.id) // and its pop-ups: see page.gone
	a.awaitGone()
	a.tellVisible(false)
	w.release(a)
	a.unregister()
}

// Prepare implements [auth.Preparer], which auth.Session.Login calls. It does ahead of time what the first page would
// otherwise wait for: on Linux it tries WebKit's sandbox in a child process, which takes half a second. It blocks until
// the result is known or ctx ends.
func (w *Window) Prepare(ctx context.Context) { _ = w.native.prepare(ctx, w.options.Log) }

// claim makes a the running attempt, once no other one runs.
func (w *Window) claim(ctx context.Context, a *attempt) error {
	for {
		w.mu.Lock()
		running, closed := w.current, w.closed
		if running == nil && !closed {
			w.current = a
		}
		w.mu.Unlock()
		switch {
		case closed:
			return auth.ErrCancelled
		case running == nil:
			return nil
		case !running.hidden && running.running():
			running.present()
			return ErrBusy
		}
		running.dismiss()
		select {
		case <-running.done:
		case <-ctx.Done():
			return ctx.Err()
		case <-w.quit:
			return auth.ErrCancelled
		}
	}
}

func (w *Window) release(a *attempt) {
	w.mu.Lock()
	w.current = nil
	w.mu.Unlock()
	close(a.done)
}

// Present raises the login window, if a visible one is open, and reports whether one is.
func (w *Window) Present() bool {
	w.mu.Lock()
	running := w.current
	w.mu.Unlock()
	if running == nil || running.hidden {
		return false
	}
	running.present()
	return true
}

// Close ends a running Open with auth.ErrCancelled, waits at most two seconds for its window to close, and makes every
// later Open return auth.ErrCancelled. Call it before the main loop ends, and not on the main loop's thread, which must
// close the window. It may be called more than once.
func (w *Window) Close() {
	w.mu.Lock()
	if !w.closed {
		w.closed = true
		close(w.quit)
	}
	running := w.current
	w.mu.Unlock()
	if running != nil {
		running.awaitGone()
	}
	if q, ok := w.native.(quitter); ok {
		q.quit()
	}
}

// Forget deletes the cookies and all other website data of every login window of the process, so that the next log-in
// starts without a session at the provider. Call it when a log-out could not reach the provider.
func (w *Window) Forget(ctx context.Context) error {
	if err := w.native.forget(ctx); err != nil {
		return fmt.Errorf("loginwindow: forget: %w", err)
	}
	return nil
}
