//go:build cgo && !gnustep

package loginwindow_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"wails-openid-oauth/auth/loginwindow/internal/gtkloop"
)

// An Escape that the page, a dialog or an input method uses does not reach the window. Afterwards the key "x" ends the
// log-in.
func TestThePageHasTheKeyFirst(t *testing.T) {
	const hear = `addEventListener('keydown', event => {
		if (event.key == 'y') fetch('/heard');
		if (event.key == 'x') location = 'END?state=real';
	});`
	for name, tt := range map[string]struct {
		html  string
		keys  []string
		asked bool // WebKit cannot know that the page has used the key
	}{
		"a script": {`<script>addEventListener('keydown', event => { if (event.key == 'Escape') { event.preventDefault(); fetch('/used') } })
			onload = () => fetch('/loaded');` + hear + `</script>`, []string{"Escape"}, false},
		"a dialog of the page, without a word": {`<div id=d>Cookies?</div><script>
			addEventListener('keydown', event => { if (event.key == 'Escape') { d.remove(); fetch('/used') } })
			onload = () => fetch('/loaded');` + hear + `</script>`, []string{"Escape"}, true},
		"a modal dialog": {`<dialog id=d><button autofocus>OK</button></dialog><script>
			d.onclose = () => fetch('/used'); onload = () => { d.showModal(); fetch('/loaded') };` + hear + `</script>`, []string{"Escape"}, true},
		"an alert": {`<script>onload = () => fetch('/loaded').then(() => { alert('Note'); fetch('/used') });` + hear + `</script>`,
			[]string{"Escape"}, false},
		"an input method": {`<textarea autofocus style="position:fixed;inset:0" onclick="fetch('/loaded')"></textarea><script>
			addEventListener('compositionstart', () => fetch('/composes'))
			addEventListener('keyup', event => { if (event.key == 'Escape') fetch('/used') });` + hear + `</script>`,
			[]string{"ctrl+shift+u", "Escape"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.page("/login", tt.html)
			loaded, used := b.signal("/loaded"), b.signal("/used")
			composes, heard := b.signal("/composes"), b.signal("/heard")
			done := b.open(t.Context(), "/login", false)
			switch name {
			case "an input method":
				b.clickUntil("click into the text", func() bool { return len(loaded) > 0 })
			case "an alert":
				receive(b, "page", loaded)
				b.sees("Note")
			default:
				receive(b, "page", loaded)
			}
			b.onWindow("windowfocus", "--sync")
			for _, key := range tt.keys {
				b.xdotool("key", key)
				if key == "ctrl+shift+u" {
					receive(b, "composition", composes)
				}
			}
			receive(b, "use of the key by the page", used)
			b.xdotool("key", "y") // The page gets it after the window has decided about the key before.
			receive(b, "another key in the page", heard)
			if seen := gtkloop.Seen(); !tt.asked && strings.Contains(seen, "Cancel the log-in?") {
				t.Errorf("the window has used the key, too:\n%s", seen)
			}
			b.xdotool("key", "x")
			b.wantAnswer(receive(b, "result", done))
		})
	}
}

// An Escape that nobody uses brings a question, and takes it away.
func TestEscapeAsks(t *testing.T) {
	b := newBench(t)
	b.page("/login", `<input autofocus oninput="fetch('/typed')"><script>onload = () => fetch('/loaded')</script>`)
	loaded, typed := b.signal("/loaded"), b.signal("/typed")
	done := b.open(t.Context(), "/login", false)
	receive(b, "page", loaded)
	b.key("Escape")
	b.sees("Cancel the log-in?")
	b.picture("escape")
	b.xdotool("key", "a")
	receive(b, "key in the page", typed) // the question does not take the keyboard
	b.xdotool("key", "Escape")
	b.eventually("end of the question", func() bool { return !strings.Contains(gtkloop.Seen(), "Cancel the log-in?") })
	if got := b.cancelByKey(done); got.err == nil {
		t.Error("the log-in was not cancelled")
	}
}

