//go:build linux && interop

package interop_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wails-openid-oauth/backend-api/bearer"
	"wails-openid-oauth/internal/config"
	"wails-openid-oauth/test/driver"
	"wails-openid-oauth/test/harness"
)

// agent is where the user logs in.
type agent string

const (
	inWindow  agent = config.Webview // a window of the app
	inBrowser agent = config.Browser // headless Chromium
)

// world holds what one journey needs.
type world struct {
	*harness.Journey
	provider provider
	password string // of Ada
	with     agent
	settings map[string]string // of the app, by their variables
	api      *harness.API
	app      *harness.App
	chromium *harness.Chromium // nil for the window
}

// newWorld begins a journey at a running provider. Nobody has logged in.
func newWorld(t *testing.T, p provider, password string, with agent) *world {
	t.Helper()
	output := filepath.Join(artifacts, strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(t.Name(), "Test"), "/", "-")))
	w := &world{
		Journey:  harness.NewJourney(t, harness.Options{Output: output}),
		provider: p, password: password, with: with, settings: p.settings(),
		api: harness.NewAPI(t, bearer.Options{Issuer: p.issuer(), Audience: audience}),
	}
	if with == inBrowser {
		w.chromium = harness.NewChromium(t, w.Desktop, "--headless=new", "--ignore-certificate-errors-spki-list="+ours.pin())
	}
	if err := p.forget(t.Context()); err != nil {
		t.Fatal(err)
	}
	return w
}

// launch starts the app and finds its page.
func (w *world) launch(ctx context.Context) (err error) {
	settings := config.App{
		Issuer: w.provider.issuer(), ClientID: clientID, Audience: audience, APIURL: w.api.URL, RedirectURI: windowCallback,
	}
	if w.with == inBrowser {
		settings.RedirectURI = browserCallback
	}
	env := []string{"LOGIN_WITH=" + string(w.with)}
	for variable, value := range w.settings {
		env = append(env, variable+"="+value)
	}
	w.app, err = harness.Launch(ctx, w.Desktop, binary, settings, env...)
	return err
}

// eval evaluates a script in the page of the provider that the user sees, if there is one now.
func (w *world) eval(ctx context.Context, script string) (json.RawMessage, error) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	if w.chromium != nil {
		return w.chromium.Eval(ctx, script)
	}
	targets, err := w.app.Targets(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range targets {
		if strings.HasPrefix(t.URL, "http") {
			view, err := w.app.LoginView(ctx)
			if err != nil {
				return nil, err
			}
			return view.Eval(ctx, script)
		}
	}
	return nil, errors.New("there is no login window")
}

// asksWhoYouAre waits until the provider asks for the password.
func (w *world) asksWhoYouAre(ctx context.Context) error {
	return w.asks(ctx, w.provider.pages().password)
}

// asks waits until the provider's page shows one of the elements.
func (w *world) asks(ctx context.Context, selectors ...string) error {
	list, err := json.Marshal(selectors)
	if err != nil {
		return err
	}
	script := fmt.Sprintf(`document.readyState === "complete" && !window.stale && `+
		`%s.some((one) => document.querySelector(one)?.checkVisibility())`, list)
	return w.until(ctx, func() error {
		seen, err := w.eval(ctx, script)
		if err == nil && string(seen) != "true" {
			err = fmt.Errorf("the page shows none of %q", selectors)
		}
		return err
	})
}

// act is a script that does on the provider's page what a person would do there: log in, then allow or deny. It acts once
// on a page.
const act = `((pages, password, allow) => {
	const visible = (selector) => {
		const element = selector && document.querySelector(selector);
		return element?.checkVisibility() ? element : null;
	};
	if (document.readyState !== "complete" || window.hasActed || window.stale) return "";
	const deny = allow ? null : visible(pages.deny);
	const choice = deny ?? (allow ? visible(pages.allow) : null);
	const secret = choice ? null : visible(pages.password);
	const button = choice ?? (secret && visible(pages.logIn));
	if (!button) return "";
	window.hasActed = true;
	if (secret) {
		const user = visible(pages.user);
		if (user) user.value = "ada";
		secret.value = password;
	}
	if (choice && allow) document.querySelectorAll("input[type=checkbox]").forEach((box) => (box.checked = true));
	button.click();
	return secret ? "logged in" : allow ? "allowed" : "denied";
})(%s, %s, %t)`

// answer acts on the provider's pages until the app has the state.
func (w *world) answer(ctx context.Context, allow bool, state string) error {
	p := w.provider.pages()
	selectors, err := json.Marshal(map[string]string{
		"user": p.user, "password": p.password, "logIn": p.logIn, "allow": p.allow, "deny": p.deny,
	})
	if err != nil {
		return err
	}
	script := fmt.Sprintf(act, selectors, quote(w.password), allow)
	return w.until(ctx, func() error {
		if now, err := w.app.Page.State(ctx); err != nil || now == state {
			return err
		}
		done, err := w.eval(ctx, script)
		if text := strings.Trim(string(done), `"`); text != "" {
			w.Report.Note("(%s)", text)
		}
		return errors.Join(fmt.Errorf("the app is not %s yet", state), err)
	})
}

// logIn logs in as Ada, allows what the app asks for, and waits for the home page.
func (w *world) logIn(ctx context.Context) error {
	if err := w.answer(ctx, true, "signed-in"); err != nil {
		return err
	}
	return w.awaitSignedIn(ctx)
}

func (w *world) awaitSignedIn(ctx context.Context) error {
	return w.app.AwaitSignedIn(ctx, "Ada Lovelace")
}

// refreshToken returns the one refresh token in the keyring.
func (w *world) refreshToken(ctx context.Context) (string, error) {
	stored, err := w.Stored(ctx)
	if err == nil && len(stored) != 1 {
		err = fmt.Errorf("the keyring holds %d refresh tokens, want 1", len(stored))
	}
	if err != nil {
		return "", err
	}
	return stored[0], nil
}

// until calls holds until it returns no error.
func (w *world) until(ctx context.Context, holds func() error) error {
	ctx, cancel := context.WithTimeout(ctx, 2*driver.WaitLimit)
	defer cancel()
	for {
		err := holds()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			text, _ := w.eval(context.WithoutCancel(ctx), `location.origin + location.pathname + ": " + document.body.innerText`)
			return fmt.Errorf("%w; the provider's page is %s", err, text)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// quote makes a JavaScript string literal, which every JSON string is.
func quote(s string) string {
	literal, _ := json.Marshal(s) // a string can always be encoded
	return string(literal)
}
