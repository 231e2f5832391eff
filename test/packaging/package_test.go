//go:build linux && packages

package packaging

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"wails-openid-oauth/backend-api/api"
	"wails-openid-oauth/backend-api/bearer"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/internal/config"
	"wails-openid-oauth/internal/paths"
	"wails-openid-oauth/test/authtest"
	"wails-openid-oauth/test/harness"
)

// installed is the program of the package.
const installed = "/usr/bin/" + paths.App

// installation is the app as a package has installed it, and who uses it.
type installation struct {
	*harness.Journey
	provider *authtest.Provider
	api      *harness.API
	app      *harness.App
	settings string // the file
}

// TestPackage tests the package for Debian where it is installed: it is upgraded, removed and installed again while a person uses the
// app. scripts/test-packages.sh runs it in a Debian of its own, with the older package installed. PACKAGE_NEWER is the file of the newer.
func TestPackage(t *testing.T) {
	newer := os.Getenv("PACKAGE_NEWER")
	if newer == "" {
		t.Fatal("this test runs in a Debian of its own: make test-packages")
	}
	i := newInstallation(t)
	i.Step("the person has settings", i.writeSettings)
	i.Step("the installed app starts", i.start)
	i.Step("the person logs in", i.logIn)
	i.Step("and calls the API", i.call)
	older := version(t)
	i.Step("the package is upgraded while the app runs", administrator("dpkg", "--install", newer))
	i.Check("it is another version", version(t) != older, "the version is still %s", older)
	i.Step("the app works on", i.call)
	i.Step("the person quits", i.quit)
	i.Step("the new version starts with the session and the settings", i.startSignedIn)
	i.Step("and calls the API", i.call)
	i.Step("the person quits", i.quit)

	files := owned(t)
	i.Step("the package is removed", administrator("dpkg", "--remove", paths.App))
	i.Step("no file of it is left", func(context.Context) error { return gone(files) })
	i.Step("the settings are left", func(context.Context) error { _, err := os.Stat(i.settings); return err })
	i.Step("the package is installed again", administrator("dpkg", "--install", newer))
	i.Step("the app starts with the session and the settings", i.startSignedIn)
	i.Step("the person logs out", i.logOut)
	i.Step("the person quits", i.quit)
	i.Step("the package is purged", administrator("dpkg", "--purge", paths.App))
	i.Step("no file of it is left", func(context.Context) error { return gone(files) })
}

func newInstallation(t *testing.T) *installation {
	i := &installation{Journey: harness.NewJourney(t, harness.Options{Output: os.Getenv("PACKAGE_PICTURES"), Accessible: true})}
	i.provider = authtest.NewProvider(t, func(o *authtest.Options) { o.APIScopes = api.Scopes() })
	i.provider.Tamper("", harness.AskForName)
	i.api = harness.NewAPI(t, bearer.Options{Issuer: i.provider.Issuer, Audience: authtest.Audience})
	return i
}

// writeSettings writes the settings file as a person does, in the folder for settings.
func (i *installation) writeSettings(context.Context) error {
	text, err := json.Marshal(map[string]string{
		"issuer": i.provider.Issuer, "clientId": i.provider.ClientID, "apiIdentifier": authtest.Audience, "apiUrl": i.api.URL,
		"redirectUri": authtest.RedirectURI, "scope": strings.Join(append(api.Scopes(), "openid profile email offline_access"), " "),
	})
	if err != nil {
		return err
	}
	i.settings = filepath.Join(filepath.Dir(i.Desktop.Home), "config", paths.App, "env-variables.json")
	return errors.Join(os.MkdirAll(filepath.Dir(i.settings), 0o700), os.WriteFile(i.settings, text, 0o600))
}

// start starts the app, which gets all settings from the file.
func (i *installation) start(ctx context.Context) (err error) {
	i.app, err = harness.Start(ctx, i.Desktop, installed, config.App{Issuer: i.provider.Issuer})
	return err
}

func (i *installation) startSignedIn(ctx context.Context) error {
	i.provider.ForgetRequests()
	if err := errors.Join(i.start(ctx), i.app.AwaitLog(ctx, `"state":"signed-in"`)); err != nil {
		return err
	}
	if n := len(i.provider.Requests(idp.PathAuthorize)); n != 0 {
		return fmt.Errorf("the app asked for a log-in %d times", n)
	}
	return i.picture(ctx)
}

func (i *installation) logIn(ctx context.Context) error {
	window, err := i.app.LoginWindow(ctx)
	if err != nil {
		return err
	}
	if err := i.TypeLogIn(ctx, window, i.provider, true); err != nil {
		return err
	}
	if err := i.app.AwaitLog(ctx, `"state":"signed-in"`); err != nil {
		return err
	}
	return i.picture(ctx)
}

// call presses the button for the private message until the API has got a token.
func (i *installation) call(ctx context.Context) error {
	before := len(i.api.Seen())
	return i.press(ctx, "Get Private Message", func() bool { return len(i.api.Seen()) > before })
}

func (i *installation) logOut(ctx context.Context) error {
	if err := i.press(ctx, "Logout", func() bool { stored, err := i.Stored(ctx); return err == nil && len(stored) == 0 }); err != nil {
		return err
	}
	return i.AwaitNothingStored(ctx)
}

// press clicks on a button of the main window until it has the effect.
func (i *installation) press(ctx context.Context, button string, effect func() bool) error {
	window, err := i.app.MainWindow(ctx)
	if err != nil {
		return err
	}
	return i.Again(ctx, fmt.Sprintf("the button %q", button), effect, func() error { return window.ClickButton(ctx, button) })
}

func (i *installation) quit(ctx context.Context) error { return i.app.Quit(ctx) }

func (i *installation) picture(ctx context.Context) error {
	_, err := i.Desktop.Picture(ctx, "installed")
	return err
}

// administrator returns a step that runs a command as root.
func administrator(command ...string) func(context.Context) error {
	return func(ctx context.Context) error {
		out, err := exec.CommandContext(ctx, "sudo", command...).CombinedOutput()
		if err != nil {
			return fmt.Errorf("%s: %w: %s", strings.Join(command, " "), err, out)
		}
		return nil
	}
}

// version is the one that is installed.
func version(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("dpkg-query", "-W", "-f", "${Version}", paths.App).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}

// owned lists the files that only this package has.
func owned(t *testing.T) (files []string) {
	t.Helper()
	out, err := exec.Command("dpkg-query", "--listfiles", paths.App).Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range strings.Fields(string(out)) {
		if info, err := os.Stat(name); err == nil && (info.Mode().IsRegular() || filepath.Base(name) == paths.App) {
			files = append(files, name)
		}
	}
	if len(files) < 10 {
		t.Fatalf("the package has only these files: %q", files)
	}
	return files
}

// gone returns an error that names the files that are still there.
func gone(files []string) (left error) {
	for _, name := range files {
		if _, err := os.Lstat(name); err == nil {
			left = errors.Join(left, fmt.Errorf("%s is left", name))
		}
	}
	return left
}
