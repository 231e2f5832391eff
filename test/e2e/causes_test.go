//go:build linux && e2e

package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/internal/config"
	"wails-openid-oauth/test/authtest"
	"wails-openid-oauth/test/driver"
	"wails-openid-oauth/test/harness"
)

// cause is what can go wrong at a provider or in the settings, and how the page tells it.
type cause struct {
	name string
	// spoil makes the log-in fail until mend is called.
	spoil func(p *authtest.Provider) (mend func())
	// words are in the error, with both values where two values disagree.
	words []string
}

// offlineWords are for a provider that does not answer, and for nothing else.
const offlineWords = "cannot be reached"

// answers spoils an endpoint: it answers with a status, a type and a body.
func answers(path string, status int, kind, body string) func(*authtest.Provider) func() {
	return func(p *authtest.Provider) func() {
		return p.Inject(idp.Fault{Path: path, Status: status, Header: http.Header{
			"Content-Type": {kind}, "Location": {"https://portal.example/sign-in?token=secret"},
		}, Body: body})
	}
}

// member spoils one member of a JSON answer. value gets the issuer.
func member(path, name string, value func(issuer string) any) func(*authtest.Provider) func() {
	return func(p *authtest.Provider) func() {
		return p.Tamper(path, authtest.EditJSON(func(body map[string]any) { body[name] = value(p.Issuer) }))
	}
}

func always(value any) func(string) any { return func(string) any { return value } }

// refuses makes the provider send an authentication request back with an error, before its log-in page.
func refuses(code, description string) func(*authtest.Provider) func() {
	return func(p *authtest.Provider) func() {
		return p.Tamper(idp.PathAuthorize, func(r *authtest.Response) {
			query := url.Values{
				"error": {code}, "error_description": {description}, "state": r.Request.Query["state"], "iss": {p.Issuer},
			}
			r.Status = http.StatusSeeOther
			r.Header().Set("Location", authtest.RedirectURI+"?"+query.Encode())
		})
	}
}

// claims spoils claims of the ID token, which stays well signed.
func claims(edit func(claims map[string]any)) func(*authtest.Provider) func() {
	return func(p *authtest.Provider) func() {
		return p.Tamper(idp.PathToken, p.EditIDToken(func(_, claims map[string]any) { edit(claims) }))
	}
}

// at returns a time of a token, in seconds since the epoch.
func at(claims map[string]any, name string) int64 {
	seconds, _ := claims[name].(json.Number).Int64() // the check of the token would notice
	return seconds
}

// beforeThePage are the causes that end a log-in before anyone can log in.
func beforeThePage(issuer string) []cause {
	host := strings.TrimPrefix(issuer, "http://")
	discovery := issuer + idp.PathDiscovery
	return []cause{
		{"a server that is busy", answers(idp.PathDiscovery, 503, "text/html", "<html>"),
			[]string{host + " cannot answer at the moment."}},
		{"a captive portal", answers(idp.PathDiscovery, 200, "text/html", "<html>"),
			[]string{"Something else answered in place of " + host, "asks people to sign in first", host + " answered 200", "its type is text/html"}},
		{"a network that says that it is one", answers(idp.PathDiscovery, 511, "text/html", "<html>"),
			[]string{"Something else answered in place of " + host, host + " answered 511"}},
		{"a redirect answered to discovery", answers(idp.PathDiscovery, 302, "text/html", ""),
			[]string{"sends the app to another address", "put the provider’s own address into the setting issuer", host + " answered 302", "redirect to: https://portal.example"}},
		{"no discovery document", answers(idp.PathDiscovery, 404, "text/html", "<html>"),
			[]string{"There is no OpenID provider at the address in the setting issuer.", host + " answered 404", "asked for: " + discovery}},
		{"a discovery document that is a list", answers(idp.PathDiscovery, 200, "application/json", "[]"),
			[]string{"was not valid", "the answer of " + host + " cannot be read: not one valid JSON object"}},
		{"the slash of the issuer", member(idp.PathDiscovery, "issuer", func(issuer string) any { return issuer + "/" }),
			[]string{"another name than the setting issuer", "letter by letter", "configured: " + issuer + "\npublished: " + issuer + "/"}},
		{"https in the published issuer", member(idp.PathDiscovery, "issuer", func(string) any { return "https://" + host }),
			[]string{"another name than the setting issuer", "configured: " + issuer + "\npublished: https://" + host}},
		{"another algorithm", member(idp.PathDiscovery, "id_token_signing_alg_values_supported", always([]string{"ES256"})),
			[]string{"another way than the setting idTokenSigningAlg says", "configured: RS256\npublished: ES256"}},
		{"no S256", member(idp.PathDiscovery, "code_challenge_methods_supported", always([]string{"plain"})),
			[]string{"was not valid", "the provider does not support PKCE with S256"}},
		{"offline_access refused", refuses("invalid_scope", "offline_access is not allowed"),
			[]string{"does not allow everything", "the setting scope", "Its default contains offline_access", "invalid_scope: offline_access is not allowed"}},
		{"a client that may not do this", refuses("unauthorized_client", "no native app"),
			[]string{"does not know this app, or not as a native app", "the setting clientId", "unauthorized_client: no native app"}},
		{"an API that is not registered", refuses("invalid_target", "unknown API"),
			[]string{"does not know the API", "apiIdentifier and audienceParameter", "invalid_target: unknown API"}},
	}
}

