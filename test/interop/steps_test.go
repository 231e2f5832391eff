//go:build linux && interop

package interop_test

import (
	"context"
	"errors"
	"fmt"
)

// step is a row of the table in docs/providers.md.
type step string

// The steps, in the order in which a journey takes them.
const (
	deny    step = "deny"
	logIn   step = "log-in"
	profile step = "profile"
	picture step = "picture"
	message step = "private message"
	scoped  step = "scoped message"
	reopen  step = "reopen"
	renew   step = "renewal after expiry"
	expired step = "expired → log-out → the next log-in asks"
	dead    step = "log-out → the old tokens are dead"
	again   step = "log in again"
)

// steps are what a journey does for each step.
var steps = []struct {
	name step
	do   func(*world)
}{
	{deny, (*world).stepDeny}, {logIn, (*world).stepLogIn}, {profile, (*world).stepProfile}, {picture, (*world).stepPicture},
	{message, (*world).stepMessage}, {scoped, (*world).stepScoped}, {reopen, (*world).stepReopen}, {renew, (*world).stepRenew},
	{expired, (*world).stepExpired}, {dead, (*world).stepDead}, {again, (*world).stepAgain},
}

// stepDeny starts the app, which opens the log-in by itself. The user declines.
func (w *world) stepDeny() {
	w.Step("the app was launched", w.launch)
	w.Step("the provider asks who you are", w.asksWhoYouAre)
	w.Step("the user declined, and the app says so", func(ctx context.Context) error {
		if err := w.answer(ctx, false, "signed-out"); err != nil {
			return err
		}
		return w.app.AwaitText(ctx, "#error", "You declined to give this app access.")
	})
	w.Step("nothing is stored", w.AwaitNothingStored)
}

func (w *world) stepLogIn() {
	w.Step("Log in was clicked", func(ctx context.Context) error { return w.app.Page.Click(ctx, "#log-in") })
	w.Step("Ada logged in", w.logIn)
}

func (w *world) stepProfile() {
	w.Step("the page shows name and e-mail", func(ctx context.Context) error {
		return errors.Join(
			w.app.AwaitText(ctx, "#profile-name", "Ada Lovelace"), w.app.AwaitText(ctx, "#profile-email", "ada@example.com"))
	})
}

func (w *world) stepPicture() { w.Step("the picture is there", w.app.AwaitPicture) }
func (w *world) stepMessage() { w.Step("the API gave the private message", w.app.Message) }
func (w *world) stepScoped()  { w.Step("the API gave the scoped message", w.app.Scoped) }

func (w *world) stepReopen() {
	w.Step("the app was closed", w.quit)
	w.Step("the app was launched again", w.launch)
	w.Step("it came back without a log-in", w.awaitSignedIn)
	w.Step("the API gave the private message", w.app.Message)
}

func (w *world) stepRenew() {
	var before string
	w.Step("the keyring holds the refresh token", func(ctx context.Context) (err error) {
		before, err = w.refreshToken(ctx)
		return err
	})
	access := w.api.Token()
	w.Step("the access token expired", w.accessExpired)
	w.Step("the API gave the private message", w.app.Message)
	w.Step("for another access token", func(ctx context.Context) error {
		return w.until(ctx, func() error { // the message of an earlier step may still be there
			if w.api.Token() == access {
				return errors.New("it is the one that has expired")
			}
			return nil
		})
	})
	w.Step("the refresh token was rotated", func(ctx context.Context) error { return w.rotated(ctx, before) })
}

// accessExpired waits until the API refuses the last access token.
func (w *world) accessExpired(ctx context.Context) error {
	return w.api.AwaitRefusal(ctx, w.api.Token())
}

// rotated returns an error unless the keyring holds another refresh token than before.
func (w *world) rotated(ctx context.Context, before string) error {
	after, err := w.refreshToken(ctx)
	if err == nil && after == before {
		err = errors.New("the refresh token is the one from before")
	}
	return err
}

// stepExpired ends the session at the provider. What follows is the user's way out.
func (w *world) stepExpired() {
	w.Step("the provider ended the session", func(ctx context.Context) error {
		refresh, err := w.onlyStored(ctx)
		if err != nil {
			return err
		}
		return w.provider.revoke(ctx, refresh)
	})
	w.Step("the access token expired", w.accessExpired)
	w.Step("at the next click, the banner says that the session ended", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#get-private-message"), w.app.AwaitExpired(ctx))
	})
	w.Step("the keyring entry is gone", w.AwaitNothingStored)
	w.Step("Logout leads to the signed-out page", w.logOut)
	w.Step("the next log-in asks who you are", w.asksAgain)
	w.Step("and leads home", w.logIn)
	w.Step("the API gave the private message", w.app.Message)
}

