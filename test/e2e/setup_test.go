//go:build linux && e2e

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"wails-openid-oauth/test/driver"
	"wails-openid-oauth/test/harness"
)

// TestJourneyNotConfigured starts the app without usable settings.
func TestJourneyNotConfigured(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		env, file string
		want      map[string]string // words by the element that shows them
	}{
		"nothing": {want: map[string]string{"#title": "Set up this app", "#file": "/wails-openid-oauth/env-variables.json"}},
		"a placeholder": {file: `{"auth0Domain": "<YOUR_AUTH0_DOMAIN>", "clientId": "a", "apiIdentifier": "b"}`,
			want: map[string]string{"#title": "The settings cannot be used", "#issuer-problem": "<YOUR_AUTH0_DOMAIN>"}},
		"an http issuer": {env: "ISSUER=http://op.example", want: map[string]string{"#issuer-source": "ISSUER", "#issuer-problem": "neither https"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, driver.KeyringReal)
			settings := t.TempDir()
			if tt.file != "" {
				folder := filepath.Join(settings, "wails-openid-oauth")
				if err := errors.Join(os.MkdirAll(folder, 0o700), os.WriteFile(filepath.Join(folder, "env-variables.json"), []byte(tt.file), 0o600)); err != nil {
					t.Fatal(err)
				}
			}
			w.Step("the app was launched", func(ctx context.Context) error {
				app, err := w.Desktop.Launch(ctx, driver.Command{Path: binary, Env: []string{"XDG_CONFIG_HOME=" + settings, tt.env}})
				if err != nil {
					return err
				}
				w.app = &harness.App{App: app}
				return w.app.FindPage(ctx)
			})
			for element, words := range tt.want {
				w.Step(fmt.Sprintf("the form says %s", words), func(ctx context.Context) error { return w.app.AwaitText(ctx, element, words) })
			}
			w.Step("it offers no log-in", func(ctx context.Context) error {
				return w.app.Page.WaitFor(ctx, `!document.querySelector("#log-in") && !document.querySelector("#back").checkVisibility()`)
			})
			w.Step("closing it ends the app", w.app.Quit)
		})
	}
}

// TestJourneyReload reloads each page in each state that lasts.
func TestJourneyReload(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	w.Step("the app was launched", w.launch)
	reload := func(ctx context.Context) error { return w.app.Page.Reload(ctx) }
	w.Step("reloaded while the login window is open", func(ctx context.Context) error {
		_, err := w.loginPage(ctx)
		return errors.Join(err, reload(ctx), w.app.Page.WaitState(ctx, "signing-in"))
	})
	w.Step("logged in", w.logIn)
	w.Step("reloaded the home page", func(ctx context.Context) error { return errors.Join(reload(ctx), w.awaitSignedIn(ctx)) })
	w.Step("the private message is in the panel", w.app.Message)
	w.Step("a visit to the sign-in page leads home", func(ctx context.Context) error {
		_, err := w.app.Page.Eval(ctx, `void location.assign("index.html")`)
		return errors.Join(err, w.awaitSignedIn(ctx))
	})
	w.Step("logged out", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#log-out"), w.app.AwaitSignedOut(ctx, ""))
	})
	w.Step("a visit to the home page leads to the sign-in page", func(ctx context.Context) error {
		_, err := w.app.Page.Eval(ctx, `void location.assign("home.html")`)
		return errors.Join(err, w.app.Page.WaitFor(ctx, `location.pathname.endsWith("index.html")`), w.app.AwaitSignedOut(ctx, ""))
	})
}

// TestJourneyPlantedSettings makes production builds, and plants another provider in every place for settings.
func TestJourneyPlantedSettings(t *testing.T) {
	t.Parallel()
	t.Run("it carries settings", func(t *testing.T) {
		w, planted := newWorld(t, driver.KeyringReal), plantProvider(t)
		folder := privateFolder(t)
		program, config := filepath.Join(folder, "bin", "app"), filepath.Join(folder, "config")
		w.Step("the app was built with settings inside", func(ctx context.Context) error {
			return driver.Build(ctx, driver.Program{Package: "../..", Output: program, Overlay: carry(t, w.asFile())})
		})
		w.Step("it was launched among planted files and variables", func(ctx context.Context) error {
			env := append(variables("", planted.settings), variables("WAILS_OPENID_", planted.settings)...)
			env = append(env, "XDG_CONFIG_HOME="+config, "CA_BUNDLE="+folder, "WAILS_OPENID_CA_BUNDLE="+folder)
			return w.launchAmong(ctx, program, env, planted.settings, filepath.Dir(program), filepath.Join(config, "wails-openid-oauth"), w.Desktop.Home)
		})
		w.Step("it asked the provider whose settings it carries", w.awaitAsked)
		w.Step("the app is gone", w.end)
		w.Check("the planted provider got no connection", planted.connections.Load() == 0, "%d connections", planted.connections.Load())
	})
	t.Run("it carries none", func(t *testing.T) {
		program := filepath.Join(privateFolder(t), "app")
		if err := driver.Build(t.Context(), driver.Program{Package: "../..", Output: program, Overlay: carry(t, nil)}); err != nil {
			t.Fatal(err)
		}
		w, planted := newWorld(t, driver.KeyringReal), plantProvider(t)
		for words, env := range map[string][]string{
			"This build reads WAILS_OPENID_ISSUER, ":                      variables("", planted.settings),
			"config/wails-openid-oauth/env-variables.json: is not a file": {"XDG_CONFIG_HOME=" + withFIFO(t)},
		} {
			w.Step("without settings that it could use, its log says: "+words, func(ctx context.Context) error {
				return errors.Join(w.launchAmong(ctx, program, env, planted.settings, w.Desktop.Home), w.awaitLog(ctx, words))
			})
			w.Step("the app is gone", w.end)
		}
		w.Step("it was launched with the variables that it reads, among others", func(ctx context.Context) error {
			env := append(variables("", planted.settings), variables("WAILS_OPENID_", w.asFile())...)
			return w.launchAmong(ctx, program, env, planted.settings, w.Desktop.Home)
		})
		w.Step("it asked the provider that they name", w.awaitAsked)
		w.Step("the app is gone", w.end)
		w.Check("the planted provider got no connection", planted.connections.Load() == 0, "%d connections", planted.connections.Load())
	})
}

