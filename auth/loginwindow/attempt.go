package loginwindow

import (
	"context"
	"log/slog"
	"net/url"
	"sync"

	"wails-openid-oauth/auth"
)

// answerQueue bounds how many answers may wait for Accept: a page that navigates to EndURL in a loop fills this queue,
// not the memory. Later ones are dropped until there is room.
const answerQueue = 16

// attempt is one Open. What happens in its window arrives here (see page.go) on the thread of the windows; none of it
// blocks.
type attempt struct {
	id     uint32
	policy policy
	start  string
	hidden bool
	window *Window
	log    *slog.Logger

	answers   chan *url.URL // reached EndURL, in order
	shown     chan struct{} // closed when the window is mapped
	failed    chan error    // why nothing can be shown, or could be in a hidden window
	destroyed chan struct{} // closed when the native window is gone
	done      chan struct{} // closed when Open has returned

	mu        sync.Mutex
	ended     bool   // Open has its result: nothing of the page is listened to any more
	posted    string // the latest URL that was not asked for by GET
	refused   string // the latest URL that was refused
	caught    string // the latest URL that reached EndURL
	retryURL  string // what "Try again" loads
	place     place
	cover     cover
	asker     asker  // whose challenge the password form is for
	next      func() // shows what waits behind the notice of cover held
	allowance allowance
	clicks    clicks

	showOnce, goneOnce sync.Once
	visible            bool // OnVisible was told; used by Open's goroutine only
}

func newAttempt(w *Window, p policy, req auth.Request) *attempt {
	a := &attempt{policy: p, start: req.StartURL, hidden: req.Hidden, window: w, log: w.options.Log, retryURL: req.StartURL,
		answers: make(chan *url.URL, answerQueue), shown: make(chan struct{}), failed: make(chan error, 1),
		destroyed: make(chan struct{}), done: make(chan struct{})}
	a.id = register(a)
	return a
}

// end stops listening; running reports whether that has not happened yet.
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

// mapped and gone follow the native window.
func (a *attempt) mapped() { a.showOnce.Do(func() { close(a.shown) }) }
func (a *attempt) gone()   { a.goneOnce.Do(func() { close(a.destroyed) }) }

// begin loads the first page, once it is known how, while the window is there already. stop returns when that has ended.
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

// failWith ends the wait with err, unless another error came first.
func (a *attempt) failWith(err error) {
	select {
	case a.failed <- err:
	default:
	}
}

// wait returns the first answer that accept takes, or why there will be none.
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

// lastAnswer serves the answers that arrived before the window was closed.
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

// tellVisible calls OnVisible once for a window that appeared, and once when it is gone.
func (a *attempt) tellVisible(visible bool) {
	if a.visible == visible || a.hidden {
		return
	}
	a.visible = visible
	if f := a.window.options.OnVisible; f != nil {
		f(visible)
	}
}
