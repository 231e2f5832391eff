//go:build linux && e2e

package e2e_test

import (
	"context"
	"path/filepath"
	"regexp"
	"testing"

	"wails-openid-oauth/test/driver"
	"wails-openid-oauth/test/harness"
)

// TestJourneyMinimalExample signs in with the smallest app, calls the API, and logs out.
func TestJourneyMinimalExample(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	program := filepath.Join(t.TempDir(), "minimal")
	shows := func(id, text string) func(context.Context) error {
		return func(ctx context.Context) error { return w.app.AwaitText(ctx, id, text) }
	}
	w.Step("the example was built", func(ctx context.Context) error {
		return driver.Build(ctx, driver.Program{Package: "wails-openid-oauth/examples/minimal", Output: program})
	})
	w.Step("it was launched", func(ctx context.Context) (err error) {
		settings := w.settings()
		app, err := w.Desktop.Launch(ctx, driver.Command{Path: program, Env: append(harness.Env(settings), "AUDIENCE="+settings.Audience)})
		if err != nil {
			return err
		}
		w.app = &harness.App{App: app}
		return w.app.FindPage(ctx)
	})
	w.Step("Ada logged in in the login window", func(ctx context.Context) error {
		login, err := w.app.LoginView(ctx)
		if err != nil {
			return err
		}
		if err := login.Click(ctx, "#login-ada"); err != nil {
			return err
		}
		return login.Click(ctx, "#consent-accept")
	})
	w.Step("the page shows her name", shows("#name", "Ada Lovelace"))
	w.Step("the API answers", func(ctx context.Context) error {
		if err := w.app.Page.Click(ctx, "#get-message"); err != nil {
			return err
		}
		return shows("#message", "Only authenticated users can read this message.")(ctx)
	})
	w.Step("she logged out", func(ctx context.Context) error {
		if err := w.app.Page.Click(ctx, "#log-out"); err != nil {
			return err
		}
		return shows("#state", "signed-out")(ctx)
	})
	w.Step("the keyring is empty", w.AwaitNothingStored)
	w.Step("closing the window ends the app", func(ctx context.Context) error {
		window, err := w.app.Window(ctx, regexp.MustCompile(`^Minimal$`))
		if err != nil {
			return err
		}
		if err := window.Close(ctx); err != nil {
			return err
		}
		return w.app.AwaitGone(ctx, driver.WaitLimit)
	})
}
