//go:build linux && e2e

package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"wails-openid-oauth/internal/config"
	"wails-openid-oauth/test/authtest"
	"wails-openid-oauth/test/driver"
	"wails-openid-oauth/test/harness"
)

// question is the title of the native dialog about the settings.
var question = regexp.MustCompile(`^Settings$`)

// ownSettings is the user's own settings file.
func (w *world) ownSettings() string {
	return filepath.Join(w.Desktop.Home, ".config", "wails-openid-oauth", settingsFile)
}

// launchBare starts the app without any settings from the environment.
func (w *world) launchBare(ctx context.Context) error { return w.launchBareWith(ctx) }

// launchBareWith does the same with other variables.
func (w *world) launchBareWith(ctx context.Context, env ...string) error {
	env = append(env, "XDG_CONFIG_HOME="+filepath.Join(w.Desktop.Home, ".config"))
	app, err := w.Desktop.Launch(ctx, driver.Command{Path: binary, Env: env})
	if err != nil {
		return err
	}
	w.app = &harness.App{App: app}
	w.app.Expect(w.provider.Issuer)
	return w.app.FindPage(ctx)
}

// awaitForm waits for the page of the settings under a title.
func (w *world) awaitForm(title string) func(context.Context) error {
	return func(ctx context.Context) error {
		return errors.Join(w.app.Page.WaitState(ctx, "ready"), w.app.AwaitText(ctx, "#title", title))
	}
}

// enterProvider fills the form in, and waits until the provider is found.
func (w *world) enterProvider(ctx context.Context, provider *authtest.Provider) error {
	for selector, value := range map[string]string{
		"#issuer": strings.TrimPrefix(provider.Issuer, "http://"), "#clientId": provider.ClientID, "#apiIdentifier": authtest.Audience, "#apiUrl": w.api.URL,
	} {
		if err := w.app.Page.Fill(ctx, selector, value); err != nil {
			return err
		}
	}
	return w.app.AwaitText(ctx, "#issuer-found", "Found: "+provider.Issuer)
}

// answer waits for the native dialog, and presses keys there.
func (w *world) answer(ctx context.Context, keys string) error {
	dialog, err := w.app.Window(ctx, question)
	if err != nil {
		return err
	}
	if _, err := w.Desktop.Picture(ctx, "question"); err != nil {
		return err
	}
	return errors.Join(dialog.Key(ctx, keys), w.app.AwaitNoWindow(ctx, question))
}

// tryLogIn logs in as Ada for a test.
func (w *world) tryLogIn(ctx context.Context) error {
	login, err := w.loginPage(ctx)
	if err != nil {
		return err
	}
	w.consented["ada"] = true
	return errors.Join(login.Click(ctx, "#login-ada"), login.Click(ctx, "#consent-accept"),
		w.app.AwaitText(ctx, "#status", "The log-in works: Ada Lovelace"), w.app.AwaitNoLogin(ctx))
}

func (w *world) savedIssuer() (string, error) {
	text, err := os.ReadFile(w.ownSettings())
	if err != nil {
		return "", err
	}
	var settings map[string]string
	err = json.Unmarshal(text, &settings)
	return settings["issuer"], err
}

