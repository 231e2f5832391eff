//go:build linux && e2e

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/auth/filelock"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/driver"
)

// wayOut is how the app ends after a click on Logout.
type wayOut func(ctx context.Context, w *world) error

func closedAtOnce(ctx context.Context, w *world) error {
	return errors.Join(w.app.Page.Click(ctx, "#log-out"), w.app.Quit(ctx))
}

func killedAfterASecond(ctx context.Context, w *world) error {
	if err := w.app.Page.Click(ctx, "#log-out"); err != nil {
		return err
	}
	time.Sleep(time.Second) // this way kills the app after a second
	w.app.Kill()
	return w.app.AwaitGone(ctx, 20*time.Second)
}

// TestJourneyLogOutHolds clicks on Logout and ends the app at once, in different ways. The next start shows the log-in page.
func TestJourneyLogOutHolds(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		// offline is a start during which the provider accepts requests and does not answer.
		offline bool
		out     wayOut
	}{
		"closed at once":                       {false, closedAtOnce},
		"killed after a second":                {false, killedAfterASecond},
		"offline start, then closed at once":   {true, closedAtOnce},
		"offline start, killed after a second": {true, killedAfterASecond},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, driver.KeyringReal)
			w.Step("the app was launched", w.launch)
			w.Step("logged in", w.logIn)
			if tt.offline {
				w.Step("the app was closed", func(ctx context.Context) error { return w.app.Quit(ctx) })
				w.provider.Inject(idp.Fault{Path: idp.PathToken, Hang: true})
				w.Step("the app was launched at a provider that does not answer", w.launch)
				w.Step("the home page is there, offline", func(ctx context.Context) error {
					_, err := w.app.MainWindow(ctx)
					return errors.Join(err, w.app.Page.WaitState(ctx, "offline"))
				})
			}
			w.Step("logged out, and ended", func(ctx context.Context) error { return tt.out(ctx, w) })
			w.Step("the keyring is empty", w.AwaitNothingStored)
			w.provider.ClearFaults()
			w.provider.ForgetRequests()
			w.Step("the app was launched again", w.launch)
			w.Step("the login window is there, and asks", func(ctx context.Context) error { _, err := w.loginPage(ctx); return err })
			w.Check("the start signed no user in", w.tokenRequests() == 0, "%d token requests", w.tokenRequests())
			if tt.offline {
				return
			}
			w.Step("logged in anew", w.logIn)
			w.Step("closed", func(ctx context.Context) error { return w.app.Quit(ctx) })
			w.Step("launched once more", w.launch)
			w.Step("and signed in, without a log-in", w.awaitSignedIn)
		})
	}
}

// TestJourneyLogOutStillStored logs out while the keyring does not answer.
func TestJourneyLogOutStillStored(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	w.Step("the app was launched", w.launch)
	w.Step("logged in", w.logIn)
	w.Step("the keyring was locked", w.Desktop.LockKeyring)
	w.Step("the page says that the sign-in is still stored", func(ctx context.Context) error {
		if err := w.app.Page.Click(ctx, "#log-out"); err != nil {
			return err
		}
		return errors.Join(w.app.AwaitSignedOut(ctx, ""), w.app.AwaitText(ctx, "#title", "Signing out is not finished"),
			w.app.AwaitText(ctx, "#notice", "Your sign-in may still be in the keyring"))
	})
	w.Step("the app was closed", func(ctx context.Context) error { return w.app.Quit(ctx) })
	w.provider.ForgetRequests()
	w.Step("the app was launched again", w.launch)
	w.Step("the login window is there", func(ctx context.Context) error { _, err := w.loginPage(ctx); return err })
	w.Check("no user was signed in", w.tokenRequests() == 0, "%d token requests", w.tokenRequests())
}

// TestJourneyExpiredLogOut logs out after the provider ended the app's session. The provider's session in the login window is
// still there.
func TestJourneyExpiredLogOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	w.provider.SetAccessTokenLifetime(time.Second)
	w.Step("the app was launched", w.launch)
	w.Step("logged in", w.logIn)
	w.provider.RevokeRefreshTokens("ada")
	w.Step("the banner says that the session ended", w.callUntilExpired)
	w.Check("the provider still knows Ada", w.provider.SessionActive("ada"), "there is nothing to end")
	w.Step("Logout leads to the signed-out page", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#log-out"), w.app.AwaitSignedOut(ctx, ""))
	})
	w.Step("the provider's session has ended", func(ctx context.Context) error {
		for w.provider.SessionActive("ada") {
			select {
			case <-ctx.Done():
				return fmt.Errorf("Ada is still logged in at the provider: %w", ctx.Err())
			case <-time.After(20 * time.Millisecond):
			}
		}
		return nil
	})
	w.Step("the next log-in asks who you are", func(ctx context.Context) error {
		if err := w.app.Page.Click(ctx, "#log-in"); err != nil {
			return err
		}
		_, err := w.loginPage(ctx)
		return err
	})
}

// TestJourneyAnotherCopyHoldsTheSession: another process holds the lock and does not release it. The app waits and says so.
func TestJourneyAnotherCopyHoldsTheSession(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	w.Step("the app was launched", w.launch)
	w.Step("logged in", w.logIn)
	w.Step("the app was closed", func(ctx context.Context) error { return w.app.Quit(ctx) })
	w.Step("another process took the lock", func(ctx context.Context) error { return w.holdLock(ctx) })
	w.Step("the app was launched", w.launch)
	w.Step("it says what it waits for", func(ctx context.Context) error {
		_, err := w.app.MainWindow(ctx)
		return errors.Join(err, w.app.Page.WaitState(ctx, "offline"),
			w.app.AwaitText(ctx, "#status", "Waiting for another copy of the app"),
			w.app.AwaitText(ctx, "#error", "Another copy of the app is holding your session."))
	})
	w.Step("Logout works", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#log-out"), w.app.AwaitSignedOut(ctx, ""))
	})
	w.Step("the keyring is empty", w.AwaitNothingStored)
	w.Step("Log in works", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#log-in"), w.logIn(ctx))
	})
}

// holdLock takes the app's lock in this process and holds it until the test ends.
func (w *world) holdLock(ctx context.Context) error {
	for _, entry := range w.Desktop.Env() {
		cache, ok := strings.CutPrefix(entry, "XDG_CACHE_HOME=")
		if !ok {
			continue
		}
		locker := filelock.New(filepath.Join(cache, "wails-openid-oauth", "locks"))
		unlock, err := locker.Lock(ctx, auth.Account{Issuer: w.provider.Issuer, ClientID: w.provider.ClientID})
		if err == nil {
			w.t.Cleanup(unlock)
		}
		return err
	}
	return errors.New("the environment of the desktop names no folder for caches")
}
