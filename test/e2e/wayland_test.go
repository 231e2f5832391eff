//go:build linux && e2e

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"net/http"
	"strings"
	"testing"

	"wails-openid-oauth/test/authtest"
	"wails-openid-oauth/test/driver"
	"wails-openid-oauth/test/harness"
)

// TestJourneyDisplays uses the app under Wayland, without an X display, and on screens with small pixels.
func TestJourneyDisplays(t *testing.T) {
	for name, tt := range map[string]struct {
		display harness.Options
		env     string
	}{
		"Wayland":            {harness.Options{Wayland: true}, "XDG_SESSION_TYPE=wayland"},
		"Wayland at scale 2": {harness.Options{Wayland: true, Scale: 2}, ""}, // no login manager says which session this is
		"X11 at scale 2":     {harness.Options{Scale: 2}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			useDisplay(t, tt.display, tt.env)
		})
	}
}

func useDisplay(t *testing.T, display harness.Options, env string) {
	const popUp = "/help"
	w := newWorldOn(t, display)
	w.provider.Tamper(popUp, func(r *authtest.Response) {
		r.Status, r.Body = http.StatusOK, []byte("<!doctype html><title>Help</title><h1>Ask your administrator</h1>")
		r.Header().Set("Content-Type", "text/html")
	})
	sharp := fmt.Sprintf("devicePixelRatio === %d", max(display.Scale, 1))
	w.Step("the desktop is light", func(ctx context.Context) error { return w.Desktop.SetScheme(ctx, driver.PreferLight) })
	w.Step("the app was launched", func(ctx context.Context) (err error) {
		w.app, err = harness.Launch(ctx, w.Desktop, binary, w.settings(), env)
		return err
	})
	var login *driver.View
	var window driver.Window
	w.Step("the login window is on the screen, as sharp as the screen is", func(ctx context.Context) (err error) {
		if login, err = w.loginPage(ctx); err != nil {
			return err
		}
		window, err = w.app.LoginWindow(ctx)
		return errors.Join(err, w.Desktop.Inside(window), login.WaitFor(ctx, sharp))
	})
	isPopUp := func(t driver.Target) bool { return strings.HasSuffix(t.URL, popUp) }
	w.Step("a button of the log-in page opened a pop-up", func(ctx context.Context) error {
		_, err := login.Eval(ctx, fmt.Sprintf(`((button) => {
			button.addEventListener("click", () => open(%q, "help", "width=400,height=300"));
			document.body.append(button);
			button.focus();
		})(document.createElement("button"))`, w.provider.Issuer+popUp))
		if err := errors.Join(err, window.Key(ctx, "Return")); err != nil {
			return err
		}
		page, err := w.app.View(ctx, "the pop-up", isPopUp)
		if err != nil {
			return err
		}
		small, err := w.app.AwaitWindow(ctx, "a pop-up", func(other driver.Window) bool {
			return other.Title == window.Title && other.Width < window.Width
		})
		return errors.Join(err, w.Desktop.Inside(small), page.WaitFor(ctx, sharp))
	})
	w.Step("it closed itself", func(ctx context.Context) error {
		page, err := w.app.View(ctx, "the pop-up", isPopUp)
		if err == nil {
			_, err = page.Eval(ctx, "void setTimeout(close)")
		}
		return errors.Join(err, w.app.AwaitNoView(ctx, "pop-up", isPopUp))
	})
	w.Step("logged in", w.logIn)
	w.Step("the home page is on the screen, and sharp", func(ctx context.Context) error {
		window, err := w.app.MainWindow(ctx)
		return errors.Join(err, w.Desktop.Inside(window), w.app.Page.WaitFor(ctx, sharp))
	})
	w.Step("the private message is in the panel", w.app.Message)
	if display.Wayland {
		w.Step("only a shadow is around the window", func(ctx context.Context) error {
			window, err := w.app.MainWindow(ctx)
			if err != nil {
				return err
			}
			return w.isDark(ctx, image.Pt(window.X+window.Width/2, window.Y-10).Mul(max(display.Scale, 1)))
		})
	}
	w.Step("logged out", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#log-out"), w.app.AwaitSignedOut(ctx, ""), w.AwaitNothingStored(ctx))
	})
	w.Step("Quit, by its key", func(ctx context.Context) error {
		return errors.Join(w.press(ctx, "ctrl+q"), w.app.AwaitGone(ctx, driver.WaitLimit))
	})
}

// isDark returns an error unless a pixel of the screen is dark, as the empty desktop and the shadow of a window are.
func (w *world) isDark(ctx context.Context, at image.Point) error {
	grey, err := w.greys(ctx, "pixel")
	if err == nil && grey(at) >= 128 {
		err = fmt.Errorf("the pixel at %v has the grey %d", at, grey(at))
	}
	return err
}
