//go:build cgo && (darwin || gnustep)

package loginwindow_test

import (
	"os"
	"runtime"
	"strings"
	"testing"

	"wails-openid-oauth/auth/loginwindow"
	"wails-openid-oauth/auth/loginwindow/internal/cocoaloop"
)

func init() { runtime.LockOSThread() }

// TestMain runs AppKit on the process's first thread, and the tests beside it.
func TestMain(m *testing.M) {
	if os.Getenv("LOGINWINDOW_NATIVE") != "1" {
		os.Exit(m.Run())
	}
	code := make(chan int, 1)
	cocoaloop.Run(func() { code <- m.Run() })
	os.Exit(<-code)
}

// desk is a user in front of the windows of this process.
type desk struct{ *stage }

// sitDown makes a stage with a provider on this machine, and the user in front of it. No cookie of an earlier test is there.
func sitDown(t *testing.T, options loginwindow.Options) (*stage, user) {
	t.Helper()
	if os.Getenv("LOGINWINDOW_NATIVE") != "1" {
		t.Skip("needs a display: run with LOGINWINDOW_NATIVE=1")
	}
	s := newLocalStage(t, options)
	t.Cleanup(func() {
		s.window.Close()
		s.eventually("end of the web views", func() bool { return cocoaloop.Views() == 0 })
		for _, fault := range cocoaloop.Faults() {
			t.Error("WebKit does not stand this:", fault)
		}
	})
	return s, desk{s}
}

func (d desk) windows() (all []shown) {
	for _, text := range strings.Split(cocoaloop.Seen(), "title: ")[1:] {
		lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		w := shown{title: lines[0]}
		for _, line := range lines[1:] {
			if line == "[page]" {
				w.page = true
			} else {
				w.texts = append(w.texts, line)
			}
		}
		all = append(all, w)
	}
	return all
}

func (d desk) press(window, label string) bool { return cocoaloop.Press(window, label) }
func (d desk) click(window string) bool        { return cocoaloop.Click(window) }
func (d desk) key(window, name string)         { cocoaloop.Key(window, name) }
func (d desk) close(window string)             { cocoaloop.Close(window) }

func (d desk) password(window, name, password string) { cocoaloop.Password(window, name, password) }
