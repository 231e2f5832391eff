//go:build unix

package config

import (
	"encoding/pem"
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAFileThatIsNotTrustedIsNotPassedOver: neither the next file nor the environment takes its place.
func TestAFileThatIsNotTrustedIsNotPassedOver(t *testing.T) {
	tests := map[string]struct {
		spoil func(path string) error
		want  string
	}{
		"a folder in its place":     {func(path string) error { return errors.Join(os.Remove(path), os.Mkdir(path, 0o700)) }, "is not a file. "},
		"one that is too large":     {func(path string) error { return os.Truncate(path, maxFile+1) }, "is too large. "},
		"one that all may write":    {func(path string) error { return os.Chmod(path, 0o666) }, "can be written by others. Take that right away: chmod go-w "},
		"one that cannot be opened": {func(path string) error { return errors.Join(os.Remove(path), os.Symlink(path, path)) }, "cannot be opened. "},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir := onDisk(t, tutorial)
			path := filepath.Join(dir, FileName)
			if err := tt.spoil(path); err != nil {
				t.Fatal(err)
			}
			places := Places{Environment: inEnv("CLIENT_ID", "app"), Files: []File{OnDisk(dir)}, Carried: inFile(tutorial)}
			_, err := LoadApp(places)
			if err == nil || !strings.HasPrefix(err.Error(), path+": "+tt.want) {
				t.Errorf("the app: got %v", err)
			}
			if _, err := loadAPI(places); err == nil || !strings.HasPrefix(err.Error(), path+": "+tt.want) {
				t.Errorf("the API: got %v", err)
			}
		})
	}
}

// authorities writes a file with a certificate in PEM form.
func authorities(t *testing.T, path string, mode os.FileMode) string {
	t.Helper()
	server := httptest.NewTLSServer(nil)
	defer server.Close()
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := errors.Join(os.WriteFile(path, text, mode), os.Chmod(path, mode)); err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAuthorities(t *testing.T) {
	dir := onDisk(t, "")
	path := filepath.Join(dir, "ca.pem")
	text := authorities(t, path, 0o600)
	load := func(env string, keys ...any) (App, error) {
		settings := onDisk(t, asJSON(t, settingsFor("own"), keys...))
		if err := os.Symlink(path, filepath.Join(settings, "ca.pem")); err != nil {
			t.Fatal(err)
		}
		return LoadApp(Places{Environment: inEnv("CA_BUNDLE", env), Files: []File{OnDisk(settings)}})
	}
	t.Run("they are read", func(t *testing.T) {
		for _, got := range []func() (App, error){
			func() (App, error) { return load(path) },
			func() (App, error) { return load("", "caBundle", path) },
			func() (App, error) { return load("", "caBundle", "ca.pem") }, // relative to the settings file, wherever the app was started
		} {
			if app, err := got(); err != nil || string(app.CABundle) != text {
				t.Errorf("got %q, %v", app.CABundle, err)
			}
		}
	})
	t.Run("a file inside the app has no folder", func(t *testing.T) {
		_, err := LoadApp(Places{Environment: inEnv(), Carried: inFile(asJSON(t, settingsFor("carried"), "caBundle", "ca.pem"))})
		if err == nil || !strings.Contains(err.Error(), "caBundle is not an absolute path") {
			t.Errorf("got %v", err)
		}
	})
	empty, open, large := filepath.Join(dir, "empty"), filepath.Join(dir, "open"), filepath.Join(dir, "large")
	authorities(t, open, 0o666)
	if err := errors.Join(os.WriteFile(empty, []byte("nothing"), 0o600), os.WriteFile(large, nil, 0o600), os.Truncate(large, maxAuthorities+1)); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		open: "can be written by others. Take", empty: "holds no certificate", large: "is too large", dir: "is not a file", filepath.Join(dir, "none"): "cannot be read",
	} {
		for key, err := range map[string]error{
			"CA_BUNDLE": func() error { _, err := load(path); return err }(),
			"caBundle":  func() error { _, err := load("", "caBundle", path); return err }(),
		} {
			if want := key + " names " + path + ", which " + want; err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %v, want %q", err, want)
			}
		}
	}
}
