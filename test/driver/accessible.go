//go:build linux

package driver

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strconv"

	"wails-openid-oauth/test/atspi"
)

// startAccessibility starts the accessibility bus, if the desktop is to have one.
func (d *Desktop) startAccessibility(wanted bool) error {
	if !wanted {
		return nil
	}
	if d.bus == "" {
		return errors.New("driver: without a session bus there is no accessibility bus")
	}
	d.atspi = true
	_, err := d.serve("at-spi-bus-launcher", exec.Command(atspi.Launcher, "--launch-immediately"))
	return err
}

// Accessible returns what a screen reader gets of the desktop. The desktop has to be made with [Options.Accessible]. The caller closes
// the bus.
func (d *Desktop) Accessible(ctx context.Context) (*atspi.Bus, error) {
	return atspi.Connect(ctx, d.bus)
}

// ClickButton clicks with the mouse on a button of the window, which it finds by its name. The desktop has to be accessible.
func (w Window) ClickButton(ctx context.Context, name string) error {
	bus, err := w.desktop.Accessible(ctx)
	if err != nil {
		return err
	}
	defer bus.Close()
	return poll(ctx, func(ctx context.Context) error {
		var button atspi.Object
		found := slices.ContainsFunc(bus.Windows(), func(window atspi.Object) bool {
			return window.Name == w.Title && window.Any(func(o atspi.Object) bool {
				button = o
				return o.Role == "push button" && o.Name == name && o.Has("enabled")
			})
		})
		if !found {
			return fmt.Errorf("driver: the window %s has no button %q", w, name)
		}
		x, y := bus.Middle(button)
		_, err := w.desktop.xdotool(ctx, "windowactivate", "--sync", strconv.Itoa(w.ID), "mousemove", strconv.Itoa(x), strconv.Itoa(y), "click", "1")
		return err
	})
}
