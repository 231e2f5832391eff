//go:build cgo && !gnustep

package loginwindow_test

import (
	"context"
	"net/http"
	"testing"

	"wails-openid-oauth/auth/loginwindow/internal/gtkloop"
)

// The desktop becomes dark, and light again, and its user wants less motion, while the login window is open. The window's own parts
// and the page in it follow at once.
func TestTheDesktopsLook(t *testing.T) {
	const dark, motion = "gtk-application-prefer-dark-theme", "gtk-enable-animations"
	b := newBench(t)
	wasDark, moved := gtkloop.Set(dark, false), gtkloop.Set(motion, true)
	t.Cleanup(func() { gtkloop.Set(dark, wasDark); gtkloop.Set(motion, moved) })
	waiting, release := context.WithCancel(t.Context()) // which ends with a failing test, too
	t.Cleanup(release)
	b.handle("/late", func(w http.ResponseWriter, r *http.Request) {
		<-waiting.Done()
		http.Redirect(w, r, "/login", http.StatusFound)
	})
	b.page("/login", `<meta name="color-scheme" content="light dark"><h1>Log in</h1><script>
		for (const what of ['color-scheme: dark', 'reduced-motion: reduce']) {
			const query = matchMedia('(prefers-' + what + ')')
			const say = () => fetch('/' + what.split(':')[0] + '?' + query.matches)
			query.onchange = say
			say()
		}
		(function draw() { requestAnimationFrame(draw) })() // WebKit looks at the queries when it draws
		</script>`)
	schemes, motions := b.signal("/color-scheme"), b.signal("/reduced-motion")
	said := func(what string, c chan string, want string) {
		t.Helper()
		if got := receive(b, what, c); got != want {
			t.Fatalf("%s: the page was told %q, want %q", what, got, want)
		}
	}
	const edge = 3 // pixels from the window's edge, where no text is
	shown := func(what string, y int, dark bool) {
		t.Helper()
		b.eventually(what, func() bool {
			shade := gtkloop.Shade(b.host(), -edge, y)
			return shade >= 0 && (shade < 128) == dark
		})
	}
	done := b.open(t.Context(), "/late", false)
	shown("light notice", edge, false)
	gtkloop.Set(dark, true)
	shown("dark notice", edge, true)
	release()
	said("a page that comes", schemes, "true")
	said("a page that comes", motions, "false")
	shown("dark bar", edge, true)
	shown("dark page", -edge, true)
	b.picture("dark")
	gtkloop.Set(dark, false)
	said("light", schemes, "false")
	shown("light bar", edge, false)
	shown("light page", -edge, false)
	gtkloop.Set(dark, true)
	said("dark", schemes, "true")
	shown("dark bar", edge, true)
	gtkloop.Set(motion, false)
	said("less motion", motions, "true")
	gtkloop.Close(b.host())
	receive(b, "result", done)
}
