//go:build linux && interop

package interop_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// django is Django with Django OAuth Toolkit.
type django struct{ server }

func newDjango() *django { return &django{server{name: "django"}} }

func (d *django) start(ctx context.Context) error {
	if err := d.prepare(); err != nil {
		return err
	}
	script, err := filepath.Abs("django/server.py")
	if err != nil {
		return err
	}
	env := []string{
		"ISSUER=" + d.url, "DATA=" + d.folder, "PASSWORD=" + d.password, "PICTURE_URL=" + pictureURL, "AUDIENCE=" + audience,
		"PYTHONDONTWRITEBYTECODE=1",
	}
	python := filepath.Join(os.Getenv("DJANGO_HOME"), "bin", "python3")
	return d.run(ctx, d.url+"/.well-known/openid-configuration", env, python, script)
}

// settings: the toolkit refuses a scope that its settings do not list. It makes refresh tokens without "offline_access".
func (d *django) settings() map[string]string {
	return map[string]string{"CLIENT_ID": clientID, "SCOPE": "openid profile email read:messages"}
}

func (d *django) pages() pages {
	return pages{
		user: "[name=username]", password: "[name=password]", logIn: "#log-in",
		allow: "#authorizationForm [name=allow]", deny: "#authorizationForm [type=submit]:not([name])",
	}
}

// revoke uses an endpoint that the discovery document does not name.
func (d *django) revoke(ctx context.Context, refresh string) error {
	return revokeAt(ctx, d.url+"/revoke_token/", clientID, "", refresh)
}

// opaqueClient is the client that gets the toolkit's own access tokens, which are no JWTs.
const opaqueClient = "wails-app-opaque"

// djangoJourneys: the API refuses an opaque token. That must not end a session which the provider has not ended.
func djangoJourneys(t *testing.T, p provider) {
	t.Run("opaque", func(t *testing.T) {
		w := newWorld(t, p, p.(*django).password, inWindow)
		w.settings["CLIENT_ID"] = opaqueClient
		w.Step("the app was launched", w.launch)
		w.Step("Ada logged in", w.logIn)
		w.Step("the API did not accept the sign-in, and the page says so", func(ctx context.Context) error {
			return errors.Join(w.app.Page.Click(ctx, "#get-private-message"),
				w.app.AwaitText(ctx, "#private-message-error", "The API did not accept your sign-in."))
		})
		w.Check("the token was no JWT", !strings.Contains(w.api.Token(), "."), "it was a JWT")
		w.Step("the session goes on", w.awaitSignedIn)
		w.Step("with a refresh token", func(ctx context.Context) error {
			_, err := w.refreshToken(ctx)
			return err
		})
		w.Step("the app was closed", w.app.Quit)
		w.Step("the app was launched again", w.launch)
		w.Step("it came back without a log-in", w.awaitSignedIn)
		w.Step("Logout leads to the signed-out page", w.logOut)
		w.Step("the keyring entry is gone", w.AwaitNothingStored)
	})
}
