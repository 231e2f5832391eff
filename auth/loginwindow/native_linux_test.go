//go:build cgo && !gnustep

package loginwindow_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"wails-openid-oauth/auth/loginwindow"
	"wails-openid-oauth/auth/loginwindow/internal/gtkloop"
	"wails-openid-oauth/test/hosts"
	"wails-openid-oauth/test/loginpages"
	"wails-openid-oauth/test/namespace"
)

func init() { runtime.LockOSThread() }

// TestMain runs all tests in a network of their own (see package namespace), GTK on the main thread, and the tests beside it. With
// LOGINWINDOW_NATIVE=1 it is an error if there is no display or no such network. Otherwise the native tests are skipped then.
func TestMain(m *testing.M) {
	required := os.Getenv("LOGINWINDOW_NATIVE") == "1"
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		if required {
			fmt.Fprintln(os.Stderr, "LOGINWINDOW_NATIVE=1, but there is no display: run the tests under xvfb-run -a")
			os.Exit(1)
		}
		os.Exit(m.Run())
	}
	if !namespace.Inside() {
		code, err := namespace.Main()
		if err == nil {
			os.Exit(code)
		}
		fmt.Fprintln(os.Stderr, err)
		if required {
			os.Exit(1)
		}
	}
	os.Setenv("LC_ALL", "C.UTF-8") // In other locales xdotool cannot find a title that is not ASCII.
	code := make(chan int, 1)
	go func() {
		code <- m.Run()
		gtkloop.Quit()
	}()
	if err := gtkloop.Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(<-code)
}

// bench is a stage whose provider is at a host with a name, and whose windows are used by the mouse and the keyboard of the display.
type bench struct {
	*stage
	web    *hosts.Server
	clicks int // of clickOnce
}

// provider is the host of the log-in.
const provider = loginpages.Provider

// needDesktop skips a test that has no display, or could reach another network than its own.
func needDesktop(t *testing.T) {
	t.Helper()
	if os.Getenv("DISPLAY") == "" || !namespace.Inside() {
		t.Skip("no display, or no network of its own: run under xvfb-run -a with LOGINWINDOW_NATIVE=1")
	}
}

// newBench makes a bench whose hosts answer over https. Each one begins without cookies and passwords.
func newBench(t *testing.T) *bench {
	t.Helper()
	needDesktop(t)
	b := &bench{stage: newStage(t), web: hosts.Start(t)}
	b.origin = "https://" + provider
	b.web.Name(provider)
	b.handle = b.web.Handle
	b.fresh()
	return b
}

// newLocalBench makes a bench whose provider is on this machine, over http, as the demo provider is.
func newLocalBench(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	b.serve()
	return b
}

// away makes the provider's address one where nobody listens.
func (b *bench) away() { b.origin += ":" + awayPort }

const awayPort = "8443"

// onWindow waits for the provider's mapped window, and for its page to paint. Then it makes xdotool act on the window. The action
// names the window as %1, or not at all.
func (b *bench) onWindow(action ...string) string {
	b.Helper()
	return b.onWindowOf(b.host(), action...)
}

// onWindowOf is onWindow for the window that shows a page of another host.
func (b *bench) onWindowOf(host string, action ...string) string {
	b.Helper()
	var id string
	b.eventually("window of "+host, func() bool {
		// This ends with an error if any window of the display closes meanwhile. Therefore it is repeated.
		found, err := exec.CommandContext(b.Context(), "xdotool", "search", "--onlyvisible", "--name", "^"+host+" — Log in$").Output()
		id, _, _ = strings.Cut(string(found), "\n")
		return err == nil && id != "" && !strings.Contains(gtkloop.Seen(), "[veil]")
	})
	action = slices.Clone(action)
	if !slices.Contains(action, "%1") {
		action = append(action, "%1")
	}
	for i, word := range action {
		if word == "%1" {
			action[i] = id
		}
	}
	return b.xdotool(action...)
}

// clickUntil clicks into the page until the click has an effect. A click can get lost while the window is first drawn,
// or while a page is busy.
func (b *bench) clickUntil(what string, noticed func() bool) {
	b.Helper()
	b.clickWindow(b.host(), what, noticed)
}

// clickWindow clicks into the page of a host, at a place that no pop-up covers and every pop-up has. The window may close
// before the click has an effect that the test notices.
func (b *bench) clickWindow(host, what string, noticed func() bool) {
	b.Helper()
	b.repeat(what, noticed, func() bool { return b.clickOnce(host) })
}

// rightClickUntil does the same with the right button, at a height of the page.
func (b *bench) rightClickUntil(y, what string, noticed func() bool) {
	b.Helper()
	b.repeat(what, noticed, func() bool { return b.click(b.host(), "500", y, "3") })
}

// clickOnce reports whether there was a window to click into.
func (b *bench) clickOnce(host string) bool {
	clicked := b.click(host, "100", "300", "1")
	if clicked {
		b.clicks++
	}
	return clicked
}

func (b *bench) click(host, x, y, button string) bool {
	_, window, _ := strings.Cut(gtkloop.Seen(), "title: "+host+" — Log in\n")
	window, _, _ = strings.Cut(window, "title: ")
	if !strings.Contains(window, "[page]") || strings.Contains(window, "[veil]") {
		return false // the page gets no clicks yet
	}
	_, err := runXdotool("search", "--onlyvisible", "--name", "^"+host+" — Log in$",
		"mousemove", "--window", "%1", x, y, "click", button)
	return err == nil
}

func (b *bench) xdotool(arguments ...string) string {
	b.Helper()
	out, err := runXdotool(arguments...)
	if err != nil {
		b.Fatalf("xdotool %v: %v\n%s\n%s", arguments, err, out, b.log)
	}
	return out
}

func runXdotool(arguments ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), waitLimit)
	defer cancel()
	out, err := exec.CommandContext(ctx, "xdotool", arguments...).CombinedOutput()
	return string(out), err
}

// key presses a key in the window. xdotool sends the key to the focus and not to the named window, because that window may
// be gone before the key is released.
func (b *bench) key(name string) {
	b.Helper()
	b.onWindow("windowfocus", "--sync")
	b.xdotool("key", name)
}

// cancelByKey ends a log-in at a page as a user of the keyboard does. The button takes no key in its first moment.
func (b *bench) cancelByKey(done chan outcome) outcome {
	b.Helper()
	b.key("Escape")
	b.eventually("question", func() bool { return strings.Contains(gtkloop.Seen(), "Cancel the log-in?") })
	b.keysUntil("end of the log-in", "alt+c", func() bool { return len(done) > 0 })
	return <-done
}

// keysUntil presses a key in what has the focus until that has an effect.
func (b *bench) keysUntil(what, name string, noticed func() bool) {
	b.Helper()
	var pressed time.Time
	b.eventually(what, func() bool {
		if !noticed() && time.Since(pressed) > 500*time.Millisecond {
			b.xdotool("key", name)
			pressed = time.Now()
		}
		return noticed()
	})
}

// picture saves a picture of the display in LOGINWINDOW_PICTURES, for a person to look at.
func (b *bench) picture(name string) {
	if dir := os.Getenv("LOGINWINDOW_PICTURES"); dir != "" {
		time.Sleep(500 * time.Millisecond) // no event announces that the window is drawn
		if out, err := exec.Command("import", "-window", "root", filepath.Join(dir, name+".png")).CombinedOutput(); err != nil {
			b.Logf("no picture: %v %s", err, out)
		}
	}
}

var webProcesses = loginwindow.WebProcesses
