//go:build linux && interop

package interop_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// keycloakWorld holds what a journey needs that only Keycloak has.
type keycloakWorld struct {
	*world
	t        *testing.T
	keycloak *keycloak
}

// newKey is the name of the realm's second key.
const newKey = "new-key"

// keycloakJourneys are journeys in the app's own window, with the actions of an administrator or with clients of their own. Ada is not
// asked for consent.
func keycloakJourneys(t *testing.T, p provider) {
	for name, journey := range map[string]func(*keycloakWorld){
		"LogIn":          (*keycloakWorld).journeyLogIn,
		"Renew":          (*keycloakWorld).journeyRenew,
		"LogOut":         (*keycloakWorld).journeyLogOut,
		"RevokedSession": (*keycloakWorld).journeyRevokedSession,
		"DisabledUser":   (*keycloakWorld).journeyDisabledUser,
		"RotatedKeys":    (*keycloakWorld).journeyRotatedKeys,
		"OfflineAccess":  (*keycloakWorld).journeyOfflineAccess,

		// These have clients of their own.
		"Algorithms":       (*keycloakWorld).journeyAlgorithms,
		"SeveralAudiences": (*keycloakWorld).journeySeveralAudiences,
		"Parameters":       (*keycloakWorld).journeyParameters,
		"LargeToken":       (*keycloakWorld).journeyLargeToken,
		"TooLargeToken":    (*keycloakWorld).journeyTooLargeToken,
		"OtherAudience":    (*keycloakWorld).journeyOtherAudience,
	} {
		t.Run(name, func(t *testing.T) {
			w := &keycloakWorld{t: t, keycloak: p.(*keycloak)}
			w.world = newWorld(t, p, w.keycloak.password, inWindow)
			w.settings = map[string]string{"CLIENT_ID": clientID, "SCOPE": "openid profile email"}
			ctx := t.Context()
			err := errors.Join(w.keycloak.enable(ctx, true), w.keycloak.endSessions(ctx), w.keycloak.forgetEvents(ctx))
			if err != nil {
				t.Fatal(err)
			}
			journey(w)
		})
	}
}

func (w *keycloakWorld) journeyLogIn() {
	w.Step("the app was launched", w.launch)
	w.Step("Keycloak asks who you are", w.asksWhoYouAre)
	w.Step("a wrong password is refused on its page, and the window stays", func(ctx context.Context) error {
		login, err := w.submit(ctx, "wrong")
		if err != nil {
			return err
		}
		return login.WaitFor(ctx, `document.body.innerText.includes("Invalid username or password")`)
	})
	w.Step("typed on the keyboard, the right one leads home", w.typeIn)
	w.Step("the picture is there", w.app.AwaitPicture)
	w.Step("the API gave the private message for Keycloak's access token", w.app.Message)
	w.Step("which is for the API, through this client", w.checkAccessToken)
	var first string
	w.Step("the keyring holds the refresh token, and no file does", func(ctx context.Context) (err error) {
		if first, err = w.refreshToken(ctx); err != nil {
			return err
		}
		for _, token := range []string{first, w.api.Token()} {
			if files, err := w.Desktop.FilesContaining(token); err != nil || len(files) > 0 {
				return fmt.Errorf("a token is in %v, %w", files, err)
			}
		}
		return nil
	})
	w.Step("Keycloak saw one log-in and one code",
		w.sawBesideRenewals("LOGIN_ERROR invalid_user_credentials", "LOGIN", "CODE_TO_TOKEN"))
	w.Step("from now on, events count anew", w.keycloak.forgetEvents)
	w.Step("the app was closed", w.app.Quit)
	w.Step("the app was launched again", w.launch)
	w.Step("it came back without a log-in", w.awaitSignedIn)
	w.Step("the refresh token was rotated", func(ctx context.Context) error { return w.rotated(ctx, first) })
	w.Step("Keycloak saw no other log-in", w.sawBesideRenewals())
	w.Step("the API gave the private message", w.app.Message)
}

// typeIn logs in with mouse and keyboard.
func (w *keycloakWorld) typeIn(ctx context.Context) error {
	login, err := w.loginPage(ctx)
	if err != nil {
		return err
	}
	window, err := w.app.LoginWindow(ctx)
	if err != nil {
		return err
	}
	return errors.Join(
		login.Fill(ctx, "#username", ""), window.ClickAt(ctx, login, "#username"), window.Type(ctx, "ada"),
		window.ClickAt(ctx, login, "#password"), window.Type(ctx, w.keycloak.password), window.Key(ctx, "Return"),
		w.awaitSignedIn(ctx))
}

