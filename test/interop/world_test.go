//go:build linux && interop

package interop_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"wails-openid-oauth/internal/config"
	"wails-openid-oauth/test/driver"
	"wails-openid-oauth/test/harness"
)

// These values are registered in realm.json.
const (
	clientID    = "wails-app"
	audience    = "https://api.example"
	redirectURI = "http://localhost/callback"
)

// artifacts is the folder for the pictures and the logs.
var artifacts = filepath.Join("..", "..", "artifacts", "interop")

var (
	binary   string    // the app, built once
	provider *keycloak // started once
)

func TestMain(m *testing.M) {
	// The kernel ends Keycloak when the thread that started it ends.
	runtime.LockOSThread()
	status, err := run(m)
	if err != nil {
		fmt.Println(err)
		status = 1
	}
	os.Exit(status)
}

func run(m *testing.M) (status int, err error) {
	if err := driver.CheckTools(); err != nil {
		return 1, err
	}
	folder, err := os.MkdirTemp("", "interop-")
	if err != nil {
		return 1, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if err := errors.Join(os.RemoveAll(artifacts), os.MkdirAll(artifacts, 0o755)); err != nil {
		return 1, err
	}
	pictures := httptest.NewServer(http.HandlerFunc(avatar))
	defer pictures.Close()

	ctx := context.Background()
	fmt.Println("Building the app ...")
	binary = filepath.Join(folder, "wails-openid-oauth")
	if err := driver.Build(ctx, driver.Program{Package: "../..", Output: binary, Tags: []string{"e2e"}}); err != nil {
		return 1, err
	}
	fmt.Println("Starting Keycloak ...")
	if provider, err = startKeycloak(ctx, filepath.Join(artifacts, "keycloak.log"), pictures.URL+"/ada.png"); err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, provider.stop()) }()
	fmt.Println("Keycloak is the provider", provider.issuer())
	return m.Run(), nil
}

// avatar draws Ada's picture.
func avatar(w http.ResponseWriter, _ *http.Request) {
	picture := image.NewRGBA(image.Rect(0, 0, 80, 80))
	draw.Draw(picture, picture.Bounds(), image.NewUniform(color.RGBA{0x2e, 0x86, 0xab, 0xff}), image.Point{}, draw.Src)
	draw.Draw(picture, image.Rect(25, 15, 55, 65), image.NewUniform(color.White), image.Point{}, draw.Src)
	var content bytes.Buffer
	if err := png.Encode(&content, picture); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	_, _ = w.Write(content.Bytes())
}

// world holds what one journey at Keycloak needs.
type world struct {
	*harness.Journey
	api   *harness.API
	app   *harness.App
	scope string
}

// newWorld begins a journey. Ada may log in, and no user is logged in.
func newWorld(t *testing.T) *world {
	t.Helper()
	output := filepath.Join(artifacts, strings.ToLower(strings.TrimPrefix(t.Name(), "TestInterop")))
	w := &world{
		Journey: harness.NewJourney(t, harness.Options{Output: output}),
		api:     harness.NewAPI(t, provider.issuer(), audience), scope: "openid profile email",
	}
	err := errors.Join(provider.enable(t.Context(), true), provider.endSessions(t.Context()), provider.forgetEvents(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// launch starts the app and finds its page.
func (w *world) launch(ctx context.Context) (err error) {
	w.app, err = harness.Launch(ctx, w.Desktop, binary, config.App{
		Issuer: provider.issuer(), ClientID: clientID, Audience: audience, APIURL: w.api.URL, RedirectURI: redirectURI,
		Scope: w.scope,
	})
	return err
}

// loginPage waits for Keycloak's log-in page in the login window.
func (w *world) loginPage(ctx context.Context) (*driver.View, error) {
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

// asksWhoYouAre waits until Keycloak asks for the name and the password.
func (w *world) asksWhoYouAre(ctx context.Context) error {
	login, err := w.loginPage(ctx)
	if err != nil {
		return err
	}
	return login.WaitFor(ctx, `["#username", "#password"].every((s) => document.querySelector(s)?.checkVisibility())`)
}

// submit fills in Keycloak's form.
func (w *world) submit(ctx context.Context, password string) (*driver.View, error) {
	login, err := w.loginPage(ctx)
	if err != nil {
		return nil, err
	}
	return login, errors.Join(
		login.Fill(ctx, "#username", "ada"), login.Fill(ctx, "#password", password), login.Click(ctx, "#kc-login"))
}

// logIn logs in as Ada and waits for the home page.
func (w *world) logIn(ctx context.Context) error {
	if _, err := w.submit(ctx, provider.password); err != nil {
		return err
	}
	return w.awaitSignedIn(ctx)
}

// logInAgain logs in by the button of the app's page.
func (w *world) logInAgain(ctx context.Context) error {
	if err := w.app.Page.Click(ctx, "#log-in"); err != nil {
		return err
	}
	return w.logIn(ctx)
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

// accessToken returns the header and the claims of the last token that the API got. It does not check them.
func (w *world) accessToken() (header, claims map[string]any, err error) {
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
func (w *world) warnedOfNothing(context.Context) error {
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

// until calls holds until it returns no error.
func until(ctx context.Context, holds func() error) error {
	ctx, cancel := context.WithTimeout(ctx, driver.WaitLimit)
	defer cancel()
	for {
		err := holds()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(100 * time.Millisecond):
		}
	}
}