// onlyStored returns the refresh token in the keyring, or nothing if the provider makes none.
func (w *world) onlyStored(ctx context.Context) (string, error) {
	stored, err := w.Stored(ctx)
	if err != nil || len(stored) == 0 {
		return "", err
	}
	return stored[0], nil
}

// logOut clicks Logout, and waits for the signed-out page. In the browser, it also waits for the page of the log-out, as a person
// sees it, and confirms if the provider asks. A provider that ignores "prompt=login" would not ask a person who is quicker.
func (w *world) logOut(ctx context.Context) error {
	_, _ = w.eval(ctx, `window.before = true`) // there may be no page
	if err := w.app.Page.Click(ctx, "#log-out"); err != nil {
		return err
	}
	if err := w.app.Page.WaitState(ctx, "signed-out"); err != nil || w.chromium == nil {
		return err
	}
	if leave := w.provider.pages().leave; leave != "" {
		return w.chromium.Click(leave)(ctx)
	}
	return w.chromium.Await(`!window.before && document.readyState === "complete" && location.protocol.startsWith("http")`)(ctx)
}

// asksAgain clicks Log in. The provider must not log in by itself who has just logged out.
func (w *world) asksAgain(ctx context.Context) error {
	_, _ = w.eval(ctx, `window.stale = true`) // a page of the log-out may ask for a password, too
	return errors.Join(w.app.Page.Click(ctx, "#log-in"), w.asksWhoYouAre(ctx))
}

func (w *world) stepDead() {
	var refresh string
	access := w.api.Token()
	w.Step("the tokens were noted", func(ctx context.Context) (err error) {
		refresh, err = w.onlyStored(ctx)
		if err == nil && access == "" {
			err = errors.New("the API got no access token")
		}
		return err
	})
	w.Step("Logout leads to the signed-out page", w.logOut)
	w.Step("the keyring entry is gone", w.AwaitNothingStored)
	// The access token may also have expired meanwhile. The refresh token can be dead only because of the log-out.
	w.Step("the provider takes neither token any more", func(ctx context.Context) error {
		at, err := discover(ctx, w.provider.issuer())
		if err != nil {
			return err
		}
		return w.until(ctx, func() error {
			err := unwelcome(ctx, at.UserInfo, access)
			if refresh != "" {
				err = errors.Join(err, refused(ctx, at.Token, w.settings["CLIENT_ID"], w.settings["CLIENT_SECRET"], refresh))
			}
			return err
		})
	})
	w.Step("and the API does not take the access token for longer than its lifetime", func(ctx context.Context) error {
		return w.api.AwaitRefusal(ctx, access)
	})
}

func (w *world) stepAgain() {
	w.Step("the next log-in asks who you are", w.asksAgain)
	w.Step("and leads home", w.logIn)
	w.Step("the API gave the private message", w.app.Message)
	if w.chromium != nil {
		w.Step("the browser was closed", w.chromium.Quit)
	}
	w.Step("the app was closed", w.app.Quit)
}

// quit closes the app. Its browser goes on.
func (w *world) quit(ctx context.Context) error {
	if w.chromium == nil {
		return w.app.Quit(ctx)
	}
	main, err := w.app.MainWindow(ctx)
	if err != nil {
		return err
	}
	if err := main.Close(ctx); err != nil {
		return err
	}
	code, err := w.app.ExitCode(ctx)
	if err == nil && code != 0 {
		err = fmt.Errorf("the exit code is %d", code)
	}
	return err
}

// stepNoReopen: without a refresh token, the next start has to ask.
func (w *world) stepNoReopen() {
	w.Step("the keyring holds no refresh token", func(ctx context.Context) error {
		token, err := w.onlyStored(ctx)
		if err == nil && token != "" {
			err = errors.New("there is one")
		}
		return err
	})
	w.Step("the page says when the session ends, and why", func(ctx context.Context) error {
		return errors.Join(w.app.AwaitText(ctx, "#notice", "You are signed in until"),
			w.app.AwaitText(ctx, "#notice", "the provider gave no refresh token"))
	})
	w.Step("the app was closed", w.quit)
	w.Step("the app was launched again", w.launch)
	w.Step("the provider asks Ada again", func(ctx context.Context) error {
		return w.asks(ctx, w.provider.pages().password, w.provider.pages().allow)
	})
	w.Step("Ada logged in again", w.logIn)
	w.Step("the API gave the private message", w.app.Message)
}

// stepNoRenew: without a refresh token, the session ends with the access token, and says so.
func (w *world) stepNoRenew() {
	w.Step("the access token expired", w.accessExpired)
	w.Step("at the next click, the banner says that the session ended", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#get-private-message"), w.app.AwaitExpired(ctx))
	})
	w.Step("Log in leads home", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#log-in"), w.logIn(ctx))
	})
	w.Step("the API gave the private message", w.app.Message)
}
