//go:build linux && e2e

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"wails-openid-oauth/test/driver"
)

// homeFolders are the variables that would name folders outside the home folder. Without a value, the folders are in the home
// folder, as on most desktops.
var homeFolders = []string{"XDG_CONFIG_HOME=", "XDG_DATA_HOME=", "XDG_CACHE_HOME=", "XDG_STATE_HOME="}

// TestJourneyHomeWithAnyName sets the app up, uses it and crashes it in a home folder whose name has spaces and letters of several
// scripts. Everything that the app keeps has to be in there.
func TestJourneyHomeWithAnyName(t *testing.T) {
	t.Parallel()
	w, files := newWorld(t, driver.KeyringReal), newXDGOpen(t)
	outside := w.Desktop.Home
	w.Desktop.Home = filepath.Join(outside, "Zoë Müller 名前")
	temporary := filepath.Join(w.Desktop.Home, "tmp")
	state := filepath.Join(w.Desktop.Home, ".local", "state", "wails-openid-oauth")
	if err := os.MkdirAll(temporary, 0o700); err != nil {
		t.Fatal(err)
	}
	launch := func(ctx context.Context) error {
		return w.launchBareWith(ctx, append(homeFolders, "TMPDIR="+temporary, files.env())...)
	}
	w.Step("the app was launched without settings", launch)
	w.Step("the settings were entered and saved", func(ctx context.Context) error {
		return errors.Join(w.awaitForm("Set up this app")(ctx), w.enterProvider(ctx, w.provider),
			w.app.Page.Click(ctx, "#save"), w.answer(ctx, "alt+y"), w.app.AwaitSignedOut(ctx, ""))
	})
	w.Step("logged in", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#log-in"), w.logIn(ctx))
	})
	w.Step("the private message is in the panel", w.app.Message)
	w.Step("Help, Open log folder", func(ctx context.Context) error {
		return errors.Join(w.choose(ctx, "Left"), files.opens(ctx, state))
	})
	w.Step("the app crashes", func(ctx context.Context) error {
		if err := w.app.Signal(syscall.SIGABRT); err != nil {
			return err
		}
		if code, err := w.app.ExitCode(ctx); err != nil || code != 2 {
			return fmt.Errorf("exit code %d, %w", code, err)
		}
		return errors.Join(driver.AwaitFile(ctx, filepath.Join(state, "app.log.crash"), "SIGABRT"), w.app.AwaitGone(ctx, driver.WaitLimit))
	})
	w.Step("the next start read the settings, and showed the person", func(ctx context.Context) error {
		return errors.Join(launch(ctx), w.awaitSignedIn(ctx))
	})
	w.Step("its log tells the crash, and that web processes have a sandbox", func(ctx context.Context) error {
		log := filepath.Join(state, "app.log")
		return errors.Join(driver.AwaitFile(ctx, log, "the app ended unexpectedly last time"),
			driver.AwaitFile(ctx, log, "web processes run in a sandbox"))
	})
	w.Step("logged out", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#log-out"), w.app.AwaitSignedOut(ctx, ""), w.AwaitNothingStored(ctx))
	})
	w.Step("closing it ends the app", w.app.Quit)
	w.Step("nothing of the app is elsewhere", func(context.Context) error {
		return filepath.WalkDir(filepath.Dir(outside), func(path string, entry os.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case path == w.Desktop.Home, filepath.Base(path) == "run": // the latter is for the running app
				return filepath.SkipDir
			case strings.Contains(path, "wails-openid-oauth"), strings.Contains(path, "loginwindow"):
				return fmt.Errorf("the app has made %s", path)
			}
			return nil
		})
	})
}