// checkAccessToken checks the access token that the API got.
func (w *keycloakWorld) checkAccessToken(context.Context) error {
	header, claims, err := w.accessToken()
	if err != nil {
		return err
	}
	w.Report.Note("(typ %v, aud %v, azp %v)", header["typ"], claims["aud"], claims["azp"])
	for name, want := range map[string]any{"iss": w.keycloak.issuer(), "azp": clientID} {
		if claims[name] != want {
			return fmt.Errorf("%s is %v, want %v", name, claims[name], want)
		}
	}
	several, _ := claims["aud"].([]any)
	if claims["aud"] != audience && !slices.Contains(several, any(audience)) {
		return fmt.Errorf("aud is %v, which does not contain the API", claims["aud"])
	}
	return nil
}

// saw returns a step that waits until Keycloak has recorded exactly these events.
func (w *keycloakWorld) saw(want ...string) func(context.Context) error { return w.sawBeside("", want) }

// sawBesideRenewals leaves the renewals out. A busy machine may need more of them, because an access token lives for ten seconds.
func (w *keycloakWorld) sawBesideRenewals(want ...string) func(context.Context) error {
	return w.sawBeside("REFRESH_TOKEN", want)
}

func (w *keycloakWorld) sawBeside(other string, want []string) func(context.Context) error {
	return func(ctx context.Context) error {
		return w.until(ctx, func() error {
			got, err := w.keycloak.events(ctx)
			got = slices.DeleteFunc(got, func(event string) bool { return event == other })
			if err == nil && !slices.Equal(got, want) {
				err = fmt.Errorf("Keycloak recorded %q, want %q", got, want)
			}
			return err
		})
	}
}

func (w *keycloakWorld) journeyRenew() {
	w.Step("the app was launched", w.launch)
	w.Step("logged in", w.logIn)
	w.Step("the API gave the private message", w.app.Message)
	access := w.api.Token()
	var refresh string
	w.Step("the keyring holds the refresh token", func(ctx context.Context) (err error) {
		refresh, err = w.refreshToken(ctx)
		return err
	})
	w.Step("the access token expired", func(ctx context.Context) error { return w.api.AwaitRefusal(ctx, access) })
	w.Step("from now on, events count anew", w.keycloak.forgetEvents)
	w.Step("20 parallel calls were answered", func(ctx context.Context) error {
		raw, err := w.app.Page.Eval(ctx, `Promise.all(Array.from({length: 20}, () => window.go.main.App.GetPrivateData()))`)
		if got := strings.Count(string(raw), "Only authenticated users"); err == nil && got != 20 {
			err = fmt.Errorf("%d answers, want 20", got)
		}
		return err
	})
	w.Step("by one renewal", w.saw("REFRESH_TOKEN"))
	w.Check("with another access token", w.api.Token() != access, "it is the one that has expired")
	w.Step("the rotated refresh token is in the keyring", func(ctx context.Context) error { return w.rotated(ctx, refresh) })
	w.Step("the next click answers", w.app.Message)
}

func (w *keycloakWorld) journeyLogOut() {
	w.Step("the app was launched", w.launch)
	w.Step("logged in", w.logIn)
	w.Step("Keycloak has the session", w.has(1, w.keycloak.sessions))
	w.Step("Logout leads to the signed-out page", w.logOut)
	w.Step("the keyring entry is gone", w.AwaitNothingStored)
	w.Step("Keycloak's session has ended", w.has(0, w.keycloak.sessions))
	// Keycloak ends the session when the refresh token is revoked. So the log-out page finds no session to end. Keycloak records an
	// error, and leads back to the app.
	w.Step("by revocation, and its log-out page was visited",
		w.saw("LOGIN", "CODE_TO_TOKEN", "REVOKE_GRANT", "LOGOUT_ERROR session_expired"))
	w.Step("the next log-in asks who you are", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#log-in"), w.asksWhoYouAre(ctx))
	})
	w.Step("and leads home", w.logIn)
	w.Step("the app had nothing to warn of since the log-out", w.warnedOfNothing) // the log-in waited until the log-out had ended
}

// logOut presses Logout, and waits until the log-out has ended.
func (w *keycloakWorld) logOut(ctx context.Context) error {
	return errors.Join(w.app.Page.Click(ctx, "#log-out"), w.app.AwaitSignedOut(ctx, ""))
}

// has returns a step that waits until Keycloak lists this number of Ada's sessions.
func (w *keycloakWorld) has(want int, list func(context.Context) ([]any, error)) func(context.Context) error {
	return func(ctx context.Context) error {
		return w.until(ctx, func() error {
			got, err := list(ctx)
			if err == nil && len(got) != want {
				err = fmt.Errorf("%d sessions, want %d", len(got), want)
			}
			return err
		})
	}
}

func (w *keycloakWorld) journeyRevokedSession() {
	w.Step("the app was launched", w.launch)
	w.Step("logged in", w.logIn)
	w.Step("the API gave the private message", w.app.Message)
	w.Step("the administrator signed Ada out", w.keycloak.endSessions)
	w.Step("the access token expired", func(ctx context.Context) error { return w.api.AwaitRefusal(ctx, w.api.Token()) })
	w.Step("at the next click, the banner says that the session ended", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#get-private-message"), w.app.AwaitExpired(ctx))
	})
	w.Step("the keyring entry is gone", w.AwaitNothingStored)
	w.Step("log in again works", w.logInAgain)
	w.Step("the API gave the private message", w.app.Message)
}

