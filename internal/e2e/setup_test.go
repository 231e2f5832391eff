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

	"wails-openid-oauth/internal/e2e/drive"
	"wails-openid-oauth/internal/e2e/stage"
)

// TestJourneyNotConfigured starts the app without settings that it could use.
func TestJourneyNotConfigured(t *testing.T) {
	for name, tt := range map[string]struct {
		env, file string
		want      []string
	}{
		"nothing": {want: []string{"env-variables.json", "auth0Domain", "clientId", "apiIdentifier", "/wails-openid-oauth/env-variables.json"}},
		"a placeholder": {file: `{"auth0Domain": "<YOUR_AUTH0_DOMAIN>", "clientId": "a", "apiIdentifier": "b"}`,
			want: []string{"/wails-openid-oauth/env-variables.json", "auth0Domain", "<YOUR_AUTH0_DOMAIN>"}},
		"an http issuer": {env: "ISSUER=http://op.example", want: []string{"ISSUER", "neither https"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, drive.KeyringReal)
			settings := t.TempDir()
			if tt.file != "" {
				folder := filepath.Join(settings, "wails-openid-oauth")
				if err := errors.Join(os.MkdirAll(folder, 0o700), os.WriteFile(filepath.Join(folder, "env-variables.json"), []byte(tt.file), 0o600)); err != nil {
					t.Fatal(err)
				}
			}
			w.Step("the app was launched", func(ctx context.Context) error {
				app, err := w.Desktop.Launch(ctx, drive.Command{Path: binary, Env: []string{"XDG_CONFIG_HOME=" + settings, tt.env}})
				if err != nil {
					return err
				}
				w.app = &stage.App{App: app}
				return w.app.FindPage(ctx)
			})
			for _, words := range tt.want {
				w.Step(fmt.Sprintf("the page names %s", words), func(ctx context.Context) error { return w.app.AwaitText(ctx, "#error", words) })
			}
			w.Step("it offers no log-in", func(ctx context.Context) error {
				return errors.Join(w.app.Page.WaitState(ctx, "signed-out"), w.app.Page.WaitFor(ctx, `document.querySelector("#log-in").hidden`))
			})
			w.Step("closing it ends the app", w.app.Quit)
		})
	}
}

// TestJourneyReload reloads each page in each state that lasts.
func TestJourneyReload(t *testing.T) {
	w := newWorld(t, drive.KeyringReal)
	w.Step("the app was launched", w.launch)
	reload := func(ctx context.Context) error { return w.app.Page.Reload(ctx) }
	w.Step("reloaded while the login window is open", func(ctx context.Context) error {
		_, err := w.loginPage(ctx)
		return errors.Join(err, reload(ctx), w.app.Page.WaitState(ctx, "signing-in"))
	})
	w.Step("logged in", w.logIn)
	w.Step("reloaded the home page", func(ctx context.Context) error { return errors.Join(reload(ctx), w.awaitSignedIn(ctx)) })
	w.Step("the private message is in the panel", w.app.Message)
	w.Step("a visit to the gate leads home", func(ctx context.Context) error {
		_, err := w.app.Page.Eval(ctx, `void location.assign("index.html")`)
		return errors.Join(err, w.awaitSignedIn(ctx))
	})
	w.Step("logged out", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#log-out"), w.app.AwaitSignedOut(ctx, ""))
	})
	w.Step("a visit to the home page leads to the gate", func(ctx context.Context) error {
		_, err := w.app.Page.Eval(ctx, `void location.assign("home.html")`)
		return errors.Join(err, w.app.Page.WaitFor(ctx, `location.pathname.endsWith("index.html")`), w.app.AwaitSignedOut(ctx, ""))
	})
}

// TestJourneyProductionBuild looks at what must not be in the program that people get.
func TestJourneyProductionBuild(t *testing.T) {
	w := newWorld(t, drive.KeyringReal)
	production := filepath.Join(t.TempDir(), "wails-openid-oauth")
	w.Step("the app was built without the tag for tests", func(ctx context.Context) error {
		return drive.Build(ctx, "wails-openid-oauth", production)
	})
	w.Step("its symbols know no demo provider", func(ctx context.Context) error {
		symbols, err := exec.CommandContext(ctx, "go", "tool", "nm", production).Output()
		if err != nil {
			return err
		}
		if !strings.Contains(string(symbols), "wails-openid-oauth/auth.") {
			return errors.New("its symbols do not even know auth")
		}
		for _, part := range []string{"wails-openid-oauth/internal/devidp", "wails-openid-oauth/internal/demo", "github.com/luikyv/go-oidc"} {
			if strings.Contains(string(symbols), part) {
				return errors.New(part + " is in it")
			}
		}
		return nil
	})
	w.Step("it was launched, and shows that it is not configured", func(ctx context.Context) error {
		app, err := w.Desktop.Launch(ctx, drive.Command{Path: production})
		if err != nil {
			return err
		}
		w.app = &stage.App{App: app}
		_, err = w.app.MainWindow(ctx)
		return err
	})
	w.Step("W-PROD: its web inspector is closed", func(ctx context.Context) error {
		if targets, err := w.app.Targets(ctx); err == nil {
			return fmt.Errorf("the inspector lists %v", targets)
		}
		return nil
	})
	w.Step("closing it ends the app", w.app.Quit)
}
