//go:build linux

package driver

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// The size of the screen in the programs' pixels.
const screenWidth, screenHeight = 1280, 800

// The colours of what no program paints, as 0xrrggbb: the desktop, and the frames of a window that has the keyboard and of others.
const desktopColour, activeColour, inactiveColour = 0x44546a, 0x0077cc, 0x555555

// IsFrame reports whether a colour is that of the frame which the window manager puts around a window. The frame comes and goes
// with the window, and is empty for a moment.
func IsFrame(colour uint32) bool { return colour == activeColour || colour == inactiveColour }

// windowManagerConfig makes a plain desktop: windows have title bars, so that pictures show the titles; the newest window has
// the keyboard; Alt+F4 asks a window to close, Alt+F10 maximises it, and Alt+F11 has it fill the screen. Without a window manager no
// window has the keyboard, and a window can be destroyed but not asked to close.
var windowManagerConfig = fmt.Sprintf(`<?xml version="1.0"?>
<JWM>
  <FocusModel>click</FocusModel>
  <WindowStyle><Background>#%06x</Background><Active><Background>#%06x</Background></Active></WindowStyle>
  <Desktops width="1" height="1"><Background type="solid">#%06x</Background></Desktops>
  <Key mask="A" key="F4">close</Key>
  <Key mask="A" key="F10">maximize</Key>
  <Key mask="A" key="F11">fullscreen</Key>
</JWM>
`, inactiveColour, activeColour, desktopColour)

// The display numbers that desktops try. Those below belong to people's own screens, and to xvfb-run.
const firstDisplay, lastDisplay = 200, 299

// startDisplay starts the X server with the first free display number. A server that chooses the number itself ("-displayfd") takes
// no lock: another one that ends at that moment can remove its socket, which programs in a sandbox need.
func (d *Desktop) startDisplay(ctx context.Context) error {
	for number := firstDisplay; number <= lastDisplay; number++ {
		if free, err := d.tryDisplay(ctx, number); free || err != nil {
			return err
		}
	}
	return fmt.Errorf("driver: no display from :%d to :%d is free (see %s)", firstDisplay, lastDisplay, d.log("Xvfb"))
}

// tryDisplay starts the X server with a display number, and waits until it listens. If another server has the number, it ends.
func (d *Desktop) tryDisplay(ctx context.Context, number int) (free bool, err error) {
	d.display = fmt.Sprintf(":%d", number)
	// "-r": a busy machine may release a key late, and the display would repeat the key.
	screen := fmt.Sprintf("%dx%dx24", screenWidth*d.scale, screenHeight*d.scale) // its size in pixels, and its depth
	server, err := d.serve("Xvfb", exec.Command("Xvfb", d.display, "-screen", "0", screen, "-nolisten", "tcp", "-noreset", "-r", "-fbdir", d.root))
	if err != nil {
		return false, err
	}
	err = poll(ctx, func(context.Context) error {
		if server.exited() != nil || listens(number, server.cmd.Process.Pid) {
			return nil
		}
		return errPoll
	})
	if err != nil {
		return false, fmt.Errorf("driver: X server (see %s): %w", d.log("Xvfb"), err)
	}
	return server.exited() == nil, nil
}

// listens reports whether the X server with this process number has the display, and takes connections.
func listens(display, server int) bool {
	owner, err := os.ReadFile(fmt.Sprintf("/tmp/.X%d-lock", display))
	if err != nil || strings.TrimSpace(string(owner)) != strconv.Itoa(server) {
		return false
	}
	connection, err := net.Dial("unix", fmt.Sprintf("/tmp/.X11-unix/X%d", display))
	if err != nil {
		return false
	}
	_ = connection.Close()
	return true
}

// startWindowManager starts jwm and waits until it manages windows.
func (d *Desktop) startWindowManager(ctx context.Context) error {
	config := filepath.Join(d.root, "jwmrc")
	if err := os.WriteFile(config, []byte(windowManagerConfig), 0o600); err != nil {
		return fmt.Errorf("driver: configuration of the window manager: %w", err)
	}
	var err error
	if d.manager, err = d.serve("jwm", exec.Command("jwm", "-f", config)); err != nil {
		return err
	}
	err = poll(ctx, func(ctx context.Context) error {
		_, err := d.xdotool(ctx, "get_num_desktops") // fails until a window manager runs
		return err
	})
	if err != nil {
		return fmt.Errorf("driver: window manager (see %s): %w", d.log("jwm"), err)
	}
	return nil
}

// serve starts a program that belongs to the desktop. Close ends it.
func (d *Desktop) serve(name string, cmd *exec.Cmd) (*process, error) {
	cmd.Env = d.Env()
	cmd.Dir = d.root
	p, err := start(name, cmd, d.log(name))
	if err != nil {
		return nil, err
	}
	d.stops = append(d.stops, p.stop)
	return p, nil
}

// log returns the file for the output of the named program.
func (d *Desktop) log(name string) string { return filepath.Join(d.root, name+".log") }

// Inside returns an error unless the window is on the screen as a whole.
func (d *Desktop) Inside(w Window) error {
	width, height := screenWidth*d.scale, screenHeight*d.scale
	if d.wayland != "" {
		width, height = screenWidth, screenHeight
	}
	if min(w.X, w.Y) < 0 || w.X+w.Width > width || w.Y+w.Height > height {
		return fmt.Errorf("driver: %s at %d, %d is not on the screen as a whole", w, w.X, w.Y)
	}
	return nil
}
