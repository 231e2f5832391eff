//go:build linux && e2e

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"wails-openid-oauth/test/driver"
)

// TestJourneyPlace starts the app again and again: the window comes where it was, and as large as it was, and does not move once it
// is there. The journey does not run beside the others, because a machine that is too busy paints late.
func TestJourneyPlace(t *testing.T) {
	w := newWorld(t, driver.KeyringReal)
	file := filepath.Join(w.Desktop.Home, ".local", "state", "wails-openid-oauth", "window.json")
	const width = 820
	var normal, maximised driver.Window
	isNormal := func(now int) bool { return now == width }
	isLarge := func(now int) bool { return now > 1200 }
	w.Step("the app was launched", w.launch)
	w.Step("logged in", w.logIn)
	w.Step("the window was moved", func(ctx context.Context) (err error) {
		normal, err = w.changed(ctx, func(window driver.Window) error { return window.Move(ctx, 150, 120, width, 510) }, isNormal)
		return err
	})
	w.Step("the app crashed a little later", func(ctx context.Context) error {
		defer w.app.Kill()
		return driver.AwaitFile(ctx, file, fmt.Sprintf(`"X":%d`, width))
	})
	w.Step("it comes at the same place", w.comesAs(&normal, "main+"))
	w.Step("the window was maximised", func(ctx context.Context) (err error) {
		maximised, err = w.changed(ctx, func(window driver.Window) error { return window.Maximise(ctx) }, isLarge)
		return err
	})
	w.Step("the app was closed", w.app.Quit)
	// The window manager maximises a window once it is there, and before anything is in it.
	w.Step("it comes maximised", w.comesAs(&maximised, "main+ main~"))
	w.Step("it went back to its size", func(ctx context.Context) error {
		back, err := w.changed(ctx, func(window driver.Window) error { return window.Maximise(ctx) }, isNormal)
		return errors.Join(err, compare(back, normal), driver.AwaitFile(ctx, file, `"maximised":false`))
	})
	w.Step("the window fills the screen", func(ctx context.Context) error {
		_, err := w.changed(ctx, func(window driver.Window) error { return window.Fullscreen(ctx) }, isLarge)
		return err
	})
	w.Step("the app was closed", w.app.Quit)
	w.Step("it comes in a window", w.comesAs(&normal, "main+"))
	w.Step("the app was closed", w.app.Quit)
	for name, text := range map[string]string{
		"on a screen that is gone":             `{"size":{"X":1000,"Y":600},"at":{"X":5000,"Y":-3000}}`,
		"too large for the screen":             `{"size":{"X":8000,"Y":8000},"frame":{"X":10,"Y":30},"at":{"X":-100,"Y":-100}}`,
		"of a size that cannot be":             `{"size":{"X":-7,"Y":99999999}}`,
		"unknown, because the file is no JSON": `{"size":`,
	} {
		w.Step("the place is "+name, func(context.Context) error { return os.WriteFile(file, []byte(text), 0o600) })
		w.Step("the whole window comes on the screen", func(ctx context.Context) error {
			if err := w.launch(ctx); err != nil {
				return err
			}
			if err := w.awaitSignedIn(ctx); err != nil {
				return err
			}
			window, err := w.app.MainWindow(ctx)
			if err == nil && (min(window.X, window.Y) < 0 || window.X+window.Width > 1280 || window.Y+window.Height > 800) {
				err = fmt.Errorf("it is at %d, %d: %s", window.X, window.Y, window)
			}
			return err
		})
		w.Step("the app was closed", w.app.Quit)
	}
}

// changed changes the main window's place or size, and waits until the window has the wanted width.
func (w *world) changed(ctx context.Context, change func(driver.Window) error, wanted func(width int) bool) (driver.Window, error) {
	window, err := w.app.MainWindow(ctx)
	if err == nil {
		err = change(window)
	}
	if err != nil {
		return window, err
	}
	return w.app.AwaitWindow(ctx, "a window of the wanted width", func(window driver.Window) bool { return wanted(window.Width) })
}

// comesAs returns a step that starts the app, and compares the main window with what it was.
func (w *world) comesAs(was *driver.Window, windows string) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := w.recorded(false, windows, w.awaitSignedIn)(ctx); err != nil {
			return err
		}
		window, err := w.app.MainWindow(ctx)
		return errors.Join(err, compare(window, *was))
	}
}

// compare compares two places.
func compare(got, want driver.Window) error {
	if got.X != want.X || got.Y != want.Y || got.Width != want.Width || got.Height != want.Height {
		return fmt.Errorf("it is at %d, %d: %s; it was at %d, %d: %s", got.X, got.Y, got, want.X, want.Y, want)
	}
	return nil
}
