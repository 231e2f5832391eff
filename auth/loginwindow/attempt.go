package loginwindow

import (
	"context"
	"log/slog"
	"net/url"
	"sync"

	"wails-openid-oauth/auth"
)

// answerQueue bounds how many answers may wait for Accept, so that a page that navigates to EndURL in a loop cannot
// fill the memory. When the queue is full, further answers are dropped.
const answerQueue = 16

// attempt is one call of Open. The events of its window arrive here (see page.go), on the main thread of the native
// layer. No handler blocks.
type attempt struct {
	id     uint32
	policy policy
	start  string
	hidden bool
	window *Window
	log    *slog.Logger

	answers   chan *url.URL // reached EndURL, in order
	shown     chan struct{} // closed when the window is mapped
	failed    chan error    // why no page can be shown, or why a hidden window failed
	destroyed chan struct{} // closed when the native window is gone
	done      chan struct{} // closed when Open has returned

	mu        sync.Mutex
	ended     bool   // Open has its result: further events are ignored
	posted    string // the latest URL that was not asked for by GET
	refused   string // the latest URL that was refused
	caught    string // the latest URL that reached EndURL
	retryURL  string // what "Try again" loads
	place     place
	cover     cover
	asker     asker  // who asked for the password form
	next      func() // shows what cover held has postponed
	allowance allowance
	clicks    clicks

	showOnce, goneOnce sync.Once
	visible            bool // the last value given to OnVisible; used by Open's goroutine only
}

func newAttempt(w *Window, p policy, req auth.Request) *attempt {
	a := &attempt{policy: p, start: req.StartURL, hidden: req.Hidden, window: w, log: w.options.Log, retryURL: req.StartURL,
		answers: make(chan *url.URL, answerQueue), shown: make(chan struct{}), failed: make(chan error, 1),
		destroyed: make(chan struct{}), done: make(chan struct{})}
	a.id = register(a)
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

// mapped and gone record the events of the native window.
func (a *attempt) mapped() { a.showOnce.Do(func() { close(a.shown) }) }
func (a *attempt) gone()   { a.goneOnce.Do(func() { close(a.destroyed) }) }

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
		native.load(a.id, a.start, connecting(a.policy.start))
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
	for {
		select {
		case u := <-a.answers:
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if accept == nil || accept(u) {
				return u, nil
			}
			a.fail(failForeign, a.start)
		case <-shown:
			shown = nil
			a.tellVisible(true)
		case err := <-a.failed:
			return nil, err
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-a.window.quit:
			return nil, auth.ErrCancelled
		case <-a.destroyed:
			return a.lastAnswer(accept)
		}
	}
}

// lastAnswer returns the first acceptable answer that arrived before the window was closed, or auth.ErrCancelled.
func (a *attempt) lastAnswer(accept func(*url.URL) bool) (*url.URL, error) {
	for {
		select {
		case u := <-a.answers:
			if accept == nil || accept(u) {
				return u, nil
			}
		default:
			return nil, auth.ErrCancelled
		}
	}
}

// tellVisible calls OnVisible once when the window appears, and once when it is gone.
func (a *attempt) tellVisible(visible bool) {
	if a.visible == visible || a.hidden {
		return
	}
	a.visible = visible
	if f := a.window.options.OnVisible; f != nil {
		f(visible)
	}
}
