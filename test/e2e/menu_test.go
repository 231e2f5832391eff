//go:build linux && e2e

package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"wails-openid-oauth/test/authtest"
	"wails-openid-oauth/test/driver"
)

var (
	aboutTitle = regexp.MustCompile(`^About Wails OpenID Connect$`)
	// openMenu is the title that GTK gives the window of a menu.
	openMenu = regexp.MustCompile(`^wails-openid-oauth$`)
)

// choose opens the menu by its key, goes from its first item to another one, and activates that.
func (w *world) choose(ctx context.Context, keys ...string) error {
	return w.press(ctx, append(append([]string{"F10", "Down"}, keys...), "Return")...)
}

// press presses keys in the main window.
func (w *world) press(ctx context.Context, keys ...string) error {
	if len(keys) == 0 {
		return nil
	}
	window, err := w.app.MainWindow(ctx)
	if err != nil {
		return err
	}
	return window.Key(ctx, keys...)
}

// pressUntil presses keys in the main window, and waits for a condition of the page.
func (w *world) pressUntil(condition string, keys ...string) func(context.Context) error {
	return func(ctx context.Context) error {
		return errors.Join(w.press(ctx, keys...), w.app.Page.WaitFor(ctx, condition))
	}
}

// menuOpens waits for an open menu, and takes a picture of it.
func (w *world) menuOpens(ctx context.Context, name string) error {
	_, err := w.app.Window(ctx, openMenu)
	if err == nil {
		_, err = w.Desktop.Picture(ctx, name)
	}
	return err
}

// contextMenu opens the context menu of an element, and chooses an item by keys.
func (w *world) contextMenu(ctx context.Context, selector string, keys ...string) error {
	window, err := w.app.MainWindow(ctx)
	if err != nil {
		return err
	}
	if err := window.RightClickAt(ctx, w.app.Page, selector); err != nil {
		return err
	}
	if err := w.menuOpens(ctx, "context menu"); err != nil {
		return err
	}
	return window.Key(ctx, append(keys, "Return")...)
}

// TestJourneyMenu uses the menu and the context menu, by the keyboard and by the mouse.
func TestJourneyMenu(t *testing.T) {
	t.Parallel()
	const width = 900
	w, files := newWorld(t, driver.KeyringReal), newXDGOpen(t)
	folder := filepath.Join(w.Desktop.Home, ".local", "state", "wails-openid-oauth")
	w.Step("the desktop is light", func(ctx context.Context) error { return w.Desktop.SetScheme(ctx, driver.PreferLight) })
	w.Step("the app was launched, with settings that can be changed, and a window that was once higher than the screen", func(ctx context.Context) error {
		return errors.Join(w.saveSettings(),
			write(filepath.Join(folder, "window.json"), fmt.Sprintf(`{"size":{"X":%d,"Y":2000},"frame":{"X":20,"Y":60}}`, width)),
			w.launchBareWith(ctx, files.env()))
	})
	w.Step("the page waits off the screen", func(ctx context.Context) error {
		_, err := w.loginPage(ctx)
		if err == nil {
			_, err = w.app.Page.Eval(ctx, `(addEventListener("resize", () => { window.resized = [innerWidth, innerHeight]; }), null)`)
		}
		return err
	})
	w.Step("the login window was closed: signed out", w.closeLogin)
	w.Step("the page had its size before its window came", func(ctx context.Context) error {
		resized, err := w.app.Page.Eval(ctx, "window.resized")
		if err == nil && string(resized) != "null" {
			err = fmt.Errorf("it was made %s", resized)
		}
		return err
	})
	// Only one of Log in and Log out can be chosen, so both are the second item.
	w.Step("File, Log in", func(ctx context.Context) error { return errors.Join(w.choose(ctx, "Down"), w.logIn(ctx)) })

	w.Step("the name was copied with the context menu, which has nothing else", func(ctx context.Context) error {
		// Whoever selects with the mouse has taken the focus from the button.
		_, err := w.app.Page.Eval(ctx, `(document.activeElement.blur(), getSelection().selectAllChildren(document.querySelector("#profile-name")))`)
		return errors.Join(err, w.contextMenu(ctx, "#profile-name", "Up"))
	})

	w.Step("File, Settings, by the mouse", func(ctx context.Context) error {
		window, err := w.app.MainWindow(ctx)
		if err != nil {
			return err
		}
		if err := window.ClickTop(ctx, 20, 12); err != nil {
			return err
		}
		return errors.Join(w.menuOpens(ctx, "file"), window.ClickTop(ctx, 40, 40), w.awaitForm("Settings")(ctx))
	})
	// is presses keys, and waits until the field has a value.
	is := func(value string, keys ...string) func(context.Context) error {
		return w.pressUntil(fmt.Sprintf(`document.querySelector("#apiIdentifier").value === %q`, value), keys...)
	}
	w.Step("the name was pasted", func(ctx context.Context) error {
		return errors.Join(w.focus(ctx, "#apiIdentifier"), is("Ada Lovelace", "ctrl+a", "ctrl+v")(ctx))
	})
	w.Step("a word was selected and cut", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Fill(ctx, "#apiIdentifier", "word"), w.focus(ctx, "#apiIdentifier"), is("", "ctrl+a", "ctrl+x")(ctx))
	})
	w.Step("it was pasted, twice", is("wordword", "ctrl+v", "ctrl+v"))
	undo, redo := []string{"F10", "Down", "Right", "Return"}, []string{"F10", "Down", "Right", "Down", "Return"}
	w.Step("Edit, Undo", is("word", undo...))
	w.Step("Edit, Redo", is("wordword", redo...))
	w.Step("a field has Cut", func(ctx context.Context) error {
		// The answer of the check moves the fields below it.
		return errors.Join(w.app.Page.WaitFor(ctx, `document.body.innerText.includes("Found:")`),
			w.press(ctx, "ctrl+a"), w.contextMenu(ctx, "#apiIdentifier", "Down"), is("")(ctx))
	})
	w.Step("and Paste, and nothing below it", func(ctx context.Context) error {
		return errors.Join(w.app.Page.WaitFor(ctx, `document.body.innerText.includes("API identifier is missing")`),
			w.contextMenu(ctx, "#apiIdentifier", "Up"), is("wordword")(ctx))
	})
	w.Step("back", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#back"), w.awaitSignedIn(ctx))
	})

	for _, key := range []string{"ctrl+r", "F5"} {
		w.Step("the page was loaded again by "+key, func(ctx context.Context) error {
			_, err := w.app.Page.Eval(ctx, "window.old = true")
			return errors.Join(err, w.pressUntil("!window.old", key)(ctx), w.awaitSignedIn(ctx))
		})
	}
	for _, zoom := range []struct{ key, becomes string }{{"ctrl+plus", "<"}, {"ctrl+0", "==="}, {"ctrl+minus", ">"}, {"ctrl+equal", "==="}} {
		w.Step("the page was zoomed by "+zoom.key, w.pressUntil(fmt.Sprintf("innerWidth %s %d", zoom.becomes, width), zoom.key))
	}
	w.Step("Help, Open log folder", func(ctx context.Context) error {
		return errors.Join(w.choose(ctx, "Left"), files.opens(ctx, folder))
	})
	w.Step("Help, About", func(ctx context.Context) error {
		if err := w.choose(ctx, "Left", "Up"); err != nil {
			return err
		}
		about, err := w.app.Window(ctx, aboutTitle)
		if err != nil {
			return err
		}
		_, err = w.Desktop.Picture(ctx, "about")
		err = errors.Join(err, about.Key(ctx, "alt+l"))
		_, failed := w.Desktop.Picture(ctx, "licences")
		return errors.Join(err, failed, about.Key(ctx, "Escape"), w.app.AwaitNoWindow(ctx, aboutTitle))
	})
	for _, tt := range []struct {
		name   string
		scheme driver.Scheme
	}{{"dark", driver.PreferDark}, {"light", driver.PreferLight}} {
		w.Step("the menu becomes "+tt.name, func(ctx context.Context) error {
			return errors.Join(w.Desktop.SetScheme(ctx, tt.scheme),
				w.app.Page.WaitFor(ctx, fmt.Sprintf(`matchMedia("(prefers-color-scheme: %s)").matches`, tt.name)), w.menuIs(ctx, tt.name))
		})
	}
	w.Step("the settings, by their key", func(ctx context.Context) error {
		return errors.Join(w.press(ctx, "ctrl+comma"), w.awaitForm("Settings")(ctx), w.app.Page.Click(ctx, "#back"), w.awaitSignedIn(ctx))
	})
	w.Step("File, Log out", func(ctx context.Context) error {
		return errors.Join(w.choose(ctx, "Down"), w.app.AwaitSignedOut(ctx, ""), w.AwaitNothingStored(ctx))
	})
	w.Step("Quit, by its key", func(ctx context.Context) error {
		return errors.Join(w.press(ctx, "ctrl+q"), w.app.AwaitGone(ctx, driver.WaitLimit))
	})
}

