//go:build linux && e2e

package e2e_test

import (
	"context"
	"testing"

	"wails-openid-oauth/test/driver"
)

// TestJourneyReturnKey does everything but the log-in itself with the Return key: the one thing to do has the focus.
func TestJourneyReturnKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	pressReturn := func(ctx context.Context) error { return w.press(ctx, "Return") }
	w.Step("the app was launched", w.launch)
	w.Step("the login window was closed", w.closeLogin)
	w.Step("the Return key opened it again", pressReturn)
	w.Step("logged in", w.logIn)
	w.Step("the Return key got the message", func(ctx context.Context) error {
		if err := pressReturn(ctx); err != nil {
			return err
		}
		return w.app.AwaitText(ctx, "#private-message", "Only authenticated users can read this message.")
	})
}
