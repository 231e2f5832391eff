//go:build linux

package harness

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"wails-openid-oauth/internal/config"
	"wails-openid-oauth/test/driver"
)

// mainTitle matches the title of the main window.
var mainTitle = regexp.MustCompile(`^Wails OpenID Connect$`)

// The messages that the API returns to a signed-in user, and to one who also has the permission read:messages.
const (
	privateMessage = "Only authenticated users can read this message."
	scopedMessage  = "Only users who may read messages can read this message."
)

// App is the running app.
type App struct {
	*driver.App
	// Page is the app's own page. It is nil before [App.FindPage].
	Page *driver.View

	host string // of the provider
}

// Env returns settings as the environment variables that the app reads.
func Env(settings config.App) []string {
	parameters := url.Values{}
	for name, value := range settings.AuthorizationParameters {
		parameters.Set(name, value)
	}
	return []string{ // an empty variable counts as not set
		"ISSUER=" + settings.Issuer,
		"CLIENT_ID=" + settings.ClientID,
		"CLIENT_SECRET=" + settings.ClientSecret.Reveal(),
		"API_IDENTIFIER=" + settings.Audience,
		"AUDIENCE_PARAMETER=" + settings.AudienceParameter,
		"API_URL=" + settings.APIURL,
		"REDIRECT_URI=" + settings.RedirectURI,
		"POST_LOGOUT_REDIRECT_URI=" + settings.PostLogoutRedirectURI,
		"SCOPE=" + settings.Scope,
		"AUTHORIZATION_PARAMETERS=" + parameters.Encode(),
		"TRUSTED_AUDIENCES=" + strings.Join(settings.TrustedAudiences, " "),
		"ID_TOKEN_SIGNING_ALG=" + settings.IDTokenSigningAlg,
		"LOGIN_WITH=" + settings.LoginWith,
	}
}

// Start starts the app, and does not wait for its page. env are further variables.
func Start(ctx context.Context, desktop *driver.Desktop, binary string, settings config.App, env ...string) (*App, error) {
	issuer, err := url.Parse(settings.Issuer)
	if err != nil {
		return nil, fmt.Errorf("harness: issuer: %w", err)
	}
	app, err := desktop.Launch(ctx, driver.Command{Path: binary, Env: append(Env(settings), env...)})
	if err != nil {
		return nil, err
	}
	return &App{App: app, host: issuer.Host}, nil
}

// Launch starts the app and waits for its page.
func Launch(ctx context.Context, desktop *driver.Desktop, binary string, settings config.App, env ...string) (*App, error) {
	app, err := Start(ctx, desktop, binary, settings, env...)
	if err != nil {
		return nil, err
	}
	return app, app.FindPage(ctx)
}

// Expect names the provider whose login window is expected, for an app that was launched without settings.
func (a *App) Expect(issuer string) {
	a.host = strings.TrimPrefix(strings.TrimPrefix(issuer, "https://"), "http://")
}

// FindPage waits for the app's page.
func (a *App) FindPage(ctx context.Context) (err error) {
	a.Page, err = a.MainView(ctx)
	return err
}

// Quit closes the main window, and waits until all of the app's processes have ended.
func (a *App) Quit(ctx context.Context) error {
	window, err := a.MainWindow(ctx)
	if err != nil {
		return err
	}
	if err := window.Close(ctx); err != nil {
		return err
	}
	return a.AwaitGone(ctx, driver.WaitLimit)
}

// MainWindow waits for the main window.
func (a *App) MainWindow(ctx context.Context) (driver.Window, error) { return a.Window(ctx, mainTitle) }

// LoginWindow waits for the login window. Its title begins with the provider's host.
func (a *App) LoginWindow(ctx context.Context) (driver.Window, error) {
	return a.Window(ctx, a.loginTitle())
}

func (a *App) loginTitle() *regexp.Regexp {
	return regexp.MustCompile("^" + regexp.QuoteMeta(a.host) + `\b`)
}

// AwaitSignedIn waits until the page is signed in and shows the name, and no login window is left.
func (a *App) AwaitSignedIn(ctx context.Context, name string) error {
	if err := a.Page.WaitState(ctx, "signed-in"); err != nil {
		return err
	}
	if err := a.AwaitText(ctx, "#profile-name", name); err != nil {
		return err
	}
	if _, err := a.MainWindow(ctx); err != nil {
		return err
	}
	return a.AwaitNoLogin(ctx)
}

// AwaitSignedOut waits until the page is signed out and shows the words, and no login window is left.
func (a *App) AwaitSignedOut(ctx context.Context, words string) error {
	if err := a.Page.WaitState(ctx, "signed-out"); err != nil {
		return err
	}
	if _, err := a.MainWindow(ctx); err != nil {
		return err
	}
	if err := a.AwaitText(ctx, "#error", words); err != nil {
		return err
	}
	return a.AwaitNoLogin(ctx)
}

// AwaitExpired waits for the banner that says that the provider ended the session.
func (a *App) AwaitExpired(ctx context.Context) error {
	if err := a.Page.WaitState(ctx, "expired"); err != nil {
		return err
	}
	return a.AwaitText(ctx, "#status", "Your session ended. Log in again.")
}

// AwaitNoLogin waits until the login window and its web view are gone.
func (a *App) AwaitNoLogin(ctx context.Context) error {
	if err := a.AwaitNoWindow(ctx, a.loginTitle()); err != nil {
		return err
	}
	return a.AwaitNoView(ctx, "login view", func(t driver.Target) bool { return strings.HasPrefix(t.URL, "http") })
}

// AwaitText waits until an element of the page shows the words.
func (a *App) AwaitText(ctx context.Context, selector, words string) error {
	literal, err := json.Marshal(words)
	if err != nil {
		return err
	}
	return a.Page.WaitFor(ctx, fmt.Sprintf("(document.querySelector(%q)?.innerText ?? '').includes(%s)", selector, literal))
}

// AwaitPicture waits until the page shows the user's picture.
func (a *App) AwaitPicture(ctx context.Context) error {
	return a.Page.WaitFor(ctx,
		`((p) => p.checkVisibility() && p.complete && p.naturalWidth > 0)(document.querySelector("#profile-picture"))`)
}

// Message clicks the button for the private message, and waits for the message.
func (a *App) Message(ctx context.Context) error {
	if err := a.Page.Click(ctx, "#get-private-message"); err != nil {
		return err
	}
	return a.AwaitText(ctx, "#private-message", privateMessage)
}

// Scoped clicks the button for the message that needs a permission, and waits for the message.
func (a *App) Scoped(ctx context.Context) error {
	if err := a.Page.Click(ctx, "#get-scoped-message"); err != nil {
		return err
	}
	return a.AwaitText(ctx, "#scoped-message", scopedMessage)
}
