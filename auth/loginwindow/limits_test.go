package loginwindow

import (
	"bytes"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"wails-openid-oauth/auth"
)

func TestOneLinkAClick(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		opened := make(chan string, 100)
		w, _ := newFake(Options{Log: slog.New(slog.NewTextHandler(&log, nil)), OpenExternal: func(u string) { opened <- u }})
		a := newAttempt(w, mustPolicy(t, testStart, testEnd), auth.Request{StartURL: testStart})
		defer unregister(a)
		link := func(n, want int, when string) {
			t.Helper()
			for range n {
				a.navigate(navigation{url: "https://op.example/terms", newWindow: true, gesture: true})
			}
			synctest.Wait()
			if got := len(opened); got != want {
				t.Errorf("%s: %d links are open, want %d", when, got, want)
			}
		}
		link(50, 1, "one click")
		if got := strings.Count(log.String(), "links outside"); got != 1 || strings.Count(log.String(), "\n") > 2 {
			t.Errorf("want one line about links outside, and at most two lines:\n%s", log.String())
		}
		a.pressed()
		link(50, 2, "another click")
		time.Sleep(gestureLasts)
		link(50, 3, "a click that the window did not see")
		for range 100 {
			a.pressed()
			link(2, min(len(opened)+1, 6), "many clicks")
		}
		time.Sleep(time.Minute)
		link(50, 7, "a minute later")
	})
}

// A page repeats something many times. The log gets few lines, and the user sees few forms.
func TestWhatAPageCausesIsBounded(t *testing.T) {
	floods := map[string]func(a *attempt){
		"forged answers": func(a *attempt) { a.navigate(navigation{url: testEnd + "?state=forged"}); synctest.Wait() },
		"refused":        func(a *attempt) { a.navigate(navigation{url: "mailto:x"}) },
		"pop-ups":        func(a *attempt) { a.navigate(navigation{url: "https://op.example/", newWindow: true}) },
		"clicked": func(a *attempt) {
			a.pressed()
			a.navigate(navigation{url: "https://op.example/", newWindow: true, gesture: true})
		},
		"no page":  func(a *attempt) { a.fail(failContent, "https://op.example/") },
		"failures": func(a *attempt) { a.fail(failDNS, "https://op.example/") },
		"crashes":  func(a *attempt) { a.fail(failCrash, "") },
		"dialogs":  func(a *attempt) { a.maySpeak() },
		"passwords": func(a *attempt) {
			a.requested("https://op.example/")
			a.challenged(challenge{host: "op.example", port: 443})
			a.dismissed()
		},
	}
	for name, flood := range floods {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var log bytes.Buffer
				w, f := newFake(Options{Log: slog.New(slog.NewTextHandler(&log, nil)), OpenExternal: func(string) {}})
				done := start(t.Context(), w, auth.Request{StartURL: testStart, EndURL: testEnd, Accept: func(*url.URL) bool { return false }})
				a := <-f.opened
				for range 2000 {
					flood(a)
				}
				a.gone()
				<-done
				if n := strings.Count(log.String(), "\n"); n > limits[logLine].most+2 {
					t.Errorf("%d lines in the log, more than the limit", n)
				}
				asked := 0
				for _, call := range f.took() {
					if strings.HasPrefix(call, "ask ") {
						asked++
					}
				}
				if asked > limits[passwordForm].most {
					t.Errorf("%d password forms, more than the limit", asked)
				}
			})
		})
	}
}

func TestDialogsAreBounded(t *testing.T) {
	w, _ := newFake(Options{Log: slog.New(slog.DiscardHandler)})
	a := newAttempt(w, mustPolicy(t, testStart, testEnd), auth.Request{StartURL: testStart})
	defer unregister(a)
	n := 0
	for range 100 {
		if a.maySpeak() {
			n++
		}
	}
	if n != limits[scriptDialog].most {
		t.Errorf("%d dialogs, want exactly the limit", n)
	}
	h := newAttempt(w, mustPolicy(t, testStart, testEnd), auth.Request{StartURL: testStart, Hidden: true})
	defer unregister(h)
	if h.maySpeak() {
		t.Error("a hidden window may show a dialog")
	}
}