// TestJourneyPlantedLog starts the app with folders that were open to other users. One of them put a link in the place of the log.
func TestJourneyPlantedLog(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	base := privateFolder(t)
	victim, state, cache := filepath.Join(base, "victim"), filepath.Join(base, "state"), filepath.Join(base, "cache")
	folders := []string{filepath.Join(state, "wails-openid-oauth"), filepath.Join(cache, "wails-openid-oauth"), filepath.Join(cache, "wails-openid-oauth", "locks")}
	for _, folder := range folders {
		if err := errors.Join(os.MkdirAll(folder, 0o700), os.Chmod(folder, 0o777)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(os.WriteFile(victim, []byte("mine"), 0o644), os.Symlink(victim, filepath.Join(folders[0], "app.log"))); err != nil {
		t.Fatal(err)
	}
	w.Step("the app was launched", func(ctx context.Context) error {
		app, err := w.Desktop.Launch(ctx, driver.Command{Path: binary, Env: append(harness.Env(w.settings()), "XDG_STATE_HOME="+state, "XDG_CACHE_HOME="+cache)})
		w.app = &harness.App{App: app}
		return err
	})
	w.Step("it opened its login window", func(ctx context.Context) error { _, err := w.loginWindow(ctx); return err })
	w.Step("it says that it has no log", func(ctx context.Context) error { return w.awaitLog(ctx, "app.log is a link") })
	w.Step("what the link leads to is as it was", func(context.Context) error {
		text, err := os.ReadFile(victim)
		if err == nil && string(text) != "mine" {
			err = fmt.Errorf("the file now contains %q", text)
		}
		return err
	})
	for _, path := range folders {
		w.Step("closed to others: "+strings.TrimPrefix(path, base), func(context.Context) error {
			info, err := os.Stat(path)
			if err == nil && info.Mode().Perm() != 0o700 {
				err = fmt.Errorf("the mode is %v, want 0700", info.Mode())
			}
			return err
		})
	}
	w.Step("the app is gone", w.end)
}

// TestJourneyProductionBuild checks what a production build must not contain.
func TestJourneyProductionBuild(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	production := filepath.Join(t.TempDir(), "wails-openid-oauth")
	inspector, err := driver.FreeAddress() // of WebKit's own protocol; the driver asks for that over HTTP
	if err != nil {
		t.Fatal(err)
	}
	w.Step("the app was built without the tag for tests", func(ctx context.Context) error {
		return driver.Build(ctx, driver.Program{Package: "../..", Output: production, Symbols: true})
	})
	w.Step("its symbols know no demo provider", func(ctx context.Context) error {
		symbols, err := exec.CommandContext(ctx, "go", "tool", "nm", production).Output()
		if err != nil {
			return err
		}
		if !strings.Contains(string(symbols), "wails-openid-oauth/auth.") {
			return errors.New("the program has no symbols of auth, so the search cannot be right")
		}
		for _, part := range []string{"wails-openid-oauth/demo/idp", "wails-openid-oauth/demo", "github.com/luikyv/go-oidc"} {
			if strings.Contains(string(symbols), part) {
				return errors.New(part + " is in the program")
			}
		}
		return nil
	})
	w.Step("it was launched, and shows that it is not configured", func(ctx context.Context) error {
		app, err := w.Desktop.Launch(ctx, driver.Command{Path: production, Env: []string{"WEBKIT_INSPECTOR_SERVER=" + inspector}})
		if err != nil {
			return err
		}
		w.app = &harness.App{App: app}
		_, err = w.app.MainWindow(ctx)
		return err
	})
	w.Step("W-PROD: its web inspector is closed", func(ctx context.Context) error {
		if targets, err := w.app.Targets(ctx); err == nil {
			return fmt.Errorf("the inspector lists %v", targets)
		}
		return isClosed("http://" + inspector)
	})
	w.Step("closing it ends the app", w.app.Quit)
}
