//go:build linux && e2e

package e2e_test

import (
	"context"
	"errors"
	"testing"

	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/driver"
	"wails-openid-oauth/test/harness"
)

// startLocked starts the app beside a locked keyring, and finds its page.
func (w *world) startLocked(ctx context.Context) (err error) {
	if err = w.Desktop.LockKeyring(ctx); err != nil {
		return err
	}
	w.provider.ForgetRequests()
	if w.app, err = harness.Start(ctx, w.Desktop, binary, w.settings()); err != nil {
		return err
	}
	return errors.Join(w.app.FindPage(ctx), w.app.AwaitText(ctx, "#title", "Unlock your keyring to continue"))
}

// noLogIn reports whether no log-in has begun since the last start.
func (w *world) noLogIn() bool { return len(w.provider.Requests(idp.PathAuthorize)) == 0 }

// picture takes one of the whole desktop.
func (w *world) picture(name string) {
	w.Step("a picture was taken", func(ctx context.Context) error { _, err := w.Desktop.Picture(ctx, name); return err })
}

// TestJourneyLockedKeyring: the keyring asks for its password, as on a desktop that logs its user in by itself. The app waits
// for the person, and restores the session whenever the keyring is unlocked.
func TestJourneyLockedKeyring(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringPrompting)
	w.Step("the app was launched", w.launch)
	w.Step("logged in", w.logIn)
	w.Step("closed", func(ctx context.Context) error { return w.app.Quit(ctx) })

	w.Step("the next start names the locked keyring", w.startLocked)
	w.Step("which asks for its password", func(ctx context.Context) error {
		return errors.Join(w.app.AwaitText(ctx, "#status", "The keyring “Login” (GNOME Keyring) is locked"),
			w.Desktop.AwaitPrompt(ctx, "", ""))
	})
	w.picture("asking")
	w.Check("no log-in has begun", w.noLogIn(), "the provider was asked for a log-in")
	w.Step("the prompt was closed, and the page says so", func(ctx context.Context) error {
		return errors.Join(w.Desktop.AwaitPrompt(ctx, "", "Escape"), w.app.AwaitText(ctx, "#status", "was not unlocked"))
	})
	w.Step("Unlock keyring asks again, and the session is restored", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#unlock"), w.Desktop.AwaitPrompt(ctx, driver.KeyringPassword, "Return"),
			w.awaitSignedIn(ctx))
	})
	w.Check("no log-in has begun", w.noLogIn(), "the provider was asked for a log-in")
	w.Step("closed", func(ctx context.Context) error { return w.app.Quit(ctx) })

	w.Step("the keyring was locked again", w.startLocked)
	w.Step("another program unlocks it, and the session is restored", func(ctx context.Context) error {
		return errors.Join(w.Desktop.AwaitPrompt(ctx, "", ""), w.Desktop.UnlockKeyring(ctx), w.awaitSignedIn(ctx),
			w.Desktop.AwaitPrompt(ctx, "", "Escape")) // GNOME Keyring leaves its prompt
	})
	w.Check("no log-in has begun", w.noLogIn(), "the provider was asked for a log-in")
	w.Step("closed", func(ctx context.Context) error { return w.app.Quit(ctx) })

	w.Step("the keyring was locked once more", w.startLocked)
	w.Step("Log in without it begins a log-in", func(ctx context.Context) error {
		return errors.Join(w.Desktop.AwaitPrompt(ctx, "", ""), w.app.Page.Click(ctx, "#log-in"))
	})
	w.Step("the prompt was closed, and the log-in goes on", func(ctx context.Context) error {
		return errors.Join(w.Desktop.AwaitPrompt(ctx, "", "Escape"), w.logIn(ctx))
	})
	w.Step("the page says that the sign-in is not stored yet", func(ctx context.Context) error {
		return w.app.AwaitText(ctx, "#notice", "The keyring “Login” (GNOME Keyring) is locked. Your sign-in is stored as soon as you unlock it")
	})
	w.picture("without it")
	w.Step("the keyring was unlocked, and the notice goes", func(ctx context.Context) error {
		return errors.Join(w.Desktop.UnlockKeyring(ctx), w.app.Page.WaitFor(ctx, `document.querySelector("#notice").textContent === ""`))
	})
	w.Step("closed", func(ctx context.Context) error { return w.app.Quit(ctx) })
	w.provider.ForgetRequests()
	w.Step("the next start restores the new session", func(ctx context.Context) error {
		return errors.Join(w.launch(ctx), w.awaitSignedIn(ctx))
	})
	w.Check("no log-in has begun", w.noLogIn(), "the provider was asked for a log-in")
}

// TestJourneyLockedForGood: the locked keyring cannot ask. The app works without it.
func TestJourneyLockedForGood(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringLocked)
	w.Step("the app waits for the keyring", w.startLocked)
	w.Step("and says that it was not unlocked", func(ctx context.Context) error {
		return w.app.AwaitText(ctx, "#status", "The keyring “Login” (GNOME Keyring) was not unlocked")
	})
	w.Step("logged in without it", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#log-in"), w.logIn(ctx))
	})
	w.Step("the private message is in the panel", w.app.Message)
	w.Step("nothing is on disk", w.nothingOnDisk)
}