// afterThePage are the causes that come with the answer to a log-in.
func afterThePage(host string) []cause {
	return []cause{
		{"a wrong client ID at the token endpoint",
			answers(idp.PathToken, 401, "application/json", `{"error":"invalid_client","error_description":"no such client"}`),
			[]string{"does not know this app", "the setting clientId", "invalid_client: no such client"}},
		{"a page in place of tokens", answers(idp.PathToken, 200, "text/html", "<html>"),
			[]string{"Something else answered in place of " + host, "its type is text/html"}},
		{"a token of another type", member(idp.PathToken, "token_type", always("DPoP")),
			[]string{"was not valid", "the access token is not of type Bearer"}},
		{"a key set without a usable key", member(idp.PathJWKS, "keys", always([]any{})),
			[]string{host + " publishes no key", "the setting idTokenSigningAlg", "wanted: a key for RS256"}},
		{"an audience that is not trusted", claims(severalAudiences),
			[]string{"is also for others", "the setting trustedAudiences", "not in trustedAudiences: project-1"}},
	}
}

// severalAudiences are those of ZITADEL, which lists its project beside the client.
func severalAudiences(claims map[string]any) {
	claims["aud"], claims["azp"] = []string{authtest.ClientID, "project-1"}, authtest.ClientID
}

// TestJourneyCauses shows the user each thing that can be wrong at the provider, in its own words. Then the same app signs in.
func TestJourneyCauses(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	host := strings.TrimPrefix(w.provider.Issuer, "http://")
	w.provider.GoOffline()
	w.Step("the app was launched while nothing answers, and says so", func(ctx context.Context) error {
		return errors.Join(w.launch(ctx), w.awaitTold(ctx, host+" "+offlineWords))
	})
	if err := w.provider.GoOnline(); err != nil {
		t.Fatal(err)
	}
	for _, c := range beforeThePage(w.provider.Issuer) {
		w.tells(c, w.logInAgain)
	}
	w.tellsResponseMode()
	for _, c := range afterThePage(host) {
		w.tells(c, w.logInAgain)
	}
	w.meetsATokenForAnotherAPI()
	w.Step("she logged out", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#log-out"), w.app.AwaitSignedOut(ctx, ""))
	})
	w.meetsALargeToken()
}

// tellsResponseMode lets Ada log in, and the provider answer in a form. She closes the window, because it cannot go on.
func (w *world) tellsResponseMode() {
	stop := w.provider.Tamper("", answerInForm)
	w.Step("Ada logged in, and the provider answered in a form", func(ctx context.Context) error {
		if err := w.logInAgain(ctx); err != nil {
			return err
		}
		login, err := w.loginPage(ctx)
		if err != nil {
			return err
		}
		w.consented["ada"] = true
		return errors.Join(login.Click(ctx, "#login-ada"), login.Click(ctx, "#consent-accept"), login.Click(ctx, "#answer"))
	})
	w.Step("the window noticed an answer without content", func(ctx context.Context) error {
		return w.app.AwaitLog(ctx, `"reason":"foreign"`)
	})
	w.Step("she closed the window, and read why", func(ctx context.Context) error {
		window, err := w.app.LoginWindow(ctx)
		if err != nil {
			return err
		}
		return errors.Join(window.Close(ctx), w.awaitTold(ctx, "sent an answer without its content", "form_post", "response mode query"))
	})
	stop()
}