// TestJourneySettings sets an app up from nothing, changes its settings, and mends them.
func TestJourneySettings(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	second := authtest.NewProvider(t)
	w.Step("the app was launched without settings", w.launchBare)
	w.Step("it shows the form", w.awaitForm("Set up this app"))
	w.Step("a domain was entered, and the provider found", func(ctx context.Context) error { return w.enterProvider(ctx, w.provider) })
	w.Step("a log-in was tried", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#test"), w.answer(ctx, "alt+y"), w.tryLogIn(ctx))
	})
	w.Step("nothing of it is stored", w.AwaitNothingStored)
	w.Step("the answer to the question is No: nothing was saved", func(ctx context.Context) error {
		err := errors.Join(w.app.Page.Click(ctx, "#save"), w.answer(ctx, "alt+n"), w.app.AwaitText(ctx, "#status", "Nothing was changed."))
		if _, statErr := os.Stat(w.ownSettings()); !errors.Is(statErr, fs.ErrNotExist) {
			err = errors.Join(err, fmt.Errorf("the file is there: %w", statErr))
		}
		return err
	})
	w.Step("the answer is Yes: the sign-in page came, without a restart", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#save"), w.answer(ctx, "alt+y"), w.app.AwaitSignedOut(ctx, ""))
	})
	w.Step("the file is for this user alone", func(context.Context) error {
		info, err := os.Stat(w.ownSettings())
		if err == nil && info.Mode().Perm() != 0o600 {
			err = fmt.Errorf("its mode is %v", info.Mode())
		}
		return err
	})
	w.Step("logged in", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#log-in"), w.logIn(ctx))
	})
	w.Step("the private message is in the panel", w.app.Message)

	w.Step("a page that was tampered with called SaveSettings, and the person said No", func(ctx context.Context) error {
		form := fmt.Sprintf(`{issuer: %q, clientId: "x", apiIdentifier: "x", apiUrl: "https://evil.example", loginWith: "webview"}`, second.Issuer)
		_, err := w.app.Page.Eval(ctx, "void window.go.main.App.SaveSettings("+form+").then((saved) => { window.saved = String(saved); })")
		return errors.Join(err, w.answer(ctx, "alt+n"), w.app.Page.WaitFor(ctx, `window.saved === "false"`))
	})
	w.Step("the same person is signed in, with the same settings", func(ctx context.Context) error {
		issuer, err := w.savedIssuer()
		if err == nil && issuer != w.provider.Issuer {
			err = fmt.Errorf("the settings name %s", issuer)
		}
		return errors.Join(err, w.awaitSignedIn(ctx), w.app.Message(ctx))
	})

	w.Step("the settings were opened, with another provider", func(ctx context.Context) error {
		_, err := w.app.Page.Eval(ctx, `void window.wails.EventsNotify(JSON.stringify({name: "settings:open", data: []}))`)
		return errors.Join(err, w.awaitForm("Settings")(ctx), w.enterProvider(ctx, second))
	})
	w.Step("the answer is Yes: the person is signed out", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#save"), w.answer(ctx, "alt+y"), w.app.AwaitSignedOut(ctx, ""),
			w.app.AwaitText(ctx, "#status", strings.TrimPrefix(second.Issuer, "http://")))
	})
	w.Step("nothing is stored", w.AwaitNothingStored)
	w.Step("the login window is that of the new provider", func(ctx context.Context) error {
		w.app.Expect(second.Issuer)
		_, err := w.app.Page.Eval(ctx, `void document.querySelector("#log-in").click()`)
		if err == nil {
			_, err = w.app.LoginWindow(ctx)
		}
		return errors.Join(err, w.app.Page.Click(ctx, "#cancel"), w.app.AwaitSignedOut(ctx, ""))
	})
	w.Step("closing it ends the app", w.app.Quit)

	w.Step("the file was broken, and the app launched again", func(ctx context.Context) error {
		return errors.Join(os.WriteFile(w.ownSettings(), []byte(`{"issuer": oops`), 0o600), w.launchBare(ctx))
	})
	w.Step("it shows the form, and what is wrong", func(ctx context.Context) error {
		return errors.Join(w.awaitForm("The settings cannot be used")(ctx), w.app.AwaitText(ctx, "#error", "is not JSON: line 1"))
	})
	w.Step("mended", func(ctx context.Context) error {
		return errors.Join(w.enterProvider(ctx, w.provider), w.app.Page.Click(ctx, "#save"), w.answer(ctx, "alt+y"), w.app.AwaitSignedOut(ctx, ""))
	})
	w.Step("the old file is kept", func(context.Context) error {
		text, err := os.ReadFile(w.ownSettings() + config.Backup)
		if err == nil && string(text) != `{"issuer": oops` {
			err = fmt.Errorf("it holds %q", text)
		}
		return err
	})
	w.Step("closing it ends the app", w.app.Quit)
}
