package loginwindow

import (
	"context"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/auth"
)

const social = "https://social.example/consent"

// click lets the page open a pop-up with the address, after a click of the user.
func click(t *testing.T, p *page, address string) *page {
	t.Helper()
	p.pressed()
	opened := p.popUp(navigation{url: address, gesture: true})
	if opened == nil {
		t.Fatalf("no pop-up opened for %q", address)
	}
	return opened
}

// clicked is a log-in whose page has opened a pop-up.
func clicked(t *testing.T, address string) (main, opened *page, f *fake) {
	t.Helper()
	w, f := newFake(Options{Log: slog.New(slog.DiscardHandler)})
	a := newAttempt(w, mustPolicy(t, testStart, testEnd), auth.Request{StartURL: testStart})
	t.Cleanup(a.unregister)
	a.main.commit("https://op.example/login")
	f.calls = nil
	return a.main, click(t, a.main, address), f
}

func TestPopUpAsTheUserSeesIt(t *testing.T) {
	const shows = "origin social.example — Log in | https://social.example lock"
	tests := []struct {
		name, address string
		do            func(p *page)
		want          []string
	}{
		{"with an address", social, func(*page) {}, []string{"notify Connecting to social.example…"}},
		{"blank", "", func(*page) {}, []string{"origin about:blank — Log in | about:blank "}},
		{"about:blank", blank, func(*page) {}, []string{"origin about:blank — Log in | about:blank "}},
		{"blank, then a page", "", func(p *page) { p.requested(social); p.commit(social) }, []string{"origin about:blank — Log in | about:blank ", shows}},
		{"a page, then blank", social, func(p *page) { p.commit(social); p.commit(blank) },
			[]string{"notify Connecting to social.example…", shows, "origin about:blank — Log in | about:blank "}},
		{"no content", social, func(p *page) { p.requested(social); p.fail(failRefused, social) },
			[]string{"notify Connecting to social.example…", "origin about:blank — Log in | about:blank "}},
		{"a download", social, func(p *page) { p.requested(social); p.fail(failContent, social) },
			[]string{"notify Connecting to social.example…", "notify “social.example” sent no page"}},
		{"a failure, tried again", social, func(p *page) { p.fail(failDNS, social); p.retry() },
			[]string{"notify Connecting to social.example…", "notify “social.example” was not found"}},
		{"a password", social, func(p *page) { p.requested(social); p.challenged(challenge{host: "social.example", port: 443}) },
			[]string{"notify Connecting to social.example…", "ask “social.example” asks for your password"}},
		{"a password of a stranger", social, func(p *page) { p.requested(social); p.challenged(challenge{host: "op.example", port: 443}) },
			[]string{"notify Connecting to social.example…"}},
		{"an answer that is not ours", social, func(p *page) { p.navigate(navigation{url: testEnd}); p.fail(failForeign, testStart) },
			[]string{"notify Connecting to social.example…", "notify The answer did not belong to this log-in"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, opened, f := clicked(t, tt.address)
			tt.do(opened)
			if diff := cmp.Diff(tt.want, f.took()); diff != "" {
				t.Errorf("shown (-want +got):\n%s", diff)
			}
			if len(f.opened) != 0 {
				t.Error("another than the opener has loaded a page")
			}
		})
	}
}

// Only its opener can load a pop-up again. So its notices offer to close it, and none says "Try again to start".
func TestNoticesOfAPopUp(t *testing.T) {
	for f := failNetwork; f <= failForm; f++ {
		n := f.notice("social.example").inPopUp()
		if !n.closes || strings.Contains(n.text, anew) || !strings.HasSuffix(n.text, "Close this window to go back to the log-in.") ||
			strings.Contains(n.text, "  ") || strings.HasPrefix(n.text, " ") {
			t.Errorf("%v: %+v", f, n)
		}
	}
}

