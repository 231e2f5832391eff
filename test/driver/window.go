//go:build linux

package driver

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Window is a native window.
type Window struct {
	ID            int
	Title         string
	X, Y          int // upper left corner of its content on the screen, in pixels
	Width, Height int // size of its content in pixels
	desktop       *Desktop
}

// String returns title and size.
func (w Window) String() string { return fmt.Sprintf("%q %d×%d", w.Title, w.Width, w.Height) }

// Windows lists the app's visible windows.
func (a *App) Windows(ctx context.Context) ([]Window, error) {
	if a.desktop.wayland != "" {
		return a.desktop.waylandWindows(ctx, a.process.cmd.Process.Pid)
	}
	pid := strconv.Itoa(a.process.cmd.Process.Pid)
	ids, err := a.desktop.xdotool(ctx, "search", "--all", "--onlyvisible", "--pid", pid, "--name", ".")
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) && exit.ExitCode() == 1 && ids == "" {
			return nil, nil // none
		}
		return nil, err
	}
	var windows []Window
	for id := range strings.FieldsSeq(ids) {
		// The window may close while its title and size are read.
		if w, err := a.desktop.window(ctx, id); err == nil {
			windows = append(windows, w)
		}
	}
	return windows, ctx.Err() // if ctx has ended, the list is not complete
}

// window reads title and size of a window.
func (d *Desktop) window(ctx context.Context, id string) (Window, error) {
	title, err := d.xdotool(ctx, "getwindowname", id)
	if err != nil {
		return Window{}, err
	}
	geometry, err := d.run(ctx, "xwininfo", "-id", id) // xdotool counts the frame twice
	if err != nil {
		return Window{}, err
	}
	w := Window{Title: title, desktop: d}
	w.ID, _ = strconv.Atoi(id)
	for line := range strings.Lines(geometry) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		number, _ := strconv.Atoi(strings.TrimSpace(value))
		switch key {
		case "Absolute upper-left X":
			w.X = number
		case "Absolute upper-left Y":
			w.Y = number
		case "Width":
			w.Width = number
		case "Height":
			w.Height = number
		}
	}
	return w, nil
}

// Window waits for a visible window whose title matches.
func (a *App) Window(ctx context.Context, title *regexp.Regexp) (Window, error) {
	return a.AwaitWindow(ctx, fmt.Sprintf("a window titled %s", title), func(w Window) bool { return title.MatchString(w.Title) })
}

// AwaitWindow waits for a visible window as it is wanted.
func (a *App) AwaitWindow(ctx context.Context, what string, wanted func(Window) bool) (found Window, err error) {
	err = a.awaitWindows(ctx, what, func(windows []Window) bool {
		i := slices.IndexFunc(windows, wanted)
		if i >= 0 {
			found = windows[i]
		}
		return i >= 0
	})
	return found, err
}

// AwaitNoWindow waits until no visible window's title matches.
func (a *App) AwaitNoWindow(ctx context.Context, title *regexp.Regexp) error {
	return a.awaitWindows(ctx, fmt.Sprintf("no window titled %s", title), func(windows []Window) bool {
		for _, w := range windows {
			if title.MatchString(w.Title) {
				return false
			}
		}
		return true
	})
}

// flash is how long a window must be visible to count as shown. A Wails window that starts hidden is visible for a moment.
const flash = 100 * time.Millisecond

// FirstWindow waits for the app's first visible window that stays. It returns the window, and the time from the launch until the
// window was first seen. The time is up to about 30 ms too long. Call FirstWindow right after [Desktop.Launch].
func (a *App) FirstWindow(ctx context.Context) (w Window, sinceLaunch time.Duration, err error) {
	var seen time.Time
	err = a.awaitWindows(ctx, "a first window", func(windows []Window) bool {
		if len(windows) == 0 || windows[0].ID != w.ID {
			seen = time.Now()
		}
		w = Window{}
		if len(windows) > 0 {
			w = windows[0]
		}
		return w.ID != 0 && time.Since(seen) >= flash
	})
	return w, seen.Sub(a.launched), err
}

// awaitWindows waits until wanted is true for the list of visible windows.
func (a *App) awaitWindows(ctx context.Context, what string, wanted func([]Window) bool) error {
	var windows []Window
	err := poll(ctx, func(ctx context.Context) (err error) {
		if windows, err = a.Windows(ctx); err == nil && !wanted(windows) {
			err = errPoll
		}
		return err
	})
	if err != nil {
		return a.desktop.failed(what, fmt.Sprintf("windows %v", windows), err)
	}
	return nil
}

// Property returns a property of the X window in a format of xprop: "8s" for text, "32c" for numbers. It is empty if the window has
// none of that name.
func (w Window) Property(ctx context.Context, name, format string) (string, error) {
	printed, err := w.desktop.run(ctx, "xprop", "-id", strconv.Itoa(w.ID), format, name)
	_, value, _ := strings.Cut(printed, "=")
	return strings.TrimSpace(value), err
}