// answerInForm replaces a redirect to the app by a form with the same parameters (OAuth 2.0 Form Post Response Mode).
func answerInForm(r *authtest.Response) {
	location, err := url.Parse(r.Header().Get("Location"))
	if err != nil || !strings.HasPrefix(location.String(), authtest.RedirectURI) {
		return
	}
	r.Header().Del("Location")
	r.Header().Set("Content-Type", "text/html")
	r.Header().Del("Content-Security-Policy")
	form := `<form method="post" action="` + authtest.RedirectURI + `">`
	for name, values := range location.Query() {
		form += fmt.Sprintf(`<input type="hidden" name="%s" value="%s">`, name, html.EscapeString(values[0]))
	}
	r.Status, r.Body = http.StatusOK, []byte(form+`<button id="answer">Continue</button></form>`)
}

// meetsATokenForAnotherAPI signs in by a clock that is 45 s behind that of the provider, without a refresh token and with an
// access token for another API.
func (w *world) meetsATokenForAnotherAPI() {
	stops := []func(){
		w.provider.Tamper(idp.PathToken, editAccessToken(w.provider, func(claims map[string]any) { claims["aud"] = "https://another.example" })),
		claims(func(claims map[string]any) {
			for _, name := range []string{"iat", "exp", "auth_time"} {
				claims[name] = at(claims, name) + 45
			}
		})(w.provider),
		w.provider.Tamper(idp.PathToken, authtest.EditJSON(func(body map[string]any) { delete(body, "refresh_token") })),
	}
	w.Step("with a clock 45 s behind, Ada is signed in", func(ctx context.Context) error {
		return errors.Join(w.logInAgain(ctx), w.awaitSignedIn(ctx))
	})
	w.Step("a notice says until when, and what to check", func(ctx context.Context) error {
		return w.awaitWords(ctx, "#notice", "You are signed in until ", "gave no refresh token", "offline_access", "prompt=consent")
	})
	w.Step("the API does not accept a token for another API, and the page says what to check", w.awaitNotAccepted)
	for _, stop := range stops {
		stop()
	}
}

// meetsALargeToken signs in with an access token of 20 KiB and a signed profile.
func (w *world) meetsALargeToken() {
	w.provider.Tamper(idp.PathToken, editAccessToken(w.provider, func(claims map[string]any) {
		claims["groups"] = strings.Fields(strings.Repeat("a-group-of-people-with-a-long-name ", 430))
	}))
	claims(func(claims map[string]any) { delete(claims, "email") })(w.provider)
	w.provider.Tamper(idp.PathUserInfo, func(r *authtest.Response) {
		r.Status, r.Body = http.StatusOK, []byte("eyJhbGciOiJSUzI1NiJ9.e30.x")
		r.Header().Set("Content-Type", "application/jwt")
	})
	w.Step("Ada logged in again", func(ctx context.Context) error { return errors.Join(w.logInAgain(ctx), w.logIn(ctx)) })
	w.Step("a notice says that her profile is signed", func(ctx context.Context) error {
		return w.awaitWords(ctx, "#notice", "Your profile is not complete.", "application/jwt", "plain JSON")
	})
	w.Step("the API accepts her large token", w.app.Message)
	size := len(w.api.Token())
	w.Check("the token has about 20 KiB", size > 19<<10 && size < 22<<10, "it has %d bytes", size)
}

// editAccessToken changes claims of the access token, and binds the ID token to the new one.
func editAccessToken(p *authtest.Provider, edit func(claims map[string]any)) authtest.Tamper {
	return func(r *authtest.Response) {
		access := ""
		authtest.EditJSON(func(body map[string]any) {
			claims := jwt.MapClaims{}
			old, _ := body["access_token"].(string)
			token, _, err := jwt.NewParser(jwt.WithJSONNumber()).ParseUnverified(old, claims)
			if err != nil {
				return
			}
			edit(claims)
			if access, err = p.SignJWT(token.Header, claims); err == nil {
				body["access_token"] = access
			}
		})(r)
		if access != "" {
			p.EditIDToken(func(_, claims map[string]any) { claims["at_hash"] = idp.AccessTokenHash(access) })(r)
		}
	}
}

