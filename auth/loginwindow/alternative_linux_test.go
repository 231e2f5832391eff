//go:build cgo && !gnustep

package loginwindow_test

import (
	"errors"
	"strconv"
	"testing"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/auth/loginwindow"
)

// TestUseMyBrowser presses the button beside Cancel, and the one in a notice, with the mouse and with the keyboard.
func TestUseMyBrowser(t *testing.T) {
	either := func(t *testing.T) *bench {
		b := newBench(t)
		b.prepare(loginwindow.Options{Alternative: true})
		b.page("/login", `<h1>Log in to Example</h1><script>onload = () => fetch('/loaded')</script>`)
		return b
	}
	leaves := func(b *bench, done chan outcome) {
		b.Helper()
		if got := receive(b, "result", done); !errors.Is(got.err, auth.ErrAlternative) {
			b.Errorf("Open: %v, want ErrAlternative", got.err)
		}
		b.eventually("end of the window", func() bool { return len(b.visible) == 2 })
	}
	t.Run("beside Cancel", func(t *testing.T) {
		b := either(t)
		loaded := b.signal("/loaded")
		done := b.open(t.Context(), "/login", false)
		receive(b, "loaded", loaded)
		b.picture("use my browser")
		right := strconv.Itoa(loginwindow.Width - 180)
		b.onWindow("mousemove", "--window", "%1", right, "20", "click", "1")
		leaves(b, done)
	})
	t.Run("in a notice", func(t *testing.T) {
		b := either(t)
		b.away()
		done := b.open(t.Context(), "/login", false)
		b.logged("page not shown")
		b.picture("use my browser in a notice")
		b.key("alt+b")
		leaves(b, done)
	})
}
