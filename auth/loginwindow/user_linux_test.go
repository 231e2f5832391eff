//go:build cgo && !gnustep

package loginwindow_test

import (
	"os"
	"strings"
	"testing"

	"wails-openid-oauth/auth/loginwindow"
	"wails-openid-oauth/auth/loginwindow/internal/gtkloop"
	"wails-openid-oauth/test/namespace"
)

// desktop is a user in front of the display of the test.
type desktop struct{ *bench }

// sitDown makes a stage with a provider on this machine, and the user in front of it. No cookie of an earlier test is there.
func sitDown(t *testing.T, options loginwindow.Options) (*stage, user) {
	t.Helper()
	if os.Getenv("DISPLAY") == "" || !namespace.Inside() {
		t.Skip("no display, or no network of its own: run under xvfb-run -a with LOGINWINDOW_NATIVE=1")
	}
	s := newLocalStage(t, options)
	return s, desktop{&bench{stage: s}}
}

func (d desktop) windows() (all []shown) {
	for _, text := range strings.Split(gtkloop.Seen(), "title: ")[1:] {
		lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		w := shown{title: lines[0]}
		for i := 1; i < len(lines); i++ {
			switch lines[i] {
			case "[veil]": // The page is not seen yet.
				w.page = false
			case "[page]":
				w.page = true
				i++ // the document's title
			default:
				w.texts = append(w.texts, lines[i])
			}
		}
		all = append(all, w)
	}
	return all
}

func (d desktop) press(window, label string) bool { return gtkloop.Press(window, label) }
func (d desktop) click(window string) bool        { return d.clickOnce(window) }
func (d desktop) close(window string)             { gtkloop.Close(window) }

func (d desktop) key(window, name string) {
	d.onWindowOf(window, "windowfocus", "--sync")
	d.xdotool("key", map[string]string{"Plus": "ctrl+plus", "Minus": "ctrl+minus", "Back": "alt+Left", "Reload": "F5"}[name]+
		map[bool]string{true: name}[len(name) == 1 || name == "Escape" || name == "Return"])
}

func (d desktop) password(window, name, password string) {
	d.onWindowOf(window, "windowfocus", "--sync")
	d.xdotool("key", "alt+u")
	d.xdotool("type", name+"\t"+password)
	d.xdotool("key", "Return")
}