// TestJourneyRequiredAuthentication signs in with acr_values, max_age and trustedAudiences in the settings.
func TestJourneyRequiredAuthentication(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	settings := w.settings()
	settings.AuthorizationParameters = map[string]string{"acr_values": "silver gold", "max_age": "3600"}
	settings.TrustedAudiences = []string{"project-1"}
	launchAndLogIn := func(ctx context.Context) (err error) {
		if w.app, err = harness.Launch(ctx, w.Desktop, binary, settings); err != nil {
			return err
		}
		login, err := w.loginPage(ctx)
		if err != nil {
			return err
		}
		return errors.Join(login.Click(ctx, "#login-ada"), login.Click(ctx, "#consent-accept"))
	}
	// After a refused authentication, the app has the provider ask anew.
	logInAgain := func(ctx context.Context) error {
		if err := w.app.Page.Click(ctx, "#log-in"); err != nil {
			return err
		}
		login, err := w.loginPage(ctx)
		if err != nil {
			return err
		}
		return login.Click(ctx, "#login-ada")
	}
	const title = "did not check who you are in the way that this app requires"
	w.tells(cause{"an ID token without acr", claims(func(map[string]any) {}),
		[]string{title, "acr_values or max_age in the setting authorizationParameters", "acr_values: silver gold\nacr: none"}}, launchAndLogIn)
	for _, name := range []string{"acr_values", "max_age"} {
		got, want := w.lastRequest().Get(name), settings.AuthorizationParameters[name]
		w.Check("the request has "+name, got == want, "it is %q, want %q", got, want)
	}
	w.tells(cause{"another acr", claims(func(claims map[string]any) { claims["acr"] = "bronze" }),
		[]string{title, "acr_values: silver gold\nacr: bronze"}}, logInAgain)
	w.tells(cause{"an authentication that is too old", claims(func(claims map[string]any) {
		claims["acr"], claims["auth_time"] = "gold", at(claims, "iat")-86400
	}), []string{title, "max_age: 3600 s\nauth_time: 86400 s before the sign-in"}}, logInAgain)
	w.tells(cause{"no time of the authentication", claims(func(claims map[string]any) {
		claims["acr"] = "gold"
		delete(claims, "auth_time")
	}), []string{title, "max_age: 3600 s\nauth_time: none"}}, logInAgain)

	claims(func(claims map[string]any) { claims["acr"] = "gold"; severalAudiences(claims) })(w.provider)
	w.provider.Tamper(idp.PathToken, func(r *authtest.Response) {
		const opaque = "an-opaque-token"
		authtest.EditJSON(func(body map[string]any) { body["access_token"] = opaque })(r)
		w.provider.EditIDToken(func(_, claims map[string]any) { claims["at_hash"] = idp.AccessTokenHash(opaque) })(r)
	})
	w.Step("with a good acr, a fresh auth_time and a trusted audience, Ada is signed in", func(ctx context.Context) error {
		return errors.Join(logInAgain(ctx), w.awaitSignedIn(ctx))
	})
	w.Step("the API does not accept an opaque token, and the page says what to check", w.awaitNotAccepted)
}

