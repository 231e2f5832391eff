//go:build linux && interop

package interop_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"wails-openid-oauth/test/driver"
)

// loginPage waits for Keycloak's log-in page in the login window.
func (w *keycloakWorld) loginPage(ctx context.Context) (*driver.View, error) {
	login, err := w.app.LoginView(ctx)
	if err != nil {
		return nil, err
	}
	if err := login.WaitFor(ctx, `document.readyState === "complete" && document.querySelector("#kc-login") !== null`); err != nil {
		return nil, err
	}
	window, err := w.app.LoginWindow(ctx)
	w.Report.Note("(%s)", window)
	return login, err
}

// submit fills in Keycloak's form.
func (w *keycloakWorld) submit(ctx context.Context, password string) (*driver.View, error) {
	login, err := w.loginPage(ctx)
	if err != nil {
		return nil, err
	}
	return login, errors.Join(
		login.Fill(ctx, "#username", "ada"), login.Fill(ctx, "#password", password), login.Click(ctx, "#kc-login"))
}

// logInAgain logs in by the button of the app's page.
func (w *keycloakWorld) logInAgain(ctx context.Context) error {
	if err := w.app.Page.Click(ctx, "#log-in"); err != nil {
		return err
	}
	return w.logIn(ctx)
}

// accessToken returns the header and the claims of the last token that the API got. It does not check them.
func (w *keycloakWorld) accessToken() (header, claims map[string]any, err error) {
	parts := strings.Split(w.api.Token(), ".")
	if len(parts) != 3 {
		return nil, nil, errors.New("the API got no JWT")
	}
	for part, out := range map[string]*map[string]any{parts[0]: &header, parts[1]: &claims} {
		text, err := base64.RawURLEncoding.DecodeString(part)
		if err == nil {
			err = json.Unmarshal(text, out)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	return header, claims, nil
}

// warnedOfNothing returns an error if the app has logged a warning since it signed out.
func (w *keycloakWorld) warnedOfNothing(context.Context) error {
	log, err := os.ReadFile(w.app.Log())
	if err != nil {
		return err
	}
	at := bytes.LastIndex(log, []byte(`"state":"signed-out"`))
	if at < 0 {
		return errors.New("the log has no line about the log-out, so the search cannot be right")
	}
	for line := range bytes.Lines(log[at:]) {
		if bytes.Contains(line, []byte(`"level":"WARN"`)) || bytes.Contains(line, []byte(`"level":"ERROR"`)) {
			return fmt.Errorf("the app logged %s", bytes.TrimSpace(line))
		}
	}
	return nil
}