func (w *keycloakWorld) journeyDisabledUser() {
	w.Step("the app was launched", w.launch)
	w.Step("logged in", w.logIn)
	w.Step("the app was closed", w.app.Quit)
	w.Step("the administrator disabled the account", func(ctx context.Context) error { return w.keycloak.enable(ctx, false) })
	w.Step("the app was launched again", w.launch)
	w.Step("the banner says that the session ended", w.app.AwaitExpired)
	w.Step("the keyring entry is gone", w.AwaitNothingStored)
	w.Step("Keycloak's page says why there is no log-in", func(ctx context.Context) error {
		if err := w.app.Page.Click(ctx, "#log-in"); err != nil {
			return err
		}
		login, err := w.submit(ctx, w.keycloak.password)
		if err != nil {
			return err
		}
		return login.WaitFor(ctx, `document.body.innerText.includes("Account is disabled")`)
	})
	w.Step("the administrator enabled it", func(ctx context.Context) error { return w.keycloak.enable(ctx, true) })
	w.Step("and the log-in goes on", w.logIn)
}

func (w *keycloakWorld) journeyRotatedKeys() {
	w.Step("the app was launched", w.launch)
	w.Step("logged in", w.logIn)
	w.Step("the API gave the private message", w.app.Message)
	var old any
	w.Step("signed with the realm's old key", func(context.Context) (err error) { old, err = w.accessTokenKey(); return err })
	w.Step("the realm signs with a new key", func(ctx context.Context) error { return w.keycloak.addKey(ctx, newKey) })
	// The app and the API look for new keys only once per cool-down. The cool-down may not have passed since they got the old key.
	// Until it has, the app cannot check the new tokens, and must neither use nor lose them.
	w.Step("app and API took the new key by themselves", func(ctx context.Context) error {
		tries := 0
		defer func() { w.Report.Note("(at click %d)", tries) }()
		return w.until(ctx, func() error {
			tries++
			raw, err := w.app.Page.Eval(ctx, `window.go.main.App.GetPrivateData().catch(String)`)
			if err != nil || !strings.Contains(string(raw), "Only authenticated users") {
				return errors.Join(err, fmt.Errorf("the answer is %s", raw))
			}
			key, err := w.accessTokenKey()
			if err == nil && key == old {
				err = errors.New("the access token is signed with the old key")
			}
			return err
		})
	})
	w.Step("the session is as it was", w.awaitSignedIn)
	w.Step("Keycloak refused nothing", w.refusedNothing)
	w.Step("the old key was withdrawn", func(ctx context.Context) error { return w.keycloak.removeOtherKeys(ctx, newKey) })
	w.Step("logged out", w.logOut)
	w.Step("log in again works", w.logInAgain)
	w.Step("the API gave the private message", w.app.Message)
}

// accessTokenKey returns the ID of the key that signed the last token of the API.
func (w *keycloakWorld) accessTokenKey() (any, error) {
	header, _, err := w.accessToken()
	return header["kid"], err
}

// refusedNothing returns an error if an event of Keycloak is an error.
func (w *keycloakWorld) refusedNothing(ctx context.Context) error {
	events, err := w.keycloak.events(ctx)
	for _, event := range events {
		if strings.Contains(event, "_ERROR") {
			err = errors.Join(err, errors.New(event))
		}
	}
	return err
}

// journeyOfflineAccess asks for "offline_access", as the app does by default. Then Keycloak makes an offline session, which
// does not expire, so the log-out must end it.
func (w *keycloakWorld) journeyOfflineAccess() {
	w.settings["SCOPE"] = "openid profile email offline_access"
	w.Step("the app was launched", w.launch)
	w.Step("logged in", w.logIn)
	w.Step("the API gave the private message", w.app.Message)
	w.Step("Keycloak has an offline session", w.has(1, w.keycloak.offlineSessions))
	w.Step("and no other", w.has(0, w.keycloak.sessions))
	w.Step("Logout leads to the signed-out page", w.logOut)
	w.Step("the keyring entry is gone", w.AwaitNothingStored)
	w.Step("Keycloak's offline session has ended", w.has(0, w.keycloak.offlineSessions))
	w.Step("the next log-in asks who you are", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#log-in"), w.asksWhoYouAre(ctx))
	})
	w.Step("and leads home", w.logIn)
	w.Step("the app had nothing to warn of since the log-out", w.warnedOfNothing)
	w.Step("the app was closed", w.app.Quit)
	w.Step("the app was launched again", w.launch)
	w.Step("it came back without a log-in", w.awaitSignedIn)
	w.Step("the API gave the private message", w.app.Message)
	w.Step("Logout in this run, which had no log-in, leads to the signed-out page", w.logOut)
	w.Step("and has ended the offline session too", w.has(0, w.keycloak.offlineSessions))
}
