//go:build linux && e2e

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wails-openid-oauth/test/driver"
	"wails-openid-oauth/test/harness"
)

// TestJourneyDesktopEntry compares the windows with the entry of the desktop's menu: a desktop shows them under its name and icon.
func TestJourneyDesktopEntry(t *testing.T) {
	t.Parallel()
	const folder = "../../build/linux"
	files, err := filepath.Glob(folder + "/*.desktop")
	if err != nil || len(files) != 1 {
		t.Fatalf("found %v, %v, want one .desktop file", files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	entry := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if key, value, is := strings.Cut(strings.TrimSpace(line), "="); is {
			entry[key] = value
		}
	}
	name := entry["StartupWMClass"]
	if want := name + ".desktop"; name == "" || filepath.Base(files[0]) != want {
		t.Errorf("%s is for windows of %q; under Wayland, desktops look for %s", files[0], name, want)
	}
	if _, err := os.Stat(filepath.Join(folder, entry["Icon"]+".png")); err != nil || entry["Exec"] != filepath.Base(binary) {
		t.Errorf("it starts %q, and its icon is not beside it: %v", entry["Exec"], err)
	}
	w := newWorld(t, driver.KeyringReal)
	w.Step("the app was launched, as a program of another name", func(ctx context.Context) (err error) {
		other := filepath.Join(t.TempDir(), "renamed")
		if err := os.Symlink(binary, other); err != nil {
			return err
		}
		w.app, err = harness.Launch(ctx, w.Desktop, other, w.settings())
		return err
	})
	w.Step("the login window belongs to the entry", func(ctx context.Context) error {
		window, err := w.app.LoginWindow(ctx)
		if err != nil {
			return err
		}
		return belongs(ctx, window, name)
	})
	w.Step("logged in", w.logIn)
	w.Step("the main window belongs to the entry", func(ctx context.Context) error {
		window, err := w.app.MainWindow(ctx)
		if err != nil {
			return err
		}
		return belongs(ctx, window, name)
	})
}

// belongs compares the name and the class of a window, and looks whether it has an icon. GTK makes the class of the name.
func belongs(ctx context.Context, window driver.Window, name string) error {
	got, err := window.Property(ctx, "WM_CLASS", "8s")
	if want := fmt.Sprintf("%q, %q", name, strings.ToUpper(name[:1])+name[1:]); err != nil || got != want {
		return errors.Join(err, fmt.Errorf("WM_CLASS is %s, want %s", got, want))
	}
	icon, err := window.Property(ctx, "_NET_WM_ICON", "32c")
	if err != nil || !strings.HasPrefix(icon, "256, 256, ") {
		return errors.Join(err, fmt.Errorf("_NET_WM_ICON is %.100s", icon))
	}
	return nil
}
