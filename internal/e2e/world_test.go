//go:build linux && e2e

package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"wails-openid-oauth/internal/authtest"
	"wails-openid-oauth/internal/devidp"
	"wails-openid-oauth/internal/e2e/drive"
)

// journeyTime bounds a whole journey.
const journeyTime = 2 * time.Minute

// binary is the app, built once for all journeys.
var binary string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	if err := drive.CheckTools(); err != nil {
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
	if err := drive.Build(context.Background(), "wails-openid-oauth", binary, "e2e"); err != nil {
		fmt.Println(err)
		return 1
	}
	return m.Run()
}

// mainTitle matches the title of the main window.
var mainTitle = regexp.MustCompile(`^Wails OpenID Connect$`)

// world is everything around one journey: desktop, provider, API, and the app once it is launched.
type world struct {
	t        *testing.T
	ctx      context.Context
	desktop  *drive.Desktop
	report   *drive.Report
	provider *authtest.Provider
	api      *resourceServer
	app      *drive.App
	page     *drive.View // of the app

	consented bool // the provider asks once

	mu     sync.Mutex
	issued []tokens
}

// tokens are what the provider has given out in one answer.
type tokens struct {
	Access  string `json:"access_token"`
	Refresh string `json:"refresh_token"`
	ID      string `json:"id_token"`
}

// newWorld makes a world whose end is checked: nothing may stay behind.
func newWorld(t *testing.T, keyring drive.Keyring, edits ...func(*authtest.Options)) *world {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), journeyTime)
	t.Cleanup(cancel)
	name := strings.NewReplacer("TestJourney", "", "/", "-", " ", "-").Replace(t.Name())
	output := filepath.Join("..", "..", "artifacts", "journeys", strings.ToLower(name))
	if err := os.RemoveAll(output); err != nil {
		t.Fatal(err)
	}
	desktop, err := drive.NewDesktop(ctx, drive.Options{Keyring: keyring, Output: output})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := desktop.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &world{t: t, ctx: ctx, desktop: desktop, report: drive.NewReport(t.Output(), desktop)}
	w.provider = authtest.NewProvider(t, edits...)
	w.provider.Tamper(devidp.PathToken, w.record)
	w.api = newResourceServer(t, w.provider.Issuer)
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

// step does a step of the journey, which ends when it fails.
func (w *world) step(name string, do func(ctx context.Context) error) {
	w.t.Helper()
	if err := w.report.Step(w.ctx, name, do); err != nil {
		w.t.FailNow() // the report has said it
	}
}

// check is a step that only looks.
func (w *world) check(name string, ok bool, format string, args ...any) {
	w.t.Helper()
	w.step(name, func(context.Context) error {
		if !ok {
			return fmt.Errorf(format, args...)
		}
		return nil
	})
}

// launch starts the app and finds its page.
func (w *world) launch(ctx context.Context) error {
	if err := w.start(ctx); err != nil {
		return err
	}
	return w.findPage(ctx)
}

// start starts the app.
func (w *world) start(ctx context.Context) (err error) {
	w.app, err = w.desktop.Launch(ctx, drive.Command{Path: binary, Env: []string{
		"ISSUER=" + w.provider.Issuer,
		"CLIENT_ID=" + w.provider.ClientID,
		"API_IDENTIFIER=" + authtest.Audience,
		"API_URL=" + w.api.url,
		"REDIRECT_URI=" + authtest.RedirectURI,
		"SCOPE=openid profile email offline_access",
	}})
	return err
}

// findPage waits for the app's page.
func (w *world) findPage(ctx context.Context) (err error) {
	w.page, err = w.app.MainView(ctx)
	return err
}

// quit closes the main window and waits for the end of the app.
func (w *world) quit(ctx context.Context) error {
	window, err := w.app.Window(ctx, mainTitle)
	if err != nil {
		return err
	}
	if err := window.Close(ctx); err != nil {
		return err
	}
	return w.app.AwaitGone(ctx, 2*time.Second)
}

// loginPage waits for the provider's log-in page in the login window.
func (w *world) loginPage(ctx context.Context) (*drive.View, error) {
	login, err := w.app.LoginView(ctx)
	if err != nil {
		return nil, err
	}
	if err := login.WaitFor(ctx, `document.querySelector("#login-ada") !== null`); err != nil {
		return nil, err
	}
	window, err := w.app.Window(ctx, w.loginTitle())
	w.report.Note("at %s: %s", w.provider.Issuer, window)
	return login, err
}