func TestRefusedPopUps(t *testing.T) {
	tests := map[string]func(w *Window) (p *page, n navigation){
		"hidden": func(w *Window) (*page, navigation) {
			return newAttempt(w, mustPolicy(t, testStart, testEnd), auth.Request{StartURL: testStart, Hidden: true}).main,
				navigation{url: social, gesture: true}
		},
		"ended": func(w *Window) (*page, navigation) {
			a := newAttempt(w, mustPolicy(t, testStart, testEnd), auth.Request{StartURL: testStart})
			a.end()
			return a.main, navigation{url: social, gesture: true}
		},
		"without a click": func(w *Window) (*page, navigation) {
			return newAttempt(w, mustPolicy(t, testStart, testEnd), auth.Request{StartURL: testStart}).main, navigation{url: social}
		},
		"the answer": func(w *Window) (*page, navigation) {
			return newAttempt(w, mustPolicy(t, testStart, testEnd), auth.Request{StartURL: testStart}).main,
				navigation{url: testEnd + "?code=1", gesture: true}
		},
		"this machine": func(w *Window) (*page, navigation) {
			return newAttempt(w, mustPolicy(t, testStart, testEnd), auth.Request{StartURL: testStart}).main,
				navigation{url: "http://127.0.0.1:3000/", gesture: true}
		},
	}
	for name, asks := range tests {
		t.Run(name, func(t *testing.T) {
			w, _ := newFake(Options{Log: slog.New(slog.DiscardHandler)})
			p, n := asks(w)
			t.Cleanup(p.unregister)
			p.pressed()
			if p.popUp(n) != nil || len(p.pages) != 1 {
				t.Error("a pop-up opened")
			}
		})
	}
}

// Whatever ends the log-in closes its pop-ups, and those of the pop-ups, and then forgets all of them.
func TestPopUpsEndWithTheLogIn(t *testing.T) {
	tests := []struct {
		name string
		end  func(w *Window, main, opened *page, cancel func())
		url  string
		err  error
	}{
		{"answer in the pop-up", func(_ *Window, _, opened *page, _ func()) { opened.navigate(navigation{url: testEnd + "?code=1"}) }, testEnd + "?code=1", nil},
		{"answer in the page", func(_ *Window, main, _ *page, _ func()) { main.navigate(navigation{url: testEnd + "?code=1"}) }, testEnd + "?code=1", nil},
		{"answer as a new window", func(_ *Window, _, opened *page, _ func()) { opened.popUp(navigation{url: testEnd + "?code=1"}) }, testEnd + "?code=1", nil},
		{"user closes", func(_ *Window, main, _ *page, _ func()) { main.gone() }, "", auth.ErrCancelled},
		{"cancel", func(_ *Window, _, _ *page, cancel func()) { cancel() }, "", context.Canceled},
		{"Close", func(w *Window, _, _ *page, _ func()) { w.Close() }, "", auth.ErrCancelled},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				w, f := newFake(Options{Log: slog.New(slog.DiscardHandler)})
				done := start(ctx, w, auth.Request{})
				main := <-f.opened
				first := click(t, main, social)
				second := click(t, first, "")
				tt.end(w, main, first, cancel)
				want(t, <-done, tt.url, tt.err)
				for _, p := range []*page{main, first, second} {
					select {
					case <-p.closed:
					default:
						t.Errorf("window %d is open", p.id)
					}
					if find(p.id) != nil {
						t.Errorf("window %d is still registered", p.id)
					}
				}
				if second.popUp(navigation{url: social, gesture: true}) != nil {
					t.Error("a pop-up opened after the end")
				}
			})
		})
	}
}

