package loginwindow

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/auth"
)

const (
	testStart = "https://op.example/authorize?state=s3cret"
	testEnd   = "http://localhost/callback"
)

// fake is a native layer without windows: the test plays the page and the user on the pages that arrive in opened.
type fake struct {
	windows chan *page // gets every window; it may have no page yet
	opened  chan *page
	deaf    bool // destroy does nothing, as if the main loop did not run
	prepErr error
	gate    chan struct{} // what prepare waits for, unless it is nil

	mu     sync.Mutex
	calls  []string
	loaded []uint32 // the IDs of the windows that have a page
}

func newFake(options Options) (*Window, *fake) {
	f := &fake{windows: make(chan *page, 8), opened: make(chan *page, 8)}
	return newWindow(options, f), f
}

func (f *fake) call(words ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, strings.Join(words, " "))
}

func (f *fake) took() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]string(nil), f.calls...)
}

func (f *fake) forget(context.Context) error    { f.call("forget"); return f.prepErr }
func (f *fake) present(uint32)                  { f.call("present") }
func (f *fake) showURI(_ uint32, target string) { f.call("show", target) }
func (f *fake) back(_ uint32, steps int)        { f.call("back", strconv.Itoa(steps)) }
func (f *fake) zoom(_ uint32, percent int)      { f.call("zoom", strconv.Itoa(percent)) }
func (f *fake) say(_, _ uint32, l line)         { f.call("say", l.text, "|", l.action) }
func (f *fake) notify(_ uint32, n notice)       { f.call("notify", n.heading) }
func (f *fake) ask(_ uint32, p prompt)          { f.call("ask", p.heading) }
func (f *fake) open(p *page)                    { f.windows <- p }
func (f *fake) setOrigin(_ uint32, title, origin string, secure bool) {
	f.call("origin", title, "|", origin, map[bool]string{true: "lock"}[secure])
}

func (f *fake) prepare(ctx context.Context, _ *slog.Logger) error {
	if f.gate != nil {
		select {
		case <-f.gate:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return f.prepErr
}

// load sends the page to opened when it loads its first page. Then the test can act on it.
func (f *fake) load(id uint32, target string, n notice) {
	f.mu.Lock()
	first := !slices.Contains(f.loaded, id)
	f.loaded = append(f.loaded, id)
	f.mu.Unlock()
	if first {
		f.opened <- find(id)
		return
	}
	f.call("load", target, n.heading)
}

// destroy returns at once, as that of a native layer.
func (f *fake) destroy(id uint32) {
	if p := find(id); p != nil && !f.deaf {
		go p.gone()
	}
}

type result struct {
	url string
	err error
}

// start runs Open in a goroutine.
func start(ctx context.Context, w *Window, req auth.Request) chan result {
	out := make(chan result, 1)
	if req.StartURL == "" {
		req.StartURL, req.EndURL = testStart, testEnd
	}
	go func() {
		u, err := w.Open(ctx, req)
		if u == nil {
			u = &url.URL{}
		}
		out <- result{u.String(), err}
	}()
	return out
}

func want(t *testing.T, got result, url string, err error) {
	t.Helper()
	if got.url != url || !errors.Is(got.err, err) {
		t.Errorf("Open = %q, %v; want %q, %v", got.url, got.err, url, err)
	}
}

func TestForgedAnswersDoNotEndTheLogin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, f := newFake(Options{Log: slog.New(slog.DiscardHandler)})
		var offered []string
		done := start(t.Context(), w, auth.Request{StartURL: testStart, EndURL: testEnd, Accept: func(u *url.URL) bool {
			offered = append(offered, u.RawQuery)
			return u.Query().Get("state") == "s3cret"
		}})
		a := <-f.opened
		for _, q := range []string{"?code=1&state=forged", "X?state=s3cret", "?code=2&state=s3cret", "?code=3&state=s3cret"} {
			if a.navigate(navigation{url: testEnd + q}) {
				t.Errorf("%q was loaded", q)
			}
		}
		want(t, <-done, testEnd+"?code=2&state=s3cret", nil)
		if diff := cmp.Diff([]string{"code=1&state=forged", "code=2&state=s3cret"}, offered); diff != "" {
			t.Errorf("offered (-want +got):\n%s", diff)
		}
		if find(a.id) != nil {
			t.Error("the attempt is still registered")
		}
		if a.navigate(navigation{url: "https://op.example/"}) {
			t.Error("a navigation after the end was allowed")
		}
	})
}