// loginTitle matches the title of the login window at the provider, which begins with its host.
func (w *world) loginTitle() *regexp.Regexp {
	return regexp.MustCompile("^" + regexp.QuoteMeta(strings.TrimPrefix(w.provider.Issuer, "http://")) + `\b`)
}

// logIn logs in as Ada in the login window, consents where that is asked, and waits for the home page.
func (w *world) logIn(ctx context.Context) error {
	login, err := w.loginPage(ctx)
	if err != nil {
		return err
	}
	if err := login.Click(ctx, "#login-ada"); err != nil {
		return err
	}
	if !w.consented {
		if err := login.Click(ctx, "#consent-accept"); err != nil {
			return err
		}
		w.consented = true
	}
	return w.awaitSignedIn(ctx)
}

// awaitSignedIn waits until the page says so, and no login window is left.
func (w *world) awaitSignedIn(ctx context.Context) error {
	if err := w.page.WaitState(ctx, "signed-in"); err != nil {
		return err
	}
	if err := w.page.WaitFor(ctx, `document.querySelector("#profile-name").innerText === "Ada Lovelace"`); err != nil {
		return err
	}
	if _, err := w.app.Window(ctx, mainTitle); err != nil {
		return err
	}
	return w.awaitNoLogin(ctx)
}

// awaitNoLogin waits until the login window and its web view are gone.
func (w *world) awaitNoLogin(ctx context.Context) error {
	if err := w.app.AwaitNoWindow(ctx, w.loginTitle()); err != nil {
		return err
	}
	return w.app.AwaitNoView(ctx, "login view", func(t drive.Target) bool { return strings.HasPrefix(t.URL, "http") })
}

// awaitSignedOut waits for the signed-out page with given words.
func (w *world) awaitSignedOut(ctx context.Context, words string) error {
	if err := w.page.WaitState(ctx, "signed-out"); err != nil {
		return err
	}
	if _, err := w.app.Window(ctx, mainTitle); err != nil {
		return err
	}
	if err := w.awaitText(ctx, "#error", words); err != nil {
		return err
	}
	return w.awaitNoLogin(ctx)
}

// awaitText waits until an element shows the words.
func (w *world) awaitText(ctx context.Context, selector, words string) error {
	literal, err := json.Marshal(words)
	if err != nil {
		return err
	}
	return w.page.WaitFor(ctx, fmt.Sprintf("(document.querySelector(%q)?.innerText ?? '').includes(%s)", selector, literal))
}

// message clicks for the private message and waits for it.
func (w *world) message(ctx context.Context) error {
	if err := w.page.Click(ctx, "#get-private-message"); err != nil {
		return err
	}
	return w.awaitText(ctx, "#private-message", "Only authenticated users can read this message.")
}

// stored returns the refresh tokens in the keyring.
func (w *world) stored(ctx context.Context) ([]string, error) {
	items, err := w.desktop.Items(ctx, nil)
	var found []string
	for _, item := range items {
		var entry struct {
			RefreshToken string `json:"refresh_token"`
		}
		if err := json.Unmarshal([]byte(item.Secret), &entry); err != nil {
			return nil, fmt.Errorf("keyring entry %v is not JSON", item)
		}
		found = append(found, entry.RefreshToken)
	}
	return found, err
}

// onlyStored fails unless the keyring holds one refresh token: the given one.
func (w *world) onlyStored(ctx context.Context, refresh string) error {
	stored, err := w.stored(ctx)
	if err == nil && (len(stored) != 1 || stored[0] != refresh || refresh == "") {
		err = fmt.Errorf("the keyring holds %d refresh tokens, and not the latest alone", len(stored))
	}
	return err
}

// awaitNothingStored waits until the keyring is empty.
func (w *world) awaitNothingStored(ctx context.Context) error {
	for {
		stored, err := w.stored(ctx)
		if err != nil || len(stored) == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the keyring still holds %d refresh tokens: %w", len(stored), ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// tokenRequests counts the requests to the token endpoint.
func (w *world) tokenRequests() int { return len(w.provider.Requests(devidp.PathToken)) }