// A log-in waits on while its pop-ups come and go.
func TestPopUpsCloseWithTheirOpener(t *testing.T) {
	tests := map[string]func(main, first *page){
		"closed":      func(_, first *page) { first.gone() },
		"crash":       func(main, _ *page) { main.fail(failCrash, "") },
		"tried again": func(main, _ *page) { main.retry() },
	}
	for name, end := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, f := newFake(Options{Log: slog.New(slog.DiscardHandler)})
				done := start(t.Context(), w, auth.Request{StartURL: testStart, EndURL: testEnd, Accept: func(u *url.URL) bool { return u.RawQuery == "code=1" }})
				main := <-f.opened
				first := click(t, main, social)
				second := click(t, first, social)
				end(main, first)
				<-first.closed
				<-second.closed
				synctest.Wait()
				if len(done) != 0 || len(main.pages) != 1 {
					t.Errorf("the log-in has ended: %v; %d windows are open", len(done) != 0, len(main.pages))
				}
				main.navigate(navigation{url: testEnd + "?code=1"})
				want(t, <-done, testEnd+"?code=1", nil)
			})
		})
	}
}

// A pop-up is neither the window that OnVisible reports nor the one whose end ends the log-in.
func TestPopUpIsNotTheLogIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var visible []bool
		w, f := newFake(Options{Log: slog.New(slog.DiscardHandler), OnVisible: func(v bool) { visible = append(visible, v) }})
		done := start(t.Context(), w, auth.Request{})
		main := <-f.opened
		opened := click(t, main, social)
		opened.mapped()
		synctest.Wait()
		if len(visible) != 0 {
			t.Error("a pop-up was reported as the log-in window")
		}
		opened.gone()
		synctest.Wait()
		if len(done) != 0 {
			t.Error("the log-in ended with its pop-up")
		}
		main.gone()
		<-done
	})
}

// The button of a pop-up hands over the link that the user clicked, and no address that the pop-up has reached since.
func TestOpenOutside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		outside := make(chan string, 9)
		w, _ := newFake(Options{Log: slog.New(slog.DiscardHandler), OpenExternal: func(u string) { outside <- u }})
		a := newAttempt(w, mustPolicy(t, testStart, testEnd), auth.Request{StartURL: testStart})
		defer a.unregister()
		a.main.pressed()
		linked := a.main.popUp(navigation{url: "https://help.example/privacy", gesture: true, link: true})
		linked.commit("https://help.example/en/privacy?session=s3cret")
		linked.openOutside()
		if got := <-outside; got != "https://help.example/privacy" {
			t.Errorf("opened %q", got)
		}
		click(t, a.main, social).openOutside() // of a script
		a.main.openOutside()
		a.end()
		linked.openOutside()
		synctest.Wait()
		if len(outside) != 0 {
			t.Errorf("opened %q, too", <-outside)
		}
	})
	d, f := newFake(Options{})
	d.options.OpenExternal("http://op.example/")
	d.options.OpenExternal("https://op.example/")
	if diff := cmp.Diff([]string{"show https://op.example/"}, f.took()); diff != "" {
		t.Errorf("W-OPEN: default (-want +got):\n%s", diff)
	}
}

// A script closes windows while the user types a password into a native form. No window closes, because the next key would go to
// the window below.
func TestNoWindowClosesUnderAPassword(t *testing.T) {
	main, first, f := clicked(t, social)
	second := click(t, first, social)
	if !first.mayClose() || !second.mayClose() {
		t.Error("without a form, a script cannot close a pop-up")
	}
	second.requested(social)
	second.challenged(challenge{host: "social.example", port: 443})
	f.calls = nil
	if main.mayClose() || first.mayClose() || second.mayClose() {
		t.Error("a window closed under the form")
	}
	if first.mayClose() {
		t.Error("a window closed while the user may be typing the rest")
	}
	if t.Failed() {
		t.FailNow() // there is nothing to continue
	}
	second.retry() // "Continue"
	<-second.closed
	if diff := cmp.Diff([]string{"notify The password is not asked for any more"}, f.took()); diff != "" {
		t.Errorf("shown (-want +got):\n%s", diff)
	}
	if !first.mayClose() {
		t.Error("after the form, a script cannot close a pop-up")
	}
}
