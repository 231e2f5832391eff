package loginwindow

import (
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/internal/zoom"
)

func TestCommands(t *testing.T) {
	const (
		question = "say Cancel the log-in? | _Cancel the log-in"
		gone     = "say  | "
		loaded   = "load https://op.example/login Connecting to op.example…"
		noPage   = "notify “social.example” was not found"
		origin   = "origin op.example — Log in | https://op.example lock"
	)
	dns := func(a *page) { a.fail(failDNS, "https://social.example/") }
	posted := navigation{url: "https://op.example/form", post: true, kind: again}
	tests := []struct {
		name string
		do   func(a *page)
		want []string
		err  error // of Open
	}{
		{"Escape", func(a *page) { a.command(cmdCancel) }, []string{question}, nil},
		{"Escape twice", func(a *page) { a.command(cmdCancel); a.command(cmdCancel) }, []string{question, gone}, nil},
		{"Escape, answered", func(a *page) { a.command(cmdCancel); a.answerLine(a.bar.number, true) }, []string{question, gone}, auth.ErrCancelled},
		{"Escape, closed", func(a *page) { a.command(cmdCancel); a.answerLine(a.bar.number, false) }, []string{question, gone}, nil},
		{"Escape at a notice", func(a *page) { dns(a); a.command(cmdCancel) }, []string{noPage}, auth.ErrCancelled},
		{"Escape after the form was withdrawn", func(a *page) {
			a.challenged(challenge{host: "op.example", port: 443})
			a.withdrawn()
			a.command(cmdCancel)
		}, []string{"ask “op.example” asks for your password", "notify The password is not asked for any more"}, nil},
		{"reload", func(a *page) { a.command(cmdReload) }, []string{loaded}, nil},
		{"reload at a notice", func(a *page) { dns(a); a.command(cmdReload) }, []string{noPage, "load https://social.example/ Connecting to social.example…"}, nil},
		{"reload of an answer to a form", func(a *page) {
			a.navigate(navigation{url: "https://op.example/form", post: true})
			a.requested("https://op.example/form")
			a.commit("https://op.example/form")
			a.command(cmdReload)
		}, []string{origin, "load https://op.example/form Connecting to op.example…"}, nil},
		{"reload of an address of the same document", func(a *page) { a.moved("https://op.example/step2"); a.command(cmdReload) },
			[]string{"load https://op.example/step2 Connecting to op.example…"}, nil},
		{"an address of another document", func(a *page) { a.moved("https://evil.example/"); a.command(cmdReload) }, []string{loaded}, nil},
		{"a script sends a form again", func(a *page) { a.navigate(posted) }, []string{"load https://op.example/form Connecting to op.example…"}, nil},
		{"back", func(a *page) { a.command(cmdBack) }, []string{"back 1"}, nil},
		{"back to an answer to a form", func(a *page) { a.command(cmdBack); a.navigate(posted); a.navigate(posted) }, []string{"back 1", "back 2", "back 3"}, nil},
		{"back, only answers to forms", func(a *page) { a.command(cmdBack); a.navigate(posted); a.noWayBack() },
			[]string{"back 1", "back 2", "say The page before this one was the answer to a form, and cannot be shown again. | "}, nil},
		{"back at the beginning", func(a *page) { a.command(cmdBack); a.noWayBack() }, []string{"back 1"}, nil},
		{"back from a notice", func(a *page) { dns(a); a.command(cmdBack) }, []string{noPage, origin}, nil},
		{"back from a notice that has taken the place of the page", func(a *page) { a.emptied(); dns(a); a.command(cmdBack) }, []string{noPage, loaded}, nil},
		{"back from the notice of a page that came although it was refused", func(a *page) { a.replaced("https://evil.example/"); a.command(cmdBack) },
			[]string{"notify “evil.example” was not opened", loaded}, nil},
		{"back from a notice without a page", func(a *page) { a.fail(failCrash, ""); a.command(cmdBack) },
			[]string{"notify The page of “op.example” stopped working", loaded}, nil},
		{"zoom", func(a *page) {
			for _, c := range []command{cmdZoomIn, cmdZoomIn, cmdZoomOut, cmdZoomReset, cmdZoomOut} {
				a.command(c)
			}
		}, []string{"zoom 110", "zoom 125", "zoom 110", "zoom 100", "zoom 90"}, nil},
		{"zoom has ends", func(a *page) {
			a.zoom = len(zoom.Levels) - 1
			a.command(cmdZoomIn)
			a.zoom = 0
			a.command(cmdZoomOut)
		}, nil, nil},
		{"print", func(a *page) { a.command(cmdPrint) }, []string{"say " + limitPrint.words("") + " | "}, nil},
		{"the page does not answer", func(a *page) { a.limited(limitStuck); a.answerLine(a.bar.number, true) },
			[]string{"say The page of “op.example” does not answer. Wait, or load it again. | _Load it again", gone, loaded}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, f := shown(t, Options{})
				tt.do(a)
				if diff := cmp.Diff(tt.want, f.took()); diff != "" {
					t.Errorf("calls (-want +got):\n%s", diff)
				}
				select {
				case err := <-a.failed:
					if err != tt.err {
						t.Errorf("Open ends with %v, want %v", err, tt.err)
					}
				default:
					if tt.err != nil {
						t.Errorf("Open goes on, want %v", tt.err)
					}
				}
				time.Sleep(lineLasts)
			})
		})
	}
}

