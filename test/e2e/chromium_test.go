//go:build linux && e2e

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"wails-openid-oauth/test/driver"
	"wails-openid-oauth/test/harness"
)

// arguments are the command lines of the running programs, which every user of this machine can read.
type arguments struct {
	stop context.CancelFunc
	done chan struct{}

	links, files int // how often the link was seen, and how often the file that leads to it
}

// watchArguments reads the arguments of all processes again and again.
func watchArguments(ctx context.Context) *arguments {
	ctx, cancel := context.WithCancel(ctx)
	a := &arguments{stop: cancel, done: make(chan struct{})}
	go func() {
		defer close(a.done)
		for ctx.Err() == nil {
			a.look()
			time.Sleep(time.Millisecond)
		}
	}()
	return a
}

// aLink matches a link to the log-in's listener. Other programs may have a folder "go" in their arguments.
var aLink = regexp.MustCompile(`http://[^/]+/go/[A-Z2-7]{20}`)

func (a *arguments) look() {
	paths, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, path := range paths {
		text, _ := os.ReadFile(path) // the process may have ended
		if aLink.Match(text) {
			a.links++
		}
		if strings.Contains(string(text), "-log-in-") {
			a.files++
		}
	}
}

// looksLikeTheApp is true on a page of the app's listener that has the app's name, logo and colours.
const looksLikeTheApp = `document.title.endsWith("Wails OpenID Connect") && document.body.innerText.includes("Wails OpenID Connect") &&
	document.querySelector("img").naturalWidth > 0 && getComputedStyle(document.body).backgroundColor ===
	(matchMedia("(prefers-color-scheme: dark)").matches ? "rgb(20, 23, 28)" : "rgb(244, 245, 248)")`

// TestJourneyChromium logs in with a real browser, which the desktop starts. There is no D-Bus.
func TestJourneyChromium(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringNoBus)
	browser := harness.NewChromium(t, w.Desktop)
	watched := watchArguments(t.Context())
	defer watched.stop()
	w.Step("the app was launched", w.launchForBrowser())
	w.Step("Ada logged in in Chromium", browser.Click("#login-ada"))
	var resume func() error
	w.Step("Chromium is in front, and the window manager gives no window the keyboard", func(ctx context.Context) (err error) {
		if err := w.Desktop.Activate(ctx, "chromium"); err != nil {
			return err
		}
		resume, err = w.Desktop.StopWindowManager()
		return err
	})
	w.Step("she consented", browser.Click("#consent-accept"))
	w.Step("Chromium sends her to the app", browser.Await(`document.body.innerText.includes("Return to the app.")`))
	w.Step("the page names the app, and looks like it", browser.Await(looksLikeTheApp))
	w.Step("the app asks for attention", func(ctx context.Context) error {
		main, err := w.app.MainWindow(ctx)
		if err != nil {
			return err
		}
		return main.AwaitAttention(ctx)
	})
	w.Step("it came to the front as soon as the window manager allowed it", func(ctx context.Context) error {
		main, err := w.app.MainWindow(ctx)
		return errors.Join(err, resume(), main.AwaitFront(ctx))
	})
	w.Step("code and state have left the address bar", browser.Await(`location.search === "" && location.pathname.startsWith("/done/")`))
	w.Step("the home page came, and says who is signed in", func(ctx context.Context) error { return w.awaitHome(ctx) })
	watched.stop()
	<-watched.done
	w.Check("no argument of a process held the link", watched.links == 0, "it was seen %d times", watched.links)
	w.Check("the arguments were looked at", watched.files > 0, "the file, which must be in them, was not seen")
	w.Step("the file is gone", func(context.Context) error {
		left, err := filepath.Glob(filepath.Join(w.Desktop.Home, "*-log-in-*"))
		if err == nil && len(left) > 0 {
			err = fmt.Errorf("%v is still there", left)
		}
		return err
	})
	w.Step("Chromium was closed", browser.Quit)
	w.Step("the app was closed", w.app.Quit)
}