// The user follows a link and sends a form, and then uses the keys and buttons of a browser.
func TestWayBackReloadAndZoom(t *testing.T) {
	b := newBench(t)
	asked := make(chan string, 64)
	serve := func(path, html string) {
		b.handle("provider.example"+path, func(w http.ResponseWriter, r *http.Request) {
			asked <- r.Method + " " + r.URL.Path
			fmt.Fprintf(b.log, "asked: %s %s\n", r.Method, r.URL.Path)
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, `<!doctype html><title>`+path+`</title><body style="height:100vh"><script>
				onresize = () => fetch('/width?' + innerWidth)</script>`+html)
		})
	}
	serve("/login", `<script>onclick = () => location = '/two'</script>`)
	serve("/two", `<form method=post action=/three></form><script>onclick = () => document.forms[0].submit()</script>`)
	serve("/three", `three`)
	width := b.signal("/width")
	ctx, cancel := context.WithCancel(t.Context())
	done := b.open(ctx, "/login", false)
	next := func(what, want string) {
		t.Helper()
		if got := receive(b, what, asked); got != want {
			t.Fatalf("%s: the request is %q, want %q\n%s", what, got, want, b.log)
		}
		b.sees("[page]\n" + want[strings.Index(want, "/"):] + "\n")
	}
	next("first page", "GET /login")
	b.clickUntil("link", func() bool { return len(asked) > 0 })
	next("link", "GET /two")
	b.clickUntil("form", func() bool { return len(asked) > 0 })
	next("form", "POST /three")
	b.key("F5")
	next("F5", "GET /three")
	b.key("ctrl+r")
	next("Ctrl+R", "GET /three")
	// The GETs of /three may have places of their own in the history. A key while a page loads begins the way back anew.
	b.onWindow("windowfocus", "--sync")
	var pressed time.Time
	b.eventually("way back over the answer to the form", func() bool {
		back := strings.Contains(gtkloop.Seen(), "[page]\n/two\n")
		if !back && time.Since(pressed) > 5*time.Second {
			b.xdotool("key", "alt+Left")
			pressed = time.Now()
		}
		return back
	})
	b.onWindow("mousemove", "--window", "%1", "500", "300", "click", "8")
	b.eventually("way back by the mouse", func() bool { return strings.Contains(gtkloop.Seen(), "[page]\n/login\n") })
	for len(asked) > 0 {
		if got := <-asked; strings.HasPrefix(got, "POST") {
			t.Errorf("the form was sent again: %s", got)
		}
	}
	before := len(width)
	for _, key := range []string{"ctrl+plus", "ctrl+minus", "ctrl+minus", "ctrl+0"} {
		b.key(key)
		b.eventually("effect of "+key, func() bool { return len(width) > before })
		before = len(width)
	}
	var widths []string
	for len(width) > 0 {
		widths = append(widths, <-width)
	}
	if n := len(widths); n < 4 || widths[n-1] != widths[n-3] || widths[n-4] >= widths[n-2] && len(widths[n-4]) == len(widths[n-2]) {
		t.Errorf("the widths of the page are %v, want smaller, normal, larger and normal", widths)
	}
	cancel()
	receive(b, "result", done)
}

// The context menu has only what a form needs, also at a link and a picture, which WebKit has much more for.
func TestContextMenu(t *testing.T) {
	b := newBench(t)
	visits := make(chan bool, 64)
	b.handle("/login", func(w http.ResponseWriter, _ *http.Request) {
		visits <- true
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, `<!doctype html><body style="margin:0"><a href="https://op.example/"><svg style="width:100vw;height:50vh"></svg></a>
			<textarea autofocus style="width:100vw;height:50vh">text</textarea><script>onload = () => fetch('/loaded')</script>`)
	})
	loaded := b.signal("/loaded")
	ctx, cancel := context.WithCancel(t.Context())
	done := b.open(ctx, "/login", false)
	receive(b, "page", loaded)
	<-visits
	menu := func() bool { return strings.Contains(gtkloop.Seen(), "Reload\n") }
	for where, y := range map[string]string{"link": "150", "field": "480"} {
		b.rightClickUntil(y, "menu at the "+where, menu)
		b.picture("menu-" + where)
		seen := gtkloop.Seen()
		for _, item := range []string{"Inspect", "Open", "Download", "Save", "Delete", "Select All", "Copy Link", "Unicode", "Font", "Stop", "Forward"} {
			if strings.Contains(seen, item) {
				t.Errorf("at the %s, the menu has %q:\n%s", where, item, seen)
			}
		}
		if where == "field" && !strings.Contains(seen, "Paste") {
			t.Errorf("at the field, the menu has no Paste:\n%s", seen)
		}
		b.xdotool("key", "Escape")
		b.eventually("end of the menu", func() bool { return !menu() })
	}
	b.rightClickUntil("480", "menu", menu)
	b.xdotool("key", "r")
	receive(b, "reload by the menu", visits)
	cancel()
	receive(b, "result", done)
}
