package loginwindow

import (
	"context"
	"log/slog"
	"net/url"
	"sync"
	"time"

	"wails-openid-oauth/auth"
)

// answerQueue bounds how many answers may wait for Accept, so that a page that navigates to EndURL in a loop cannot
// fill the memory. When the queue is full, further answers are dropped.
const answerQueue = 16

// attempt is one call of Open. Its native windows are pages (see page.go): one of its own, and the pop-ups. Their events
// arrive on the main thread of the native layer. No handler blocks.
type attempt struct {
	main   *page
	policy policy
	start  string
	hidden bool
	window *Window
	log    *slog.Logger

	answers chan answer   // reached EndURL, in order
	shown   chan struct{} // closed when the window is mapped
	failed  chan error    // why no page can be shown, or why a hidden window failed
	leaves  chan struct{} // closed when the user asked for another browser
	enough  chan struct{} // closed by dismiss
	done    chan struct{} // closed when the attempt is over

	mu        sync.Mutex
	ended     bool    // Open has its result: further events are ignored
	left      bool    // the user asked for another browser
	pages     []*page // whose native windows are not gone, in the order of their opening
	allowance allowance
	touched   time.Time // the user's latest key or button in any window

	showOnce    sync.Once
	dismissOnce sync.Once
	visible     bool // the last value given to OnVisible; used by one goroutine at a time
}

// answer is a URL that reached EndURL, and the page that navigated there.
type answer struct {
	url  *url.URL
	page *page
}

func newAttempt(w *Window, p policy, req auth.Request) *attempt {
	a := &attempt{policy: p, start: req.StartURL, hidden: req.Hidden, window: w, log: w.options.Log,
		answers: make(chan answer, answerQueue), shown: make(chan struct{}), failed: make(chan error, 1),
		leaves: make(chan struct{}), enough: make(chan struct{}), done: make(chan struct{}), touched: time.Now()}
	a.policy.schemes = w.schemes
	a.main = newPage(a, nil)
	return a
}

// end makes the attempt ignore further events. running reports whether end was not called yet.
func (a *attempt) end() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ended = true
}

func (a *attempt) running() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return !a.ended
}

// present raises the windows, the pop-ups above those that opened them.
func (a *attempt) present() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, p := range a.pages {
		a.window.native.present(p.id)
	}
}

// awaitGone waits until all windows are gone.
func (a *attempt) awaitGone() {
	timer := time.NewTimer(goneWithin)
	defer timer.Stop()
	for p := a.newest(); p != nil; p = a.newest() {
		select {
		case <-p.closed:
		case <-timer.C:
			a.log.Warn("login window: the main loop does not run; the window ends with the process")
			return
		}
	}
}

// newest returns the newest page whose window is not gone, or nil.
func (a *attempt) newest() *page {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.pages) == 0 {
		return nil
	}
	return a.pages[len(a.pages)-1]
}

// unregister makes the events of all windows be ignored. It may be called more than once.
func (a *attempt) unregister() {
	a.mu.Lock()
	defer a.mu.Unlock()
	unregister(a.main)
	for _, p := range a.pages {
		unregister(p)
	}
}

// begin prepares the native layer and then loads the first page, while the window is already open. stop waits until
// this has ended.
func (a *attempt) begin(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		native := a.window.native
		if err := native.prepare(ctx, a.log); err != nil {
			a.failWith(err)
			return
		}
		native.load(a.main.id, a.start, connecting(a.policy.start))
	}()
	return func() {
		cancel()
		<-ended
	}
}

// failWith ends the wait with err. The first error wins.
func (a *attempt) failWith(err error) {
	select {
	case a.failed <- err:
	default:
	}
}

// wait returns the first answer that accept accepts, or why there will be none.
func (a *attempt) wait(ctx context.Context, accept func(*url.URL) bool) (*url.URL, error) {
	shown := a.shown
	idle := time.NewTimer(idleLimit)
	defer idle.Stop()
	for {
		select {
		case got := <-a.answers:
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if a.hasLeft() {
				return nil, auth.ErrAlternative
			}
			if accept == nil || accept(got.url) {
				return got.url, nil
			}
			got.page.fail(failForeign, a.start)
		case <-shown:
			shown = nil
			a.tellVisible(true)
		case err := <-a.failed:
			return nil, err
		case <-idle.C:
			left := a.idleTime()
			if left <= 0 {
				return nil, auth.ErrTimeout
			}
			idle.Reset(left)
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-a.leaves:
			return nil, auth.ErrAlternative
		case <-a.window.quit:
			return nil, auth.ErrCancelled
		case <-a.main.closed:
			if a.hasLeft() {
				return nil, auth.ErrAlternative
			}
			return a.lastAnswer(accept)
		}
	}
}

// lastAnswer returns the first acceptable answer that arrived before the window was closed, or why there is none.
func (a *attempt) lastAnswer(accept func(*url.URL) bool) (*url.URL, error) {
	for {
		select {
		case got := <-a.answers:
			if accept == nil || accept(got.url) {
				return got.url, nil
			}
		default:
			a.mu.Lock()
			defer a.mu.Unlock()
			return nil, a.main.cancelled()
		}
	}
}

// goneWithin bounds the wait for the native windows to close. It is reached only when the main loop no longer runs; then
// the windows end with the process.
const goneWithin = 2 * time.Second

// tellVisible calls OnVisible once when the window appears, and once when it is gone.
func (a *attempt) tellVisible(visible bool) {
	if a.visible == visible {
		return
	}
	a.visible = visible
	if f := a.window.options.OnVisible; f != nil {
		f(visible)
	}
}