// Move asks the window manager for another place and size.
func (w Window) Move(ctx context.Context, x, y, width, height int) error {
	id := strconv.Itoa(w.ID)
	_, err := w.desktop.xdotool(ctx, "windowsize", id, strconv.Itoa(width), strconv.Itoa(height),
		"windowmove", id, strconv.Itoa(x), strconv.Itoa(y))
	return err
}

// Maximise maximises the window, or gives it its size back.
func (w Window) Maximise(ctx context.Context) error { return w.Key(ctx, "alt+F10") }

// Fullscreen has the window fill the screen, or gives it its size back.
func (w Window) Fullscreen(ctx context.Context) error { return w.Key(ctx, "alt+F11") }

// Focus brings the window to the front and gives it the keyboard.
func (w Window) Focus(ctx context.Context) error {
	_, err := w.desktop.xdotool(ctx, "windowactivate", "--sync", strconv.Itoa(w.ID))
	return err
}

// Minimise minimises the window as the button in its title bar does.
func (w Window) Minimise(ctx context.Context) error {
	_, err := w.desktop.xdotool(ctx, "windowminimize", "--sync", strconv.Itoa(w.ID))
	return err
}

// Key presses keys in the window, each in xdotool's notation: "Escape", "ctrl+q", "Tab".
func (w Window) Key(ctx context.Context, keys ...string) error {
	_, err := w.desktop.xdotool(ctx, append(append(w.activate(), "key"), keys...)...)
	return err
}

// Type types ASCII text into the focused element of the window. (For other characters the keyboard map would have to change while
// the app runs, which loses keys.)
func (w Window) Type(ctx context.Context, text string) error {
	_, err := w.desktop.xdotool(ctx, append(w.activate(), "type", "--delay", "5", "--", text)...)
	return err
}

// activate is what xdotool does first, so that the window has the keyboard.
func (w Window) activate() []string {
	if w.desktop.wayland != "" {
		return nil // The newest window has the keyboard, and no other program may give it to another one.
	}
	return []string{"windowactivate", "--sync", strconv.Itoa(w.ID)}
}

// Close asks the window to close, as the button in its title bar does (WM_DELETE_WINDOW).
func (w Window) Close(ctx context.Context) error { return w.Key(ctx, "alt+F4") }

// ClickAt clicks with the mouse on an element of the page that the window shows. The page fills the lower part of the window.
func (w Window) ClickAt(ctx context.Context, v *View, selector string) error {
	return w.clickAt(ctx, v, selector, "1")
}

// RightClickAt does the same with the right button.
func (w Window) RightClickAt(ctx context.Context, v *View, selector string) error {
	return w.clickAt(ctx, v, selector, "3")
}

func (w Window) clickAt(ctx context.Context, v *View, selector, button string) error {
	if err := v.await(ctx, "a visible "+selector, fmt.Sprintf(visible+" !== null", quote(selector))); err != nil {
		return err
	}
	raw, err := v.Eval(ctx, `((r) => [r.x + r.width / 2, r.y + r.height / 2 - innerHeight])(`+
		`document.querySelector(`+quote(selector)+`).getBoundingClientRect())`)
	if err != nil {
		return err
	}
	var at [2]float64 // distance from the left, and (negative) from the bottom
	if err := json.Unmarshal(raw, &at); err != nil {
		return fmt.Errorf("driver: position of %s: %w", selector, err)
	}
	id := strconv.Itoa(w.ID)
	_, err = w.desktop.xdotool(ctx, "windowactivate", "--sync", id,
		"mousemove", "--window", id, strconv.Itoa(int(at[0])), strconv.Itoa(w.Height+int(at[1])), "click", button)
	return err
}

// ClickTop clicks with the mouse at a distance in pixels from the upper left corner of the window's content. It does not bring the
// window to the front, which would close a menu.
func (w Window) ClickTop(ctx context.Context, fromLeft, fromTop int) error {
	_, err := w.desktop.xdotool(ctx, "mousemove", "--window", strconv.Itoa(w.ID), strconv.Itoa(fromLeft), strconv.Itoa(fromTop), "click", "1")
	return err
}

// Press presses a button of the mouse in the middle of the window.
func (w Window) Press(ctx context.Context, button int) error {
	id := strconv.Itoa(w.ID)
	_, err := w.desktop.xdotool(ctx, "windowactivate", "--sync", id,
		"mousemove", "--window", id, strconv.Itoa(w.Width/2), strconv.Itoa(w.Height-40), "click", strconv.Itoa(button))
	return err
}

// xdotool runs one command of xdotool and returns its output.
func (d *Desktop) xdotool(ctx context.Context, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, WaitLimit)
	defer cancel()
	return d.run(ctx, "xdotool", args...)
}

// run runs a short program on the desktop and returns its output.
func (d *Desktop) run(ctx context.Context, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env, cmd.Dir = append(d.Env(), "DISPLAY="+d.display), d.root
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("driver: %s %s: %w: %s", name, args[0], err, strings.TrimSpace(errs.String()))
	}
	return strings.TrimSpace(string(out)), err
}
