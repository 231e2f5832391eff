//go:build linux && e2e

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/internal/config"
	"wails-openid-oauth/test/authtest"
	"wails-openid-oauth/test/harness"
)

// TestJourneyUseMyBrowser begins log-ins in the login window and goes on in a real browser: once by the button in the window,
// and once by the button on the sign-in page.
func TestJourneyUseMyBrowser(t *testing.T) {
	t.Parallel()
	w := newWorldOn(t, harness.Options{Accessible: true})
	w.loginWith = config.Either
	browser := harness.NewChromium(t, w.Desktop)
	w.Step("the app was launched", w.launch)
	w.Step("the login window opened by itself", func(ctx context.Context) error { _, err := w.loginPage(ctx); return err })
	first := w.lastRequest()
	w.Step("Use my browser instead, in the window, closed it", func(ctx context.Context) error {
		login, err := w.app.LoginWindow(ctx)
		if err != nil {
			return err
		}
		return errors.Join(login.ClickButton(ctx, "Use my browser instead"), w.app.AwaitNoLogin(ctx))
	})
	w.Step("the sign-in page says where the log-in goes on", func(ctx context.Context) error {
		_, err := w.app.MainWindow(ctx)
		return errors.Join(err, w.app.AwaitText(ctx, "#status", "Continue in your browser."))
	})
	w.Step("Chromium shows the log-in page", browser.Await(`document.querySelector("#login-ada") !== null`))
	second := w.lastRequest()
	for _, name := range []string{"redirect_uri", "state", "nonce", "code_challenge"} {
		w.Check("the new request has a "+name+" of its own", first.Get(name) != second.Get(name) && second.Get(name) != "",
			"it is %q", second.Get(name))
	}
	w.Step("a late answer of the window is refused", func(ctx context.Context) error {
		late := second.Get("redirect_uri") + "?code=late&state=" + first.Get("state")
		return w.refused(ctx, late)
	})
	w.Step("Ada logged in in Chromium", browser.Click("#login-ada"))
	w.Step("she consented", browser.Click("#consent-accept"))
	w.Step("Chromium sends her to the app", browser.Await(`document.body.innerText.includes("Return to the app.")`))
	w.Step("the home page came, and says who is signed in", w.awaitHome)
	w.Step("the app is in front", func(ctx context.Context) error {
		main, err := w.app.MainWindow(ctx)
		if err != nil {
			return err
		}
		return main.AwaitFront(ctx)
	})
	w.Check("there was one token request, for the answer in Chromium", w.tokenRequests() == 1 &&
		w.provider.Requests(idp.PathToken)[0].Form.Get("redirect_uri") == second.Get("redirect_uri"), "%d token requests", w.tokenRequests())
	w.Step("Logout leads to the signed-out page", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#log-out"), w.app.Page.WaitState(ctx, "signed-out"))
	})
	w.Step("Chromium says so too", browser.Await(`document.body.innerText.includes("You are logged out.")`))
	w.Check("the provider's session has ended", !w.provider.SessionActive("ada"), "Ada is logged in there")
	w.Step("Log in opens the login window again, which asks who it is", func(ctx context.Context) error {
		if err := w.app.Page.Click(ctx, "#log-in"); err != nil {
			return err
		}
		_, err := w.loginPage(ctx)
		return err
	})
	w.Step("Use my browser instead, on the sign-in page, closed it", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#use-browser"), w.app.AwaitNoLogin(ctx))
	})
	w.Step("Chromium asks who it is", browser.Click("#login-ada"))
	w.Step("Chromium sends her to the app again", browser.Await(`document.body.innerText.includes("Return to the app.")`))
	w.Step("the home page came again", w.awaitHome)
	w.Step("Chromium was closed", browser.Quit)
	w.Step("the app was closed", w.app.Quit)
	w.Step("the app was launched again, and is signed in", func(ctx context.Context) error {
		return errors.Join(w.launch(ctx), w.awaitSignedIn(ctx))
	})
	w.Step("Logout still takes place in Chromium", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#log-out"), w.app.Page.WaitState(ctx, "signed-out"),
			browser.Await(`document.body.innerText.includes("You are logged out.")`)(ctx))
	})
	w.Step("Chromium was closed", browser.Quit)
	w.Step("the app was closed", w.app.Quit)
}

// lastRequest returns the parameters of the last authorization request.
func (w *world) lastRequest() url.Values {
	requests := w.provider.Requests(idp.PathAuthorize)
	for i := len(requests) - 1; i >= 0; i-- {
		if requests[i].Query.Has("state") {
			return requests[i].Query
		}
	}
	w.t.Fatal("no authorization request has a state")
	return nil
}

// refused returns an error unless the app's listener refuses an answer.
func (w *world) refused(ctx context.Context, answer string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, answer, nil)
	if err != nil {
		return err
	}
	resp, err := authtest.NewBrowser(nil).Client().Do(req)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusBadRequest {
		err = fmt.Errorf("the listener answered %d", resp.StatusCode)
	}
	return errors.Join(err, resp.Body.Close())
}
