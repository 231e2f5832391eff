package loginwindow

import (
	"log/slog"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/auth"
)

// visited is the page of a log-in that shows a page of evil.example. That page has started to load victim.example.
func visited(t *testing.T, hidden bool) (*page, *fake) {
	w, f := newFake(Options{Log: slog.New(slog.DiscardHandler)})
	a := newAttempt(w, mustPolicy(t, testStart, testEnd), auth.Request{StartURL: testStart, Hidden: hidden}).main
	t.Cleanup(func() { unregister(a) })
	a.commit("https://evil.example/")
	a.navigate(navigation{url: "https://victim.example/"})
	a.requested("https://victim.example/")
	f.took()
	f.calls = nil
	return a, f
}

func TestTheFormAndThePage(t *testing.T) {
	const (
		asks      = "ask “victim.example” asks for your password"
		goes      = "notify Connecting to victim.example…"
		back      = "origin evil.example — Log in | https://evil.example lock"
		there     = "origin victim.example — Log in | https://victim.example lock"
		withdrawn = "notify The password is not asked for any more"
	)
	ask := func(a *page) bool { return a.challenged(challenge{host: "victim.example", port: 443}) }
	tests := []struct {
		name string
		do   func(a *page)
		want []string
	}{
		{"answered", func(a *page) { a.answered(); a.commit("https://victim.example/") }, []string{asks, goes, there}},
		{"answered, then no content", func(a *page) { a.answered(); a.fail(failRefused, "https://victim.example/") }, []string{asks, goes, back}},
		{"answered, then a download", func(a *page) { a.answered(); a.fail(failContent, "https://victim.example/") }, []string{asks, goes, back}},
		{"answered, then the answer", func(a *page) {
			a.answered()
			a.navigate(navigation{url: testEnd + "?x"})
			a.fail(failRefused, testEnd+"?x")
		}, []string{asks, goes}},
		{"wrong", func(a *page) { a.answered(); ask(a) }, []string{asks, goes, asks}},
		{"cancelled", func(a *page) { a.dismissed(); a.stopped() }, []string{asks, back}},
		{"stopped by the page", func(a *page) { a.withdrawn(); a.stopped() }, []string{asks, withdrawn}},
		{"stopped, continued", func(a *page) { a.withdrawn(); a.stopped(); a.retry() }, []string{asks, withdrawn, back}},
		{"another page comes", func(a *page) { a.withdrawn(); a.commit("https://evil.example/2") }, []string{asks, withdrawn}},
		{"another page comes at once", func(a *page) { a.commit("https://evil.example/2") }, []string{asks, withdrawn}},
		{"another page comes, continued", func(a *page) { a.commit("https://evil.example/2"); a.retry() }, []string{asks, withdrawn, back}},
		{"a part of the page asks before the page is there", func(a *page) { a.commit("https://victim.example/") }, []string{asks}},
		{"that is answered", func(a *page) { a.commit("https://victim.example/"); a.answered() }, []string{asks, there}},
		{"that is cancelled", func(a *page) { a.commit("https://victim.example/"); a.dismissed() }, []string{asks, there}},
		{"that is answered, while the page goes on", func(a *page) {
			a.commit("https://victim.example/")
			a.requested("https://evil.example/2")
			a.answered()
		}, []string{asks, there}},
		{"that is taken back, continued", func(a *page) { a.commit("https://victim.example/"); a.withdrawn(); a.retry() },
			[]string{asks, withdrawn, there}},
		{"a failure comes, continued", func(a *page) { a.withdrawn(); a.fail(failDNS, "https://victim.example/"); a.retry() },
			[]string{asks, withdrawn, "notify “victim.example” was not found"}},
		{"crash, continued", func(a *page) { a.fail(failCrash, ""); a.retry() }, []string{asks, withdrawn, "notify The page of “evil.example” stopped working"}},
		{"late word of the form", func(a *page) { a.dismissed(); a.answered(); a.withdrawn(); a.dismissed() }, []string{asks, back}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, f := visited(t, false)
			if !ask(a) {
				t.Fatal("the window showed no password form")
			}
			tt.do(a)
			if diff := cmp.Diff(tt.want, f.took()); diff != "" {
				t.Errorf("shown (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("hidden", func(t *testing.T) {
		if a, _ := visited(t, true); ask(a) {
			t.Error("a hidden window showed a password form")
		}
	})
	t.Run("one form at a time", func(t *testing.T) {
		a, _ := visited(t, false)
		if ask(a); a.challenged(challenge{host: "evil.example", port: 443}) {
			t.Error("a part of the page replaced the password form")
		}
	})
}

// lostLoad is what happens to a log-in whose first page is on its way, and what the window then does.
type lostLoad struct {
	name string
	do   func(p *page)
	want []string
}

func (l lostLoad) try(t *testing.T) {
	w, f := newFake(Options{Log: slog.New(slog.DiscardHandler)})
	a := newAttempt(w, mustPolicy(t, testStart, testEnd), auth.Request{StartURL: testStart})
	t.Cleanup(a.unregister)
	f.load(a.main.id, testStart, notice{})
	l.do(a.main)
	if diff := cmp.Diff(l.want, f.took()); diff != "" {
		t.Errorf("shown (-want +got):\n%s", diff)
	}
}

// A load that loses its password form before the user has seen it begins again, a few times, if the window itself has begun it. A load
// that a page has begun does not: the window would ask for it in its own name.
func TestALostForm(t *testing.T) {
	const (
		loaded  = "load " + testStart + " Connecting to op.example…"
		stopped = "notify “op.example” was not opened"
		social  = "https://social.example/"
		there   = "origin social.example — Log in | https://social.example lock"
		unknown = "notify “social.example” was not found"
		visited = "load https://social.example/ Connecting to social.example…"
	)
	lose := func(p *page) { p.requested(testStart); p.lost(); p.stopped() }
	loseAll := func(p *page) {
		for range maxAgain + 1 {
			lose(p)
		}
	}
	tests := []lostLoad{
		{"once", lose, []string{loaded}},
		{"before word of the load", func(p *page) { p.lost(); p.stopped() }, []string{loaded}},
		{"too often", loseAll, []string{loaded, loaded, loaded, stopped}},
		{"too often, tried again", func(p *page) { loseAll(p); p.retry(); lose(p) }, []string{loaded, loaded, loaded, stopped, loaded, loaded}},
		{"not lost", func(p *page) { p.requested(testStart); p.stopped() }, []string{stopped}},
		{"lost, and tried again by the user", func(p *page) { p.lost(); p.visit(testStart); p.requested(testStart); p.stopped() }, []string{loaded, stopped}},
		{"of another page than the first", func(p *page) {
			p.fail(failDNS, social)
			p.retry()
			p.lost()
			p.stopped()
		}, []string{unknown, visited, visited}},
		{"of a load that a page began", func(p *page) { p.commit(social); p.requested("https://victim.example/"); p.lost(); p.stopped() }, []string{there}},
		{"of a load that a page began, after an answer", func(p *page) {
			p.commit(social)
			p.requested("https://victim.example/")
			p.challenged(challenge{host: "victim.example", port: 443})
			p.answered()
			p.lost()
			p.stopped()
		}, []string{there, "ask “victim.example” asks for your password", "notify Connecting to victim.example…", there}},
		{"and a page came nevertheless", func(p *page) { p.lost(); p.commit(social); p.requested("https://victim.example/"); p.stopped() }, []string{there}},
		{"under a notice", func(p *page) { p.fail(failDNS, social); p.requested("https://victim.example/"); p.lost(); p.stopped() }, []string{unknown}},
	}
	for _, tt := range tests {
		t.Run(tt.name, tt.try)
	}
	t.Run("in a pop-up", func(t *testing.T) {
		_, p, f := clicked(t, social)
		f.load(p.id, social, notice{})
		p.lost()
		p.stopped()
		if diff := cmp.Diff([]string{"notify Connecting to social.example…"}, f.took()); diff != "" {
			t.Errorf("shown (-want +got):\n%s", diff)
		}
	})
}

// A load whose connection the web view itself has given up begins again, if the window itself has begun it.
func TestALostConnection(t *testing.T) {
	const (
		loaded = "load " + testStart + " Connecting to op.example…"
		social = "https://social.example/"
	)
	lose := func(p *page) { p.fail(failLost, testStart) }
	tests := []lostLoad{
		{"once", lose, []string{loaded}},
		{"in a hidden window", func(p *page) { p.hidden = true; lose(p) }, []string{loaded}},
		{"too often", func(p *page) {
			for range maxAgain + 1 {
				lose(p)
			}
		}, []string{loaded, loaded, loaded, "notify “op.example” cannot be reached"}},
		{"of a load that a page began", func(p *page) {
			p.commit(social)
			p.requested("https://victim.example/")
			p.fail(failLost, "https://victim.example/")
		}, []string{"origin social.example — Log in | https://social.example lock", "notify “victim.example” cannot be reached"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, tt.try)
	}
}

// A crash notice names the page that crashed, not the page that it was about to load.
func TestCrashIsOfThePage(t *testing.T) {
	a, f := visited(t, false)
	a.fail(failCrash, "")
	if diff := cmp.Diff([]string{"notify The page of “evil.example” stopped working"}, f.took()); diff != "" {
		t.Errorf("shown (-want +got):\n%s", diff)
	}
}
