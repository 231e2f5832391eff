//go:build linux && e2e

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"syscall"
	"testing"

	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/driver"
)

// killPage kills every web process of the app, as a crash in one would.
func (w *world) killPage(ctx context.Context) error {
	if _, err := w.app.Page.Eval(ctx, "(window.old = true, null)"); err != nil {
		return err
	}
	killed := 0
	for _, p := range w.app.Processes() {
		if p.Name == "WebKitWebProces" { // the kernel cuts names to 15 bytes
			killed++
			if err := syscall.Kill(p.PID, syscall.SIGKILL); err != nil {
				return err
			}
		}
	}
	if killed == 0 {
		return fmt.Errorf("no web process among %v", w.app.Processes())
	}
	return nil
}

// TestJourneyPageEnds kills the process of the main window's page again and again.
func TestJourneyPageEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	asks := regexp.MustCompile(`^The page keeps stopping$`)
	comesBack := func(ctx context.Context) error {
		return errors.Join(w.killPage(ctx), w.app.Page.WaitFor(ctx, "!window.old"), w.awaitSignedIn(ctx))
	}
	noNotice := func(ctx context.Context) error {
		return w.app.Page.WaitFor(ctx, `document.querySelector("#notice").innerText === ""`)
	}
	var dialog driver.Window
	isAsked := func(ctx context.Context) error {
		err := w.killPage(ctx)
		if err == nil {
			dialog, err = w.app.Window(ctx, asks)
		}
		return err
	}
	w.Step("the app was launched", w.launch)
	w.Step("logged in", w.logIn)
	w.Step("its page ended, and came back", comesBack)
	w.Step("without a word", noNotice)
	w.Step("it works", w.app.Message)
	w.Step("it ended again, and came back", comesBack)
	w.Step("with a notice", func(ctx context.Context) error {
		return w.app.AwaitText(ctx, "#notice", "The page stopped, and was loaded again.")
	})
	w.Step("it works", w.app.Message)
	w.Step("it ended once more, and the person was asked", isAsked)
	w.Step("the answer is Yes: it came back", func(ctx context.Context) error {
		return errors.Join(dialog.Key(ctx, "alt+y"), w.app.AwaitNoWindow(ctx, asks), w.app.Page.WaitFor(ctx, "!window.old"), w.awaitSignedIn(ctx))
	})
	w.Step("without a word", noNotice)
	w.Step("it ended and came back", comesBack)
	w.Step("and again", comesBack)
	w.Step("and the person was asked", isAsked)
	w.Step("the answer is No: the app ended", func(ctx context.Context) error {
		return errors.Join(dialog.Key(ctx, "alt+n"), w.app.AwaitGone(ctx, driver.WaitLimit))
	})
	w.Step("the session is stored", func(ctx context.Context) error { return w.OnlyStored(ctx, w.latest().Refresh) })
	w.provider.ForgetRequests()
	w.Step("the app was launched again", w.launch)
	w.Step("the home page came back", w.awaitSignedIn)
	w.Check("without a log-in", len(w.provider.Requests(idp.PathAuthorize)) == 0, "there was an authorization request")
}

// TestJourneyPageEndsMeanwhile kills the page while the login window is open, and while no user is signed in.
func TestJourneyPageEndsMeanwhile(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	w.Step("the app was launched", w.launch)
	w.Step("the login window opened", func(ctx context.Context) error { _, err := w.loginPage(ctx); return err })
	w.Step("every page ended", w.killPage)
	w.Step("the login window says so", func(ctx context.Context) error {
		window, err := w.app.LoginWindow(ctx)
		if err == nil {
			err = window.Close(ctx)
		}
		return err
	})
	w.Step("signed out", func(ctx context.Context) error { return w.app.AwaitSignedOut(ctx, "The log-in was cancelled.") })
	w.Step("the page ended again, and came back with a notice", func(ctx context.Context) error {
		return errors.Join(w.killPage(ctx), w.app.Page.WaitFor(ctx, "!window.old"), w.app.AwaitSignedOut(ctx, "The log-in was cancelled."),
			w.app.AwaitText(ctx, "#notice", "The page stopped, and was loaded again."))
	})
	w.Step("Log in works again", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#log-in"), w.logIn(ctx))
	})
}
