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
			w.step("the app was launched", func(ctx context.Context) (err error) {
				w.app, err = w.desktop.Launch(ctx, drive.Command{Path: binary, Env: []string{"XDG_CONFIG_HOME=" + settings, tt.env}})
				return errors.Join(err, w.findPage(ctx))
			})
			for _, words := range tt.want {
				w.step(fmt.Sprintf("the page names %s", words), func(ctx context.Context) error { return w.awaitText(ctx, "#error", words) })
			}
			w.step("it offers no log-in", func(ctx context.Context) error {
				return errors.Join(w.page.WaitState(ctx, "signed-out"), w.page.WaitFor(ctx, `document.querySelector("#log-in").hidden`))
			})
			w.step("closing it ends the app", w.quit)
		})
	}
}

// TestJourneyReload reloads each page in each state that lasts.
func TestJourneyReload(t *testing.T) {
	w := newWorld(t, drive.KeyringReal)
	w.step("the app was launched", w.launch)
	reload := func(ctx context.Context) error { return w.page.Reload(ctx) }
	w.step("reloaded while the login window is open", func(ctx context.Context) error {
		_, err := w.loginPage(ctx)
		return errors.Join(err, reload(ctx), w.page.WaitState(ctx, "signing-in"))
	})
	w.step("logged in", w.logIn)
	w.step("reloaded the home page", func(ctx context.Context) error { return errors.Join(reload(ctx), w.awaitSignedIn(ctx)) })
	w.step("the private message is in the panel", w.message)
	w.step("a visit to the gate leads home", func(ctx context.Context) error {
		_, err := w.page.Eval(ctx, `void location.assign("index.html")`)
		return errors.Join(err, w.awaitSignedIn(ctx))
	})
	w.step("logged out", func(ctx context.Context) error {
		return errors.Join(w.page.Click(ctx, "#log-out"), w.awaitSignedOut(ctx, ""))
	})
	w.step("a visit to the home page leads to the gate", func(ctx context.Context) error {
		_, err := w.page.Eval(ctx, `void location.assign("home.html")`)
		return errors.Join(err, w.page.WaitFor(ctx, `location.pathname.endsWith("index.html")`), w.awaitSignedOut(ctx, ""))
	})
}

// TestJourneyProductionBuild looks at what must not be in the program that people get.
func TestJourneyProductionBuild(t *testing.T) {
	w := newWorld(t, drive.KeyringReal)
	production := filepath.Join(t.TempDir(), "wails-openid-oauth")
	w.step("the app was built without the tag for tests", func(ctx context.Context) error {
		return drive.Build(ctx, "wails-openid-oauth", production)
	})
	w.step("its symbols know no demo provider", func(ctx context.Context) error {
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
	w.step("it was launched, and shows that it is not configured", func(ctx context.Context) (err error) {
		if w.app, err = w.desktop.Launch(ctx, drive.Command{Path: production}); err != nil {
			return err
		}
		_, err = w.app.Window(ctx, mainTitle)
		return err
	})
	w.step("W-PROD: its web inspector is closed", func(ctx context.Context) error {
		if targets, err := w.app.Targets(ctx); err == nil {
			return fmt.Errorf("the inspector lists %v", targets)
		}
		return nil
	})
	w.step("closing it ends the app", w.quit)
}
