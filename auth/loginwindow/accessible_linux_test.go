//go:build cgo && !gnustep

package loginwindow_test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"wails-openid-oauth/test/atspi"
)

// reader is a screen reader, and a program with a login window.
type reader struct {
	*bench
	bus *atspi.Bus
}

// newReader starts a program that opens the provider's page at the path in a login window.
func newReader(b *bench, start string) reader {
	b.Helper()
	r := reader{b, atspi.Start(b)}
	program := exec.Command(os.Args[0], "-test.run=^TestHelperApplication$")
	program.Env = append(append(os.Environ(), r.bus.Env...), "LOGINWINDOW_TEST_START="+start)
	if err := program.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = program.Process.Kill(); _ = program.Wait() })
	return r
}

// gets waits until the screen reader gets this tree of the login window. HOST stands for the provider's host.
func (r reader) gets(want string) {
	r.Helper()
	want = strings.ReplaceAll(strings.TrimSpace(want), "HOST", r.host())
	var got string
	defer func() {
		if r.Failed() {
			r.Logf("got:\n%s\nwant:\n%s", got, want)
		}
	}()
	r.eventually("tree", func() bool {
		var all strings.Builder
		for _, window := range r.bus.Windows() {
			all.WriteString(window.String())
		}
		got = strings.TrimSpace(all.String())
		return got == want
	})
}

// focus waits until a widget has the keyboard.
func (r reader) focus(want string) {
	r.Helper()
	var got string
	defer func() {
		if r.Failed() {
			r.Logf("the keyboard is at %q, want %q", got, want)
		}
	}()
	r.eventually("focus", func() bool { got = atspi.Focused(r.bus.Windows()); return got == want })
}

// armed waits until a button can be pressed. The one that cancels the log-in cannot for a moment, and the keyboard passes it over.
func (r reader) armed(name string) {
	r.Helper()
	r.eventually("button "+name, func() bool {
		return slices.ContainsFunc(r.bus.Windows(), func(window atspi.Object) bool {
			return window.Any(func(o atspi.Object) bool { return o.Name == name && o.Has("enabled") })
		})
	})
}

// A screen reader gets roles and names of all that the window shows, the page from inside its sandbox too, and nothing else. The keyboard comes to every button.
func TestScreenReader(t *testing.T) {
	const bar = `
frame "HOST — Log in"
  icon "The connection is encrypted"
  label "https://HOST"
  push button "Use my browser instead"
  push button "Cancel"
  separator`
	const page = `
  document web "provider"
    heading "Log in to Example"
    label
      entry "E-mail"
    push button "Continue"`
	t.Run("a page", func(t *testing.T) {
		b := newBench(t)
		b.page("/login", `<h1>Log in to Example</h1><label>E-mail <input autofocus></label><button>Continue</button><script>onload = () => fetch('/loaded')</script>`)
		loaded := b.signal("/loaded")
		r := newReader(b, b.origin+"/login")
		receive(b, "page", loaded)
		r.gets(bar + page)
		r.focus(`entry "E-mail"`)
		b.key("Tab")
		r.focus(`push button "Continue"`)
		asked := time.Now()
		b.xdotool("key", "Escape")
		r.armed("Cancel the log-in")
		if after := time.Since(asked); after < time.Second { // A click that was meant for the page must not hit it.
			t.Errorf("the button can be pressed after %v", after)
		}
		r.gets(bar + `
  info bar "Information"
    label "Cancel the log-in?"
    push button "Cancel the log-in"
    push button "Dismiss"` + page)
		// From the page, the keyboard comes to Cancel first.
		for _, step := range []struct{ key, button string }{
			{"Tab", "Cancel"}, {"shift+Tab", "Use my browser instead"}, {"Tab", "Cancel"}, {"Tab", "Cancel the log-in"}, {"Tab", "Dismiss"},
		} {
			b.xdotool("key", step.key)
			r.focus(fmt.Sprintf("push button %q", step.button))
		}
		b.xdotool("key", "space")
		r.gets(bar + page)
	})
	t.Run("no page", func(t *testing.T) {
		b := newBench(t)
		b.away()
		r := newReader(b, b.origin+"/login")
		r.gets(`
frame "HOST — Log in"
  label "“HOST” cannot be reached"
  label "Check your connection. If other pages work, the server may be down: try again in a moment."
  push button "Cancel"
  push button "Use my browser instead"
  push button "Try again" (“HOST” cannot be reached. Check your connection. If other pages work, the server may be down: try again in a moment.)`)
		r.focus(`push button "Try again"`)
		b.key("shift+Tab")
		r.focus(`push button "Use my browser instead"`)
		b.xdotool("key", "shift+Tab")
		r.focus(`push button "Cancel"`)
	})
	t.Run("a page that takes long", func(t *testing.T) {
		b := newBench(t)
		release := make(chan bool)
		b.handle("/login", func(http.ResponseWriter, *http.Request) { <-release })
		defer close(release)
		r := newReader(b, b.origin+"/login")
		r.gets(`
frame "HOST — Log in"
  animation "Loading" (Provides visual indication of progress)
  label "Connecting to HOST…"
  push button "Cancel" (Connecting to HOST…)
  push button "Use my browser instead"`)
		r.focus(`push button "Cancel"`)
	})
	t.Run("a password", func(t *testing.T) {
		b := newBench(t)
		b.handle("/login", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("WWW-Authenticate", `Basic realm="test"`)
			w.WriteHeader(http.StatusUnauthorized)
		})
		r := newReader(b, b.origin+"/login")
		const words = "“HOST” asks for your password. What you type here goes to “HOST” and to nobody else."
		r.gets(`
frame "HOST — Log in"
  label "“HOST” asks for your password"
  label "What you type here goes to “HOST” and to nobody else."
  password text "Password" (` + words + `)
  label "Password"
  text "User name" (` + words + `)
  label "User name"
  push button "Cancel"
  push button "Log in"`)
		r.focus(`text "User name"`)
	})
}
