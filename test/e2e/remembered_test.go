//go:build linux && e2e

package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"testing"

	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/driver"
)

// cacheFiles are the files with Ada's address, which the app keeps for the next start.
func (w *world) cacheFiles() ([]string, error) { return w.Desktop.FilesContaining("ada@demo.example") }

// knows waits until the window shows Ada with her address and picture, and no success. Nobody may be signed in.
func (w *world) knows(ctx context.Context, state, status string) error {
	_, err := w.app.MainWindow(ctx)
	if err = errors.Join(err, w.app.Page.WaitState(ctx, state),
		w.app.AwaitText(ctx, "#profile-name", "Ada Lovelace"), w.app.AwaitText(ctx, "#profile-email", "ada@demo.example"),
		w.app.AwaitPicture(ctx), w.app.AwaitText(ctx, "#status", status)); err != nil {
		return err
	}
	raw, err := w.app.Page.Eval(ctx, `window.go.main.App.GetProfile().then(({name, email, initials, picture}) => ({
		profile: name + email + initials + picture, success: document.querySelector("#success").checkVisibility()}))`)
	var page struct {
		Profile string
		Success bool
	}
	if err = errors.Join(err, json.Unmarshal(raw, &page)); err == nil && (page.Profile != "" || page.Success) {
		err = fmt.Errorf("GetProfile answers with %q; a success is claimed: %v", page.Profile, page.Success)
	}
	return err
}

// place is where the person and the cards are on the page.
func (w *world) place(ctx context.Context) (string, error) {
	raw, err := w.app.Page.Eval(ctx, `["#profile-name", "#profile-email", "#profile-picture", "h1", "#get-private-message"].map((id) => {
		const {x, y, width, height} = document.querySelector(id).getBoundingClientRect();
		return [id, x, y, width, height].join(" ");
	}).join("\n")`)
	return string(raw), err
}

// TestJourneyRemembered: a second start shows the person before the provider answers, and when it never does.
func TestJourneyRemembered(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	w.Step("the app was launched", w.launch)
	w.Step("logged in", w.logIn)
	w.Step("it shows the picture", w.app.AwaitPicture)
	w.Step("the app was closed", w.app.Quit)
	w.Step("one file keeps the person, without a token, and only its owner can read it", func(context.Context) error {
		files, err := w.cacheFiles()
		if err != nil || len(files) != 1 {
			return fmt.Errorf("her address is in %v, %w", files, err)
		}
		info, err := os.Stat(files[0])
		if err == nil && info.Mode().Perm() != 0o600 {
			err = fmt.Errorf("its mode is %v", info.Mode())
		}
		for _, token := range []string{w.latest().Refresh, w.latest().Access, w.latest().ID} {
			found, failed := w.Desktop.FilesContaining(token)
			if err = errors.Join(err, failed); len(found) > 0 {
				return fmt.Errorf("a token is in %v", found)
			}
		}
		return err
	})

	gate := make(chan struct{})
	w.provider.Inject(idp.Fault{Path: idp.PathToken, Times: 1, Gate: gate})
	w.Step("the app was launched at a provider that hangs", w.launch)
	w.Step("Ada is there at once", func(ctx context.Context) error { return w.knows(ctx, "signing-in", "Restoring your session.") })
	var before string
	w.Step("everything has its place", func(ctx context.Context) (err error) { before, err = w.place(ctx); return err })
	close(gate)
	w.Step("she is signed in", w.awaitSignedIn)
	w.Step("nothing has moved", func(ctx context.Context) error {
		after, err := w.place(ctx)
		if err == nil && after != before {
			err = fmt.Errorf("before:\n%s\nafter:\n%s", before, after)
		}
		return err
	})

	w.Step("the app was closed", w.app.Quit)
	w.provider.GoOffline()
	w.Step("the app was launched without a provider", w.launch)
	w.Step("Ada is there, offline", func(ctx context.Context) error { return w.knows(ctx, "offline", "Offline, retrying") })
	w.Step("it recovered by itself", func(ctx context.Context) error { return errors.Join(w.provider.GoOnline(), w.awaitSignedIn(ctx)) })

	w.Step("the app was closed", w.app.Quit)
	w.provider.RevokeRefreshTokens("ada")
	w.Step("the app was launched after the provider ended the session", w.launch)
	w.Step("Ada is there, and may log in again", func(ctx context.Context) error {
		return w.knows(ctx, "expired", "Your session ended. Log in again.")
	})
	w.Step("the calls say why they cannot be used", func(ctx context.Context) error {
		return errors.Join(w.app.Page.WaitFor(ctx, `document.querySelector("#get-private-message").getAttribute("aria-disabled") === "true"`),
			w.app.AwaitText(ctx, "#private-message-hint", "Log in again to use this."))
	})
	keepsNothing := func(context.Context) error {
		if files, err := w.cacheFiles(); err != nil || len(files) > 0 {
			return fmt.Errorf("her address is in %v, %w", files, err)
		}
		return nil
	}
	w.Step("nothing is kept of a session that has ended", keepsNothing)
	w.Step("logged in again", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#log-in"), w.logIn(ctx))
	})
	w.Step("Logout leads to the signed-out page", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#log-out"), w.app.AwaitSignedOut(ctx, ""))
	})
	w.Step("nothing is kept of who logged out", keepsNothing)
}