// menuIs compares the colours of the open menu and of the menu bar with a name. The bar is to the right of its last menu, and the open
// menu below it.
func (w *world) menuIs(ctx context.Context, name string) error {
	window, err := w.app.MainWindow(ctx)
	if err == nil {
		err = window.Key(ctx, "F10")
	}
	if err != nil {
		return err
	}
	grey, err := w.greys(ctx, name)
	if err != nil {
		return err
	}
	for _, at := range []image.Point{{window.Width - 20, 12}, {8, 40}} {
		if is := grey(at.Add(image.Pt(window.X, window.Y))); (is < 128) != (name == "dark") {
			err = errors.Join(err, fmt.Errorf("at %v, the menu has the grey %d", at, is))
		}
	}
	return errors.Join(err, window.Key(ctx, "Escape", "Escape"))
}

// greys takes a picture of the screen, and returns how light it is at a place: 0 is black, 255 white.
func (w *world) greys(ctx context.Context, name string) (func(image.Point) uint8, error) {
	file, err := w.Desktop.Picture(ctx, name)
	if err != nil {
		return nil, err
	}
	picture, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer picture.Close()
	screen, err := png.Decode(picture)
	if err != nil {
		return nil, err
	}
	return func(at image.Point) uint8 { return color.GrayModel.Convert(screen.At(at.X, at.Y)).(color.Gray).Y }, nil
}

// saveSettings writes the user's own settings file.
func (w *world) saveSettings() error {
	text, err := json.Marshal(map[string]string{
		"issuer": w.provider.Issuer, "clientId": w.provider.ClientID, "apiIdentifier": authtest.Audience, "apiUrl": w.api.URL,
	})
	return errors.Join(err, write(w.ownSettings(), string(text)))
}

// write writes a file of the app.
func write(path, text string) error {
	return errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600))
}

// focus gives an element of the page the keyboard.
func (w *world) focus(ctx context.Context, selector string) error {
	_, err := w.app.Page.Eval(ctx, fmt.Sprintf("document.querySelector(%q).focus()", selector))
	return err
}

// opens waits until something is opened, and compares its path.
func (x xdgOpen) opens(ctx context.Context, want string) error {
	got, err := x.opened(ctx)
	if err == nil && got != want {
		err = fmt.Errorf("%s was opened, want %s", got, want)
	}
	return err
}
