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

func TestOnePopUpAClick(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		w, _ := newFake(Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
		a := newAttempt(w, mustPolicy(t, testStart, testEnd), auth.Request{StartURL: testStart}).main
		defer unregister(a)
		opened := 0
		asks := func(n, want int, when string) {
			t.Helper()
			for range n {
				if p := a.popUp(navigation{url: "https://op.example/terms", gesture: true}); p != nil {
					opened++
					p.gone() // the user closes it
				}
			}
			if opened != want {
				t.Errorf("%s: %d pop-ups have opened, want %d", when, opened, want)
			}
		}
		asks(50, 1, "one click")
		if got := strings.Count(log.String(), "what=pop-ups"); got != 1 || strings.Count(log.String(), "\n") > 2 {
			t.Errorf("want one line about the limit of pop-ups, and at most two lines:\n%s", log.String())
		}
		a.pressed()
		asks(50, 2, "another click")
		time.Sleep(gestureLasts)
		asks(50, 3, "a click that the window did not see")
		for range 100 {
			a.pressed()
			asks(2, min(opened+1, limits[popUpWindow].most), "many clicks")
		}
		time.Sleep(time.Minute)
		asks(50, limits[popUpWindow].most+1, "a minute later")
	})
}

// Of the pop-ups that stay open there are only a few, over all windows of the log-in.
func TestFewPopUpsAtATime(t *testing.T) {
	w, _ := newFake(Options{Log: slog.New(slog.DiscardHandler)})
	a := newAttempt(w, mustPolicy(t, testStart, testEnd), auth.Request{StartURL: testStart})
	defer a.unregister()
	click := func(p *page) *page {
		p.pressed()
		return p.popUp(navigation{url: "https://op.example/terms", gesture: true})
	}
	first := click(a.main)
	for range maxPopUps - 1 {
		if click(first) == nil {
			t.Fatal("a pop-up below the bound was refused")
		}
	}
	if click(a.main) != nil || click(first) != nil {
		t.Errorf("more than %d pop-ups are open", maxPopUps)
	}
	a.pages[len(a.pages)-1].gone()
	if click(a.main) == nil {
		t.Error("after one was closed, no other could open")
	}
}

// A page repeats something many times. The log gets few lines, and the user sees few forms, few lines and few loads.
func TestWhatAPageCausesIsBounded(t *testing.T) {
	floods := map[string]func(a *page){
		"forged answers": func(a *page) { a.navigate(navigation{url: testEnd + "?state=forged"}); synctest.Wait() },
		"refused":        func(a *page) { a.navigate(navigation{url: "unknown:x"}) },
		"programs":       func(a *page) { a.pressed(); a.navigate(navigation{url: "mailto:x"}) },
		"unclicked":      func(a *page) { a.navigate(navigation{url: "mailto:x"}) },
		"downloads":      func(a *page) { a.navigate(navigation{url: "blob:https://op.example/1", kind: byLink}) },
		"plain http": func(a *page) {
			a.navigate(navigation{url: "http://op.example/plain"})
			a.fail(failRefused, "http://op.example/plain")
			a.commit("https://op.example/plain")
		},
		"prints":  func(a *page) { a.limited(limitPrint) },
		"pop-ups": func(a *page) { a.popUp(navigation{url: "https://op.example/"}) },
		"clicked": func(a *page) {
			a.pressed()
			a.popUp(navigation{url: "https://op.example/", gesture: true})
		},
		"closed": func(a *page) {
			a.pressed()
			if p := a.popUp(navigation{url: "https://op.example/", gesture: true}); p != nil {
				p.gone()
			}
		},
		"no page":  func(a *page) { a.fail(failContent, "https://op.example/") },
		"failures": func(a *page) { a.fail(failDNS, "https://op.example/") },
		"crashes":  func(a *page) { a.fail(failCrash, "") },
		"dialogs":  func(a *page) { a.maySpeak() },
		"passwords": func(a *page) {
			a.requested("https://op.example/")
			a.challenged(challenge{host: "op.example", port: 443})
			a.dismissed()
		},
	}
	for name, flood := range floods {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var log bytes.Buffer
				w, f := newFake(Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
				done := start(t.Context(), w, auth.Request{StartURL: testStart, EndURL: testEnd, Accept: func(*url.URL) bool { return false }})
				a := <-f.opened
				a.commit(testStart)
				for range 2000 {
					flood(a)
				}
				a.gone()
				<-done
				if n := strings.Count(log.String(), "\n"); n > limits[logLine].most+int(effects) { // a line more for each limit
					t.Errorf("%d lines in the log, more than the limit", n)
				}
				count := map[string]int{}
				for _, call := range f.took() {
					word, rest, _ := strings.Cut(call, " ")
					if word != "say" || rest != " | " { // the end of a line
						count[word]++
					}
				}
				most := max(limits[limitationLine].most, limits[pageRemark].most, limits[programQuestion].most)
				if count["ask"] > limits[passwordForm].most || count["say"] > most || count["load"] > limits[upgradedPage].most {
					t.Errorf("%v, more than the limits", count)
				}
			})
		})
	}
}

func TestDialogsAreBounded(t *testing.T) {
	w, _ := newFake(Options{Log: slog.New(slog.DiscardHandler)})
	a := newAttempt(w, mustPolicy(t, testStart, testEnd), auth.Request{StartURL: testStart}).main
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
	h := newAttempt(w, mustPolicy(t, testStart, testEnd), auth.Request{StartURL: testStart, Hidden: true}).main
	defer unregister(h)
	if h.maySpeak() {
		t.Error("a hidden window may show a dialog")
	}
}
