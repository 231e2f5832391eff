package loginwindow

import (
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/auth"
)

// shown is the page of a log-in that shows the page of op.example. Every call of the native layer is recorded.
func shown(t *testing.T, options Options) (*page, *fake) {
	t.Helper()
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	w, f := newFake(options)
	a := newAttempt(w, mustPolicy(t, testStart, testEnd), auth.Request{StartURL: testStart}).main
	t.Cleanup(func() { unregister(a) })
	f.loaded = append(f.loaded, a.id)
	a.commit("https://op.example/login")
	f.calls = nil
	return a, f
}

func TestProgramsAreNamed(t *testing.T) {
	tests := map[string]verdict{
		"bankid:///?autostarttoken=1&redirect=null": program,
		"BANKID:///":                                        program,
		"otpauth://totp/Example:ann?secret=X":               program,
		"openid-credential-offer://?credential_offer_uri=x": program,
		"openid4vp://authorize?client_id=x":                 program,
		"mailto:help@op.example?subject=x&body=y":           program,
		"mailto:?to=a@op.example&cc=b&bcc=c":                program,
		"further:x":                                         program,
		"mailto:a@op.example?attach=/etc/passwd":            refuse,
		"mailto:a@op.example?subject=x&Attachment=%2Fetc":   refuse,
		"mailto:a@op.example?subject=x;attach=y":            refuse,
		"bankid:" + strings.Repeat("x", maxTarget):          refuse,
		"javascript:alert(1)":                               refuse,
		"data:text/html,x":                                  refuse,
		"file:///etc/passwd":                                refuse,
		"blob:https://op.example/1":                         refuse,
		"wails://wails/":                                    refuse,
		"bankid2:///":                                       refuse,
		"bank%69d:///":                                      refuse,
		"tel:112":                                           refuse,
		"ssh://op.example":                                  refuse,
		"view-source:https://op.example/":                   refuse,
	}
	a, _ := shown(t, Options{Schemes: []string{"further"}})
	for raw, want := range tests {
		for _, n := range []navigation{{url: raw}, {url: raw, newWindow: true, gesture: true}} {
			if got, _ := a.policy.classify(n); got != want {
				t.Errorf("W-OPEN: %+v: %v, want %v", n, got, want)
			}
		}
	}
}

func TestFurtherSchemes(t *testing.T) {
	for _, bad := range []string{"file", "javascript", "https", "wails", "BankID", "vipps:", "", "ms-msdt"} {
		w, _ := newFake(Options{Schemes: []string{"vipps", bad}})
		if _, err := w.Open(t.Context(), auth.Request{StartURL: testStart, EndURL: testEnd}); !errors.Is(err, auth.ErrConfig) {
			t.Errorf("%q: %v, want ErrConfig", bad, err)
		}
	}
}

// A page asks for programs. The want are the calls of the native layer.
func TestProgramQuestion(t *testing.T) {
	const (
		question = "say Open BankID? “op.example” asks for it. | _Open"
		opened   = "show bankid:///1"
		gone     = "say  | "
		noClick  = "say “op.example” wanted to open BankID without a click of yours. Use its link or its button. | "
	)
	bankID := func(a *page) { a.navigate(navigation{url: "bankid:///1"}) }
	click := func(a *page) { a.pressed(); bankID(a) }
	answer := func(a *page, pressed bool) { a.answerLine(a.bar.number, pressed) }
	tests := []struct {
		name string
		do   func(a *page)
		want []string
	}{
		{"agreed", func(a *page) { click(a); answer(a, true) }, []string{question, gone, opened}},
		{"declined", func(a *page) { click(a); answer(a, false); answer(a, true) }, []string{question, gone}},
		{"not answered", click, []string{question}},
		{"not clicked", bankID, []string{noClick}},
		{"one for each click", func(a *page) { click(a); bankID(a) }, []string{question}},
		{"one for each click, answered", func(a *page) { click(a); answer(a, false); bankID(a) }, []string{question, gone, noClick}},
		{"after a fetch", func(a *page) { a.pressed(); time.Sleep(gestureLasts - 1); bankID(a) }, []string{question}},
		{"too late", func(a *page) { a.pressed(); time.Sleep(gestureLasts); bankID(a) }, []string{noClick}},
		{"a pop-up took the click", func(a *page) {
			a.pressed()
			a.popUp(navigation{url: "https://op.example/terms", gesture: true})
			bankID(a)
		}, []string{"notify Connecting to op.example…", noClick}},
		{"an answer to the line before", func(a *page) {
			click(a)
			number := a.bar.number
			click(a)
			a.answerLine(number, true)
		}, []string{question, question}},
		{"another page came", func(a *page) { click(a); a.commit("https://evil.example/"); answer(a, true) },
			[]string{question, gone, "origin evil.example — Log in | https://evil.example lock"}},
		{"behind the password form", func(a *page) {
			a.challenged(challenge{host: "op.example", port: 443})
			click(a)
		}, []string{"ask “op.example” asks for your password"}},
		{"the end", func(a *page) { click(a); a.end(); answer(a, true) }, []string{question}},
		{"no program", func(a *page) { a.notOpened("bankid:///1") }, []string{"say No program on this computer opens “bankid:” addresses. | "}},
		{"not on the list", func(a *page) { a.pressed(); a.navigate(navigation{url: "evil:x"}) },
			[]string{"say “op.example” wanted to open a “evil:” address. This window does not do that. | "}},
		{"a frame's data", func(a *page) { a.pressed(); a.navigate(navigation{url: "data:text/html,x"}) }, nil},
		{"a file of the page", func(a *page) { a.navigate(navigation{url: "blob:https://op.example/1", kind: byLink}) },
			[]string{"say " + limitDownload.words("") + " | "}},
		{"a line ends by itself", func(a *page) { bankID(a); time.Sleep(lineLasts + 1); synctest.Wait() }, []string{noClick, gone}},
		{"a question does not", func(a *page) { click(a); time.Sleep(2 * lineLasts); synctest.Wait() }, []string{question}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, f := shown(t, Options{OpenExternal: func(string) {}})
				tt.do(a)
				if diff := cmp.Diff(tt.want, f.took()); diff != "" {
					t.Errorf("calls (-want +got):\n%s", diff)
				}
				time.Sleep(lineLasts) // for the lines that end by themselves
			})
		})
	}
}

// The words of every limitation are there, and differ.
func TestLimitationsAreForPeople(t *testing.T) {
	seen := map[string]bool{}
	for l := limitDownload; l <= limitStuck; l++ {
		words := l.words("op.example")
		if words == "" || seen[words] || l.String() == "" {
			t.Errorf("%v: the words %q are missing, or stand for another limitation", l, words)
		}
		seen[words] = true
	}
}
