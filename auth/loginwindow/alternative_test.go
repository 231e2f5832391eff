package loginwindow

import (
	"errors"
	"log/slog"
	"net/url"
	"slices"
	"testing"
	"testing/synctest"

	"wails-openid-oauth/auth"
)

// TestAlternative: the user asks for another browser. Whatever the page still answers is not taken.
func TestAlternative(t *testing.T) {
	const answer = testEnd + "?code=1&state=s3cret"
	for name, ask := range map[string]func(t *testing.T, a *page, asked, free chan struct{}){
		"before the answer": func(t *testing.T, a *page, _, _ chan struct{}) {
			a.elsewhere()
			if a.navigate(navigation{url: answer}) {
				t.Error("the callback was loaded")
			}
		},
		"while an answer waits": func(_ *testing.T, a *page, asked, free chan struct{}) {
			a.navigate(navigation{url: testEnd + "?state=forged"})
			<-asked
			a.navigate(navigation{url: answer})
			a.elsewhere()
			close(free)
		},
		"and closes the window": func(_ *testing.T, a *page, _, _ chan struct{}) {
			a.elsewhere()
			a.gone()
		},
		"twice": func(_ *testing.T, a *page, _, _ chan struct{}) {
			a.elsewhere()
			a.elsewhere()
		},
	} {
		for range 20 { // where two things have happened, Go chooses which one counts
			synctest.Test(t, func(t *testing.T) {
				w, f := newFake(Options{Log: slog.New(slog.DiscardHandler), Alternative: true})
				asked, free := make(chan struct{}), make(chan struct{})
				done := start(t.Context(), w, auth.Request{StartURL: testStart, EndURL: testEnd, Accept: func(u *url.URL) bool {
					if u.Query().Get("state") == "forged" {
						close(asked)
						<-free
						return false
					}
					t.Error("the answer was offered")
					return true
				}})
				ask(t, <-f.opened, asked, free)
				if got := <-done; !errors.Is(got.err, auth.ErrAlternative) || got.url != "" {
					t.Errorf("%s: Open = %q, %v", name, got.url, got.err)
				}
			})
		}
	}
	t.Run("but not in a hidden window", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w, f := newFake(Options{Log: slog.New(slog.DiscardHandler), Alternative: true})
			done := start(t.Context(), w, auth.Request{StartURL: testStart, EndURL: testEnd, Hidden: true})
			a := <-f.opened
			a.elsewhere()
			a.navigate(navigation{url: answer})
			want(t, <-done, answer, nil)
		})
	})
}

// TestALimitationOffersTheAlternative: the line about it has the button, if there is another browser.
func TestALimitationOffersTheAlternative(t *testing.T) {
	for _, alternative := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			w, f := newFake(Options{Log: slog.New(slog.DiscardHandler), Alternative: alternative})
			done := start(t.Context(), w, auth.Request{StartURL: testStart, EndURL: testEnd})
			a := <-f.opened
			a.commit("https://op.example/login")
			a.limited(limitEmbedded)
			line := "say " + limitEmbedded.words("op.example") + askForBrowser + " | "
			if alternative {
				line = "say " + limitEmbedded.words("op.example") + " | " + useBrowser
			}
			if calls := f.took(); !slices.Contains(calls, line) {
				t.Errorf("with another browser %t, the window says %q", alternative, calls)
			}
			a.answerLine(a.bar.number, true)
			if !alternative {
				a.gone()
				want(t, <-done, "", auth.ErrCancelled)
				return
			}
			want(t, <-done, "", auth.ErrAlternative)
		})
	}
}