// On the way back, another page arrives that was requested before. WebKit then names the page that the user wants. The
// other page is not seen under that name, nor under the name of the page before it.
func TestBackShowsNoPageUnderAnothersName(t *testing.T) {
	const (
		victim  = "https://victim.example/"
		visible = "origin victim.example — Log in | https://victim.example lock"
		covered = "notify “victim.example” was not opened"
		before  = "load https://op.example/login Connecting to op.example…"
	)
	for name, tt := range map[string]struct {
		pending string
		do      func(a *page)
		want    []string
	}{
		"the page before":             {victim, func(*page) {}, []string{"back 1", visible}},
		"another page":                {"https://evil.example/", func(*page) {}, []string{"back 1", covered}},
		"another page, then back":     {"https://evil.example/", func(a *page) { a.command(cmdBack) }, []string{"back 1", covered, before}},
		"another page, then the page": {"https://evil.example/", func(a *page) { a.requested(victim); a.commit(victim) }, []string{"back 1", covered, visible}},
		"another page moves":          {"https://evil.example/", func(a *page) { a.moved(victim) }, []string{"back 1", covered}},
	} {
		t.Run(name, func(t *testing.T) {
			a, f := shown(t, Options{})
			a.command(cmdBack)
			a.moved("https://op.example/before") // what WebKit says at once
			a.requested(tt.pending)
			a.commit(victim)
			tt.do(a)
			if diff := cmp.Diff(tt.want, f.took()); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
		})
	}
}

// A command counts in no hidden window.
func TestHiddenWindowHasNoUser(t *testing.T) {
	w, f := newFake(Options{Log: slog.New(slog.DiscardHandler)})
	a := newAttempt(w, mustPolicy(t, testStart, testEnd), auth.Request{StartURL: testStart, Hidden: true}).main
	defer unregister(a)
	a.commit(testStart)
	f.calls = nil
	for c := cmdCancel; c <= cmdPrint; c++ {
		a.command(c)
	}
	a.pressed()
	a.navigate(navigation{url: "bankid:///"})
	a.limited(limitDownload)
	if calls := f.took(); len(calls) != 0 || len(a.failed) != 0 {
		t.Errorf("calls %q and %d ends, want none", calls, len(a.failed))
	}
}

// The user uses keys in a pop-up, or it meets plain http. Its web process is that of its opener and goes on, so that
// another page may still arrive.
func TestCommandsInAPopUp(t *testing.T) {
	const (
		connects = "notify Connecting to social.example…"
		shows    = "origin social.example — Log in | https://social.example lock"
		loads    = "load " + social + " Connecting to social.example…"
		question = "say Close this window? | _Close this window"
		gone     = "say  | "
	)
	tests := []struct {
		name   string
		do     func(p *page)
		want   []string
		closes bool
	}{
		{"Escape", func(p *page) { p.commit(social); p.command(cmdCancel) }, []string{connects, shows, question}, false},
		{"Escape, answered", func(p *page) { p.commit(social); p.command(cmdCancel); p.answerLine(p.bar.number, true) },
			[]string{connects, shows, question, gone}, true},
		{"Escape before its page", func(p *page) { p.command(cmdCancel) }, []string{connects}, true},
		{"reload", func(p *page) { p.commit(social); p.command(cmdReload); p.requested(social); p.commit(social) },
			[]string{connects, shows, loads, shows}, false},
		{"reload, another page", func(p *page) {
			p.commit(social)
			p.command(cmdReload)
			p.requested("https://evil.example/")
			p.commit(social)
		}, []string{connects, shows, loads, "notify “social.example” was not opened"}, false},
		{"http", func(p *page) {
			p.navigate(navigation{url: "http://plain.example/"})
			p.fail(failNetwork, "http://plain.example/")
		}, []string{connects, "load https://plain.example/ Connecting to plain.example…"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				main, p, f := clicked(t, social)
				f.loaded = append(f.loaded, p.id)
				tt.do(p)
				synctest.Wait()
				if diff := cmp.Diff(tt.want, f.took()); diff != "" {
					t.Errorf("calls (-want +got):\n%s", diff)
				}
				if closed := find(p.id) == nil; closed != tt.closes || len(main.failed) != 0 {
					t.Errorf("the pop-up closed: %v, want %v; the log-in ended: %v", closed, tt.closes, len(main.failed) != 0)
				}
			})
		})
	}
}