// TestJourneyWrongClientID shows the provider's own pages about a client, and about a redirect URI, that it does not know. When
// Ada closes the window there, the app says what to check.
func TestJourneyWrongClientID(t *testing.T) {
	t.Parallel()
	w := newWorldOn(t, harness.Options{Accessible: true})
	host := strings.TrimPrefix(w.provider.Issuer, "http://")
	words := []string{host + " answered the log-in with an error page.", "check the settings clientId and redirectUri.", host + " answered 4"}
	unknown, elsewhere := w.settings(), w.settings()
	unknown.ClientID, elsewhere.RedirectURI = "another", "http://localhost/elsewhere"
	w.Step("the login window shows what the provider says about the client", w.errorPage(unknown, "invalid_client"))
	w.Step("Ada chose Cancel, and read what to check", func(ctx context.Context) error {
		return errors.Join(w.cancel(ctx), w.awaitTold(ctx, append(words, "client ID: another", "redirect URI: "+authtest.RedirectURI)...))
	})
	w.Step("she logged in again", w.logInAgain)
	w.Step("the login window shows it again", w.awaitErrorPage("invalid_client"))
	w.Step("she closed the window, and read the same", func(ctx context.Context) error {
		window, err := w.app.LoginWindow(ctx)
		if err != nil {
			return err
		}
		return errors.Join(window.Close(ctx), w.awaitTold(ctx, words...))
	})
	w.Step("the app was closed", w.app.Quit)
	w.Step("the login window shows what the provider says about the redirect URI", w.errorPage(elsewhere, "redirect_uri"))
	w.Step("Ada chose Cancel, and read what to check", func(ctx context.Context) error {
		return errors.Join(w.cancel(ctx), w.awaitTold(ctx, words...))
	})
	w.Step("the app was closed", w.app.Quit)
	w.Step("with the right settings, the log-in page comes", func(ctx context.Context) error {
		if err := w.launch(ctx); err != nil {
			return err
		}
		_, err := w.loginPage(ctx)
		return err
	})
	w.Step("Ada chose Cancel, and cancelled", func(ctx context.Context) error {
		return errors.Join(w.cancel(ctx), w.awaitTold(ctx, "The log-in was cancelled."))
	})
}

// errorPage returns a step that starts the app, and waits for an error page in the login window.
func (w *world) errorPage(settings config.App, words string) func(context.Context) error {
	return func(ctx context.Context) (err error) {
		if w.app, err = harness.Launch(ctx, w.Desktop, binary, settings); err != nil {
			return err
		}
		return w.awaitErrorPage(words)(ctx)
	}
}

// awaitErrorPage returns a step that waits for a page with the words in the login window.
func (w *world) awaitErrorPage(words string) func(context.Context) error {
	return func(ctx context.Context) error {
		login, err := w.app.LoginView(ctx)
		if err != nil {
			return err
		}
		return login.WaitFor(ctx, `document.body?.innerText.includes("`+words+`")`)
	}
}

// cancel clicks on Cancel above the page in the login window.
func (w *world) cancel(ctx context.Context) error {
	window, err := w.app.LoginWindow(ctx)
	if err != nil {
		return err
	}
	return window.ClickButton(ctx, "Cancel")
}

// tells spoils a log-in, and waits for the words about it.
func (w *world) tells(c cause, logIn func(context.Context) error) {
	w.t.Helper()
	w.Step("told: "+c.name, func(ctx context.Context) error {
		defer c.spoil(w.provider)()
		return errors.Join(logIn(ctx), w.awaitTold(ctx, c.words...))
	})
}

// logInAgain clicks on Log in.
func (w *world) logInAgain(ctx context.Context) error { return w.app.Page.Click(ctx, "#log-in") }

// awaitTold waits until the log-in has failed with words of its own. "Cannot be reached" is for silence alone.
func (w *world) awaitTold(ctx context.Context, words ...string) error {
	if err := errors.Join(w.app.AwaitSignedOut(ctx, words[0]), w.awaitWords(ctx, "#error", words...)); err != nil {
		return err
	}
	text, err := w.app.Page.Text(ctx, "#error")
	if err == nil && strings.Contains(text, offlineWords) != strings.Contains(words[0], offlineWords) {
		err = fmt.Errorf("the page says %q", text)
	}
	return err
}

// awaitWords waits until an element shows all the words.
func (w *world) awaitWords(ctx context.Context, selector string, words ...string) error {
	for _, one := range words {
		if err := w.app.AwaitText(ctx, selector, one); err != nil {
			return err
		}
	}
	return nil
}

// awaitNotAccepted asks for the private message, and waits until the page says that the API did not accept the sign-in. The
// session goes on.
func (w *world) awaitNotAccepted(ctx context.Context) error {
	return errors.Join(
		w.app.Page.Click(ctx, "#get-private-message"),
		w.awaitWords(ctx, "#private-message-error", "The API did not accept your sign-in.", "You are still signed in.", "apiIdentifier, audienceParameter", "opaque"),
		w.awaitSignedIn(ctx),
	)
}
