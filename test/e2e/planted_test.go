//go:build linux && e2e

package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/driver"
	"wails-openid-oauth/test/harness"
)

const settingsFile = "env-variables.json"

// carry makes the overlay of a build that carries settings, or that carries none if they are nil. With an overlay, Go takes the
// file from another folder, and the tree stays unchanged. Files that GOFLAGS replaces already, such as that of a mutant, stay
// replaced.
func carry(t *testing.T, settings map[string]string) (overlayFile string) {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	for flag := range strings.FieldsSeq(os.Getenv("GOFLAGS")) {
		if path, ok := strings.CutPrefix(flag, "-overlay="); ok {
			text, err := os.ReadFile(path)
			if err := errors.Join(err, json.Unmarshal(text, &overlay)); err != nil {
				t.Fatal(err)
			}
		}
	}
	folder := privateFolder(t)
	overlay.Replace[filepath.Join(root, settingsFile)] = "" // the build sees no such file
	if settings != nil {
		overlay.Replace[filepath.Join(root, settingsFile)] = writeJSON(t, folder, settingsFile, settings)
	}
	return writeJSON(t, folder, "overlay.json", overlay)
}

// privateFolder is a folder that no other user can write to, whatever the umask.
func privateFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	return folder
}

func writeJSON(t testing.TB, folder, name string, value any) (path string) {
	t.Helper()
	path = filepath.Join(folder, name)
	text, err := json.Marshal(value)
	if err := errors.Join(err, os.MkdirAll(folder, 0o700), os.WriteFile(path, text, 0o600)); err != nil {
		t.Fatal(err)
	}
	return path
}

// variables returns settings as environment variables.
func variables(prefix string, settings map[string]string) []string {
	return []string{
		prefix + "ISSUER=" + settings["issuer"], prefix + "CLIENT_ID=" + settings["clientId"],
		prefix + "API_IDENTIFIER=" + settings["apiIdentifier"], prefix + "API_URL=" + settings["apiUrl"],
	}
}

// withFIFO is a settings folder whose settings file is a FIFO without a writer.
func withFIFO(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(privateFolder(t), "config")
	app := filepath.Join(folder, "wails-openid-oauth")
	if err := errors.Join(os.MkdirAll(app, 0o700), syscall.Mkfifo(filepath.Join(app, settingsFile), 0o600)); err != nil {
		t.Fatal(err)
	}
	return folder
}

// plantedProvider counts its connections.
type plantedProvider struct {
	settings    map[string]string
	connections atomic.Int32
}

func plantProvider(t *testing.T) *plantedProvider {
	p := &plantedProvider{}
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			p.connections.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	p.settings = map[string]string{"issuer": server.URL, "clientId": "planted", "apiIdentifier": "planted", "apiUrl": server.URL}
	return p
}

// asFile returns the app's settings in the form of the settings file.
func (w *world) asFile() map[string]string {
	settings := w.settings()
	return map[string]string{"issuer": settings.Issuer, "clientId": settings.ClientID, "apiIdentifier": settings.Audience, "apiUrl": settings.APIURL}
}

// launchAmong puts a settings file into each folder and then starts a program. It does not wait for the program.
func (w *world) launchAmong(ctx context.Context, program string, env []string, planted map[string]string, folders ...string) error {
	for _, folder := range folders {
		writeJSON(w.t, folder, settingsFile, planted)
	}
	app, err := w.Desktop.Launch(ctx, driver.Command{Path: program, Env: env})
	w.app = &harness.App{App: app}
	return err
}

// awaitAsked waits until the app has asked the provider for its metadata and shows its log-in page.
func (w *world) awaitAsked(ctx context.Context) error {
	if err := w.provider.WaitRequests(ctx, idp.PathDiscovery, 1); err != nil {
		return err
	}
	_, err := w.loginWindow(ctx)
	return err
}

// loginWindow finds the login window by its title, because a production build has no inspector.
func (w *world) loginWindow(ctx context.Context) (driver.Window, error) {
	issuer, err := url.Parse(w.provider.Issuer)
	if err != nil {
		return driver.Window{}, err
	}
	return w.app.Window(ctx, regexp.MustCompile("^"+regexp.QuoteMeta(issuer.Host)+`\b`))
}

// awaitLog waits for words in the app's log.
func (w *world) awaitLog(ctx context.Context, words string) error {
	for {
		text, err := os.ReadFile(w.app.Log())
		if err != nil || strings.Contains(string(text), words) {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the log does not contain %q: %s", words, text)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// end kills the app, and waits until its helpers have ended.
func (w *world) end(ctx context.Context) error {
	w.app.Kill()
	return w.app.AwaitGone(ctx, 30*time.Second)
}
