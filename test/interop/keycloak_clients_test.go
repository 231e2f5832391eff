//go:build linux && interop

package interop_test

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"wails-openid-oauth/backend-api/bearer"
	"wails-openid-oauth/test/harness"
)

// The journeys of this file have clients of their own in realm.json. The tokens or log-ins of these clients are different.

// uses makes a client the app's, and starts an API for its access tokens.
func (w *keycloakWorld) uses(client string, tokens bearer.Options) {
	w.settings["CLIENT_ID"] = client
	tokens.Issuer, tokens.Audience, tokens.ClientID = w.keycloak.issuer(), audience, client
	w.api = harness.NewAPI(w.t, tokens)
}

// journeyAlgorithms: the client has registered ES256 for ID tokens and PS256 for access tokens.
func (w *keycloakWorld) journeyAlgorithms() {
	w.uses("wails-app-algorithms", bearer.Options{Algorithms: []string{"PS256"}})
	w.logInIsRefused("signs in another way than the setting idTokenSigningAlg says", "configured: RS256\nreceived: ES256")
	w.Step("the app was closed", w.app.Quit)
	w.settings["ID_TOKEN_SIGNING_ALG"] = "ES256"
	w.everythingWorks()
	w.Step("the access token is signed with PS256", func(context.Context) error {
		header, _, err := w.accessToken()
		if err == nil && header["alg"] != "PS256" {
			err = fmt.Errorf("it is signed with %v", header["alg"])
		}
		return err
	})
}

// journeySeveralAudiences: ZITADEL lists the project beside the client, in ID tokens and in access tokens.
func (w *keycloakWorld) journeySeveralAudiences() {
	const project = "the-project"
	w.uses("wails-app-project", bearer.Options{})
	w.logInIsRefused("the setting trustedAudiences", "not in trustedAudiences: "+project)
	w.Step("the app was closed", w.app.Quit)
	w.settings["TRUSTED_AUDIENCES"] = project
	w.everythingWorks()
	w.Step("the access token is for the API, the project and the client", func(context.Context) error {
		_, claims, err := w.accessToken()
		several, _ := claims["aud"].([]any)
		for _, one := range []string{audience, project, w.settings["CLIENT_ID"]} {
			if err == nil && !slices.Contains(several, any(one)) {
				err = fmt.Errorf("aud is %v, which does not contain %s", claims["aud"], one)
			}
		}
		return err
	})
}

// journeyParameters: Keycloak gets the parameters of the setting, and its answer to acr_values and max_age is checked.
func (w *keycloakWorld) journeyParameters() {
	w.uses("wails-app-levels", bearer.Options{})
	w.settings["AUTHORIZATION_PARAMETERS"] = "acr_values=two-factors"
	w.logInIsRefused("did not check who you are in the way that this app requires", "acr_values: two-factors\nacr: password")
	w.Step("the next log-in asks who you are", w.asksAgain)
	w.Step("the app was closed", w.app.Quit)
	w.settings["AUTHORIZATION_PARAMETERS"] = "acr_values=password&max_age=3600&login_hint=ada&ui_locales=de"
	w.Step("the app was launched again", w.launch)
	w.Step("Keycloak asks in German, and has filled in the name", func(ctx context.Context) error {
		login, err := w.loginPage(ctx)
		if err != nil {
			return err
		}
		return login.WaitFor(ctx, `document.documentElement.lang === "de" && document.querySelector("#username").value === "ada"`)
	})
	w.Step("Ada logged in", w.logIn)
	w.Step("the API gave the private message", w.app.Message)
	w.Step("the access token has acr and auth_time", func(context.Context) error {
		_, claims, err := w.accessToken()
		if _, ok := claims["auth_time"].(float64); err == nil && (!ok || claims["acr"] != "password") {
			err = fmt.Errorf("acr is %v, auth_time is %v", claims["acr"], claims["auth_time"])
		}
		return err
	})
}

// journeyLargeToken: the access token carries hundreds of permissions, which also open the scoped message.
func (w *keycloakWorld) journeyLargeToken() {
	w.uses("wails-app-large", bearer.Options{Permissions: true})
	w.everythingWorks()
	w.Step("the API gave the scoped message", w.app.Scoped)
	size := len(w.api.Token())
	w.Check("the access token has 12 to 24 KiB", size > 12<<10 && size < 24<<10, "it has %d bytes", size)
}

func (w *keycloakWorld) journeyTooLargeToken() {
	w.uses("wails-app-too-large", bearer.Options{})
	w.callIsRefused("Your sign-in is too large for the API.")
}

func (w *keycloakWorld) journeyOtherAudience() {
	w.uses("wails-app-no-audience", bearer.Options{})
	w.callIsRefused("The API did not accept your sign-in.")
}

// logInIsRefused: Keycloak logs Ada in, and the app does not accept that. Its page shows the words. The app revokes the tokens, which
// ends Keycloak's session.
func (w *keycloakWorld) logInIsRefused(words ...string) {
	w.Step("the app was launched", w.launch)
	w.Step("Keycloak asks who you are", w.asksWhoYouAre)
	w.Step("Ada logged in, and the app says why it does not accept that", func(ctx context.Context) error {
		err := w.answer(ctx, true, "signed-out")
		for _, part := range words {
			if err == nil {
				err = w.app.AwaitSignedOut(ctx, part)
			}
		}
		return err
	})
	w.Step("nothing is stored", w.AwaitNothingStored)
	w.Step("Keycloak has no session any more", w.has(0, w.keycloak.sessions))
}

// everythingWorks: a session with the right settings lives as any other.
func (w *keycloakWorld) everythingWorks() {
	w.Step("the app was launched with its settings", w.launch)
	w.Step("Ada logged in", w.logIn)
	w.stepMessage()
	w.stepReopen()
	w.stepRenew()
}

// callIsRefused: the API refuses the access token. That must not end a session that Keycloak has not ended. The page shows the
// words.
func (w *keycloakWorld) callIsRefused(words string) {
	w.Step("the app was launched", w.launch)
	w.Step("Ada logged in", w.logIn)
	w.Step("the API did not accept the access token, and the page says so", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#get-private-message"), w.app.AwaitText(ctx, "#private-message-error", words))
	})
	w.Step("the session goes on", w.awaitSignedIn)
	w.Step("the app was closed", w.app.Quit)
	w.Step("the app was launched again", w.launch)
	w.Step("it came back without a log-in", w.awaitSignedIn)
}