func TestEndings(t *testing.T) {
	answer := func(a *page) { a.navigate(navigation{url: testEnd + "?code=1"}) }
	tests := []struct {
		name string
		end  func(w *Window, a *page, cancel func())
		url  string
		err  error
	}{
		{"user closes", func(_ *Window, a *page, _ func()) { a.gone() }, "", auth.ErrCancelled},
		{"cancel", func(_ *Window, _ *page, cancel func()) { cancel() }, "", context.Canceled},
		{"deadline", func(*Window, *page, func()) { time.Sleep(time.Hour) }, "", context.DeadlineExceeded},
		{"Close", func(w *Window, _ *page, _ func()) { w.Close(); w.Close() }, "", auth.ErrCancelled},
		{"answer", func(_ *Window, a *page, _ func()) { answer(a) }, testEnd + "?code=1", nil},
		{"answer, then closed", func(_ *Window, a *page, _ func()) { answer(a); a.gone() }, testEnd + "?code=1", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				var visible []bool
				w, f := newFake(Options{Log: slog.New(slog.DiscardHandler), OnVisible: func(v bool) { visible = append(visible, v) }})
				done := start(ctx, w, auth.Request{})
				a := <-f.opened
				a.mapped()
				a.mapped()
				synctest.Wait()
				tt.end(w, a, cancel)
				want(t, <-done, tt.url, tt.err)
				if diff := cmp.Diff([]bool{true, false}, visible); diff != "" {
					t.Errorf("OnVisible (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// TestTheWindowDoesNotWaitForThePage: the preparation of the first page takes half a second on Linux, and may take
// longer.
func TestTheWindowDoesNotWaitForThePage(t *testing.T) {
	visible := make(chan bool, 2)
	w, f := newFake(Options{OnVisible: func(now bool) { visible <- now }})
	f.gate = make(chan struct{})
	for _, closed := range []bool{true, false} {
		out := start(t.Context(), w, auth.Request{})
		var a *page
		select {
		case a = <-f.windows:
		case <-time.After(20 * time.Second):
			t.Fatal("no window was opened")
		}
		a.mapped()
		if !<-visible {
			t.Error("OnVisible got false, want true")
		}
		if closed {
			a.gone()
			want(t, <-out, "", auth.ErrCancelled)
		} else {
			close(f.gate)
			(<-f.opened).navigate(navigation{url: testEnd})
			want(t, <-out, testEnd, nil)
		}
		if <-visible {
			t.Error("OnVisible got true, want false")
		}
	}
}

func TestOneWindowAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, f := newFake(Options{Log: slog.New(slog.DiscardHandler)})
		hidden := start(t.Context(), w, auth.Request{StartURL: testStart, EndURL: testEnd, Hidden: true})
		logout := <-f.opened
		if w.Present() {
			t.Error("a hidden window was raised")
		}
		short, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		want(t, <-start(short, w, auth.Request{}), "", context.DeadlineExceeded)
		login := start(t.Context(), w, auth.Request{})
		synctest.Wait()
		if len(f.opened) != 0 {
			t.Fatal("a second window was opened")
		}
		logout.navigate(navigation{url: testEnd})
		want(t, <-hidden, testEnd, nil)
		a := <-f.opened
		want(t, <-start(t.Context(), w, auth.Request{}), "", ErrBusy)
		if !w.Present() {
			t.Error("the window was not raised")
		}
		if diff := cmp.Diff([]string{"present", "present"}, f.took()); diff != "" {
			t.Errorf("calls (-want +got):\n%s", diff)
		}
		a.gone()
		want(t, <-login, "", auth.ErrCancelled)
		w.Close()
		want(t, <-start(t.Context(), w, auth.Request{}), "", auth.ErrCancelled)
	})
}

func TestMainLoopIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, f := newFake(Options{Log: slog.New(slog.DiscardHandler)})
		f.deaf = true
		done := start(t.Context(), w, auth.Request{})
		a := <-f.opened
		began := time.Now()
		w.Close()
		want(t, <-done, "", auth.ErrCancelled)
		if waited := time.Since(began); waited > goneWithin {
			t.Errorf("Close took %v", waited)
		}
		if find(a.id) != nil {
			t.Error("the attempt is still registered")
		}
	})
}

func TestFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, f := newFake(Options{Log: slog.New(slog.DiscardHandler)})
		done := start(t.Context(), w, auth.Request{})
		a := <-f.opened
		a.fail(failDNS, "https://social.example/login?x=1")
		a.retry()
		a.navigate(navigation{url: "https://op.example/post", post: true})
		a.fail(failNetwork, "https://op.example/post")
		a.retry()
		a.fail(failRefused, "https://op.example/interrupted") // another load took its place
		a.navigate(navigation{url: "http://op.example/plain"})
		a.fail(failRefused, "http://op.example/plain")
		a.fail(failCrash, "https://op.example/login")
		a.retry()
		synctest.Wait()
		diff := cmp.Diff([]string{
			"notify “social.example” was not found",
			"load https://social.example/login?x=1 Connecting to social.example…",
			"notify “op.example” cannot be reached",
			"load " + testStart + " Connecting to op.example…",
			"load https://op.example/plain Connecting to op.example…",
			"notify The page of “op.example” stopped working",
			"load " + testStart + " Connecting to op.example…",
		}, f.took())
		if diff != "" {
			t.Errorf("calls (-want +got):\n%s", diff)
		}
		a.gone()
		want(t, <-done, "", auth.ErrCancelled)
	})
}

func TestHiddenEndsWithItsFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, f := newFake(Options{Log: slog.New(slog.DiscardHandler), OnVisible: func(bool) { t.Error("OnVisible was called") }})
		done := start(t.Context(), w, auth.Request{StartURL: testStart, EndURL: testEnd, Hidden: true,
			Accept: func(*url.URL) bool { return false }})
		a := <-f.opened
		a.navigate(navigation{url: testEnd + "?state=forged"})
		synctest.Wait() // a forged answer does not end the wait
		a.fail(failDNS, testStart)
		a.fail(failCrash, testStart)
		want(t, <-done, "", auth.ErrOffline)
		if calls := f.took(); len(calls) != 0 {
			t.Errorf("a hidden window made the calls %q, want none", calls)
		}
	})
}

func TestOriginIsHonest(t *testing.T) {
	w, f := newFake(Options{Title: "Sign in", Log: slog.New(slog.DiscardHandler)})
	p := mustPolicy(t, testStart, testEnd)
	a := newAttempt(w, p, auth.Request{StartURL: testStart}).main
	defer unregister(a)
	for _, at := range []string{"https://xn--pypal-4ve.example/login?a=b", "about:blank", "http://localhost:9096/login", "https://u:p@op.example/"} {
		a.commit(at)
	}
	diff := cmp.Diff([]string{
		"origin xn--pypal-4ve.example — Sign in | https://xn--pypal-4ve.example lock",
		"origin about:blank — Sign in | about:blank ",
		"origin localhost:9096 — Sign in | http://localhost:9096 (not encrypted) ",
		"origin op.example — Sign in | https://op.example lock",
	}, f.took())
	if diff != "" {
		t.Errorf("C-UA-ISOLATED: origins (-want +got):\n%s", diff)
	}
}

// TestAnAnswerThatCannotBeUsed: the page goes on, because anyone could have sent the answer. The user learns why the log-in does
// not end.
func TestAnAnswerThatCannotBeUsed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, f := newFake(Options{Log: slog.New(slog.DiscardHandler)})
		done := start(t.Context(), w, auth.Request{StartURL: testStart, EndURL: testEnd, Accept: func(*url.URL) bool { return false }})
		a := <-f.opened
		a.commit(testStart)
		a.navigate(navigation{url: testEnd, post: true})
		synctest.Wait()
		if said := "say " + foreignWords + " | "; !slices.Contains(f.took(), said) {
			t.Errorf("the window did not say %q, but %q", foreignWords, f.took())
		}
		a.gone()
		want(t, <-done, "", auth.ErrCancelled)
	})
}

func TestFloodOfAnswersIsBounded(t *testing.T) {
	w, _ := newFake(Options{Log: slog.New(slog.DiscardHandler)})
	a := newAttempt(w, mustPolicy(t, testStart, testEnd), auth.Request{StartURL: testStart}).main
	defer unregister(a)
	for range 10 * answerQueue { // blocks for ever if the queue blocks
		a.navigate(navigation{url: testEnd})
	}
	if len(a.answers) != answerQueue {
		t.Errorf("%d answers wait, want a full queue", len(a.answers))
	}
}

func TestC_TOK_ERRORS_CLEAN_LoginWindow(t *testing.T) {
	var log bytes.Buffer
	w, _ := newFake(Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	a := newAttempt(w, mustPolicy(t, testStart, testEnd), auth.Request{StartURL: testStart}).main
	defer unregister(a)
	for _, u := range []string{testEnd + "?code=s3cret", testEnd + "X?code=s3cret", "data:text/html,s3cret", "http://s3cret@x.example/s3cret",
		"https://op.example/%zz?s3cret"} {
		a.navigate(navigation{url: u})
		a.fail(failRefused, u)
	}
	_, err := newPolicy(auth.Request{StartURL: "https://op.example/%zz?s3cret", EndURL: testEnd})
	if log.Len() == 0 || strings.Contains(log.String()+err.Error(), "s3cret") {
		t.Errorf("a secret is in the log or in the error, or the log is empty: log %q, error %v", log.String(), err)
	}
}

func TestUnsupportedAndForget(t *testing.T) {
	w, f := newFake(Options{})
	f.prepErr = auth.ErrUnsupported
	want(t, <-start(t.Context(), w, auth.Request{}), "", auth.ErrUnsupported)
	if err := w.Forget(t.Context()); !errors.Is(err, auth.ErrUnsupported) {
		t.Errorf("Forget: got %v, want ErrUnsupported", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	want(t, <-start(ended, w, auth.Request{}), "", context.Canceled)
}
