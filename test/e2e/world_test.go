//go:build linux && e2e

package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"wails-openid-oauth/backend-api/api"
	"wails-openid-oauth/backend-api/bearer"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/internal/config"
	"wails-openid-oauth/test/authtest"
	"wails-openid-oauth/test/driver"
	"wails-openid-oauth/test/harness"
)

// binary is the app, built once for all journeys.
var binary string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	if work, ok := os.LookupEnv(deskVariable); ok {
		if err := useDesk(work); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return 0
	}
	if err := driver.CheckTools(); err != nil {
		fmt.Println(err)
		return 1
	}
	folder, err := os.MkdirTemp("", "journeys-")
	if err != nil {
		fmt.Println(err)
		return 1
	}
	defer func() { _ = os.RemoveAll(folder) }()
	binary = filepath.Join(folder, "wails-openid-oauth")
	if err := driver.Build(context.Background(), driver.Program{Package: "../..", Output: binary, Tags: []string{"e2e"}}); err != nil {
		fmt.Println(err)
		return 1
	}
	return m.Run()
}

// world is everything around one journey: desktop, provider, API, and the app once it is launched.
type world struct {
	*harness.Journey
	t        testing.TB
	provider *authtest.Provider
	api      *harness.API
	app      *harness.App
	// loginWith is the setting; empty means the default.
	loginWith string

	consented map[string]bool // the provider asks each person once

	mu     sync.Mutex
	issued []tokens
}

// tokens are what the provider has given out in one answer.
type tokens struct {
	Access  string `json:"access_token"`
	Refresh string `json:"refresh_token"`
	ID      string `json:"id_token"`
}

func newWorld(t testing.TB, keyring driver.Keyring, edits ...func(*authtest.Options)) *world {
	t.Helper()
	return newWorldOn(t, harness.Options{Keyring: keyring}, edits...)
}

// newWorldOn is newWorld for a desktop of another kind. It sets the output folder.
func newWorldOn(t testing.TB, desktop harness.Options, edits ...func(*authtest.Options)) *world {
	t.Helper()
	name := strings.NewReplacer("TestJourney", "", "/", "-", " ", "-").Replace(t.Name())
	desktop.Output = filepath.Join("..", "..", "artifacts", "journeys", strings.ToLower(name))
	w := &world{Journey: harness.NewJourney(t, desktop), t: t, consented: map[string]bool{}}
	w.provider = authtest.NewProvider(t, append(edits, func(o *authtest.Options) { o.APIScopes = api.Scopes() })...)
	w.provider.Tamper(idp.PathToken, w.record)
	w.api = harness.NewAPI(t, bearer.Options{Issuer: w.provider.Issuer, Audience: authtest.Audience})
	return w
}

// record notes the tokens in an answer of the token endpoint.
func (w *world) record(r *authtest.Response) {
	var t tokens
	if json.Unmarshal(r.Body, &t) == nil && t.Access != "" {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.issued = append(w.issued, t)
	}
}

// latest returns the tokens that were given out last.
func (w *world) latest() tokens {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.issued) == 0 {
		return tokens{}
	}
	return w.issued[len(w.issued)-1]
}

// settings are the app's.
func (w *world) settings() config.App {
	afterLogout := "" // as the callback; a browser with a free port needs a setting of its own
	if w.loginWith == config.Browser || w.loginWith == config.Either {
		afterLogout = authtest.LoopbackRedirectURI
	}
	return config.App{
		PostLogoutRedirectURI: afterLogout, Issuer: w.provider.Issuer, ClientID: w.provider.ClientID, Audience: authtest.Audience, APIURL: w.api.URL,
		LoginWith: w.loginWith, RedirectURI: authtest.RedirectURI, Scope: strings.Join(append(api.Scopes(), "openid profile email offline_access"), " "),
	}
}

// launch starts the app and finds its page.
func (w *world) launch(ctx context.Context) (err error) {
	w.app, err = harness.Launch(ctx, w.Desktop, binary, w.settings())
	return err
}

// loginPage waits for the provider's log-in page in the login window.
func (w *world) loginPage(ctx context.Context) (*driver.View, error) {
	login, err := w.app.LoginView(ctx)
	if err != nil {
		return nil, err
	}
	if err := login.WaitFor(ctx, `document.querySelector("#login-ada") !== null`); err != nil {
		return nil, err
	}
	window, err := w.app.LoginWindow(ctx)
	w.Report.Note("at %s: %s", w.provider.Issuer, window)
	return login, err
}

// logIn logs in as Ada in the login window, consents where that is asked, and waits for the home page.
func (w *world) logIn(ctx context.Context) error { return w.logInAs(ctx, "ada", "Ada Lovelace") }

// logInAs does the same as another person.
func (w *world) logInAs(ctx context.Context, person, name string) error {
	login, err := w.loginPage(ctx)
	if err != nil {
		return err
	}
	if err := w.accept(ctx, login, person); err != nil {
		return err
	}
	return w.app.AwaitSignedIn(ctx, name)
}

// accept logs in on the log-in page, and consents where that is asked.
func (w *world) accept(ctx context.Context, login *driver.View, person string) error {
	if err := login.Click(ctx, "#login-"+person); err != nil || w.consented[person] {
		return err
	}
	w.consented[person] = true
	return login.Click(ctx, "#consent-accept")
}

// callUntilExpired calls the API until the app has noticed that the provider has ended its session.
func (w *world) callUntilExpired(ctx context.Context) error {
	for {
		if err := w.app.Page.Click(ctx, "#get-private-message"); err != nil {
			return err
		}
		within, cancel := context.WithTimeout(ctx, 2*time.Second)
		err := w.app.AwaitExpired(within)
		cancel()
		if err == nil || ctx.Err() != nil {
			return err
		}
	}
}

// closeLogin closes the login window, once its page is there. Nobody is signed in then.
func (w *world) closeLogin(ctx context.Context) error {
	if _, err := w.loginPage(ctx); err != nil {
		return err
	}
	window, err := w.app.LoginWindow(ctx)
	if err != nil {
		return err
	}
	return errors.Join(window.Close(ctx), w.app.AwaitSignedOut(ctx, "The log-in was cancelled."))
}

// awaitSignedIn waits until Ada is signed in.
func (w *world) awaitSignedIn(ctx context.Context) error {
	return w.app.AwaitSignedIn(ctx, "Ada Lovelace")
}

// tokenRequests counts the requests to the token endpoint.
func (w *world) tokenRequests() int { return len(w.provider.Requests(idp.PathToken)) }
