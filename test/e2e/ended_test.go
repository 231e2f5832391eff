//go:build linux && e2e

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"wails-openid-oauth/test/driver"
	"wails-openid-oauth/test/sessionbus"
)

// TestJourneyEnded ends the session while the user is in another program, and while they look at the window.
func TestJourneyEnded(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	w.provider.SetAccessTokenLifetime(time.Second)
	var service *sessionbus.Notifications
	w.Step("the desktop shows notifications", func(ctx context.Context) (err error) {
		service, err = w.Desktop.Notifications(ctx)
		return err
	})
	expect := func(asked, open int) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := driver.AwaitNotifications(ctx, service, asked, open)
			return err
		}
	}
	var window driver.Window
	putAway := func(ctx context.Context) (err error) {
		if window, err = w.app.MainWindow(ctx); err != nil {
			return err
		}
		return window.Minimise(ctx)
	}
	backIn := func(ctx context.Context) error { return errors.Join(w.logInAgain(ctx), w.logIn(ctx)) }
	w.Step("the app was launched", w.launch)
	w.Step("logged in", w.logIn)
	w.Step("the session ended before the user's eyes", w.endSession)
	w.Step("there was no notification", expect(0, 0))
	w.Step("logged in again", backIn)
	w.Step("the window was put away", putAway)
	w.Step("the session ended", w.endSession)
	w.Step("a notification says so, and nothing else", func(ctx context.Context) error {
		all, err := driver.AwaitNotifications(ctx, service, 1, 1)
		if err != nil {
			return err
		}
		one := all[0]
		if one.App != "Wails OpenID Connect" || one.Icon != "wails-openid-oauth" || one.Summary != "Your session ended" ||
			one.Body != "Log in again to go on." || len(one.Hints) != 1 {
			return fmt.Errorf("%+v", one)
		}
		return nil
	})
	w.Step("a click on it brings the window", func(ctx context.Context) error {
		service.Click(1)
		_, err := w.app.MainWindow(ctx)
		return errors.Join(err, w.app.AwaitExpired(ctx))
	})
	w.Step("logged in again", backIn)
	w.Step("the window was put away", putAway)
	w.Step("the session ended", w.endSession)
	w.Step("there is one more notification", expect(2, 1))
	w.Step("the user came without it, and logged in", func(ctx context.Context) error {
		return errors.Join(window.Focus(ctx), backIn(ctx))
	})
	w.Step("it was taken back", expect(2, 0))
	w.Step("the app was closed", w.app.Quit)
	w.Check("nothing more was said", len(first(service.All())) == 2, "%v", first(service.All()))
}

func first[A, B any](a A, _ B) A { return a }

// endSession has the provider end the session, and waits until the app knows.
func (w *world) endSession(ctx context.Context) error {
	w.provider.RevokeRefreshTokens("ada")
	w.provider.EndSessions("ada")
	return w.callUntilExpired(ctx)
}
