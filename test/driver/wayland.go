//go:build linux

package driver

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// waylandSocket is the name of the compositor's socket in the folder of the running programs.
const waylandSocket = "wayland-1"

// westonConfig makes a plain desktop: no panel, no keyboard on the screen, no lock, and no windows that fly in.
var westonConfig = fmt.Sprintf(`[shell]
panel-position=none
background-color=0xff%06x
locking=false
animation=none
startup-animation=none
close-animation=none
[input-method]
path=
`, desktopColour)

// startWeston starts a Wayland compositor that fills the X display. So the driver has its eyes and hands from X, and the programs on
// the desktop have Wayland alone. The protocols for debugging are on: one of them lists the windows.
func (d *Desktop) startWeston(ctx context.Context) error {
	if _, err := exec.LookPath("weston"); err != nil { // no other desktop needs it
		return fmt.Errorf("driver: missing Debian package: apt-get install weston: %w", err)
	}
	config := filepath.Join(d.root, "weston.ini")
	if err := os.WriteFile(config, []byte(westonConfig), 0o600); err != nil {
		return fmt.Errorf("driver: configuration of weston: %w", err)
	}
	cmd := exec.Command("weston", "--use-pixman", "--debug", "--idle-time=0", "--config="+config, "--socket="+waylandSocket,
		fmt.Sprintf("--width=%d", screenWidth), fmt.Sprintf("--height=%d", screenHeight), fmt.Sprintf("--scale=%d", d.scale))
	var err error
	if d.manager, err = d.serve("weston", cmd); err != nil {
		return err
	}
	err = poll(ctx, func(ctx context.Context) error {
		ids, err := d.xdotool(ctx, "search", "--onlyvisible", "--class", "^Weston Compositor$")
		if err == nil {
			_, err = d.xdotool(ctx, "windowfocus", "--sync", ids) // without a window manager nobody else gives it the keyboard
		}
		if err == nil {
			_, err = d.scene(ctx)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("driver: weston (see %s): %w", d.log("weston"), err)
	}
	d.wayland = waylandSocket
	return nil
}

// scene is what the compositor shows, in words.
func (d *Desktop) scene(ctx context.Context) (string, error) {
	return d.run(ctx, "env", "WAYLAND_DISPLAY="+waylandSocket, "weston-debug", "scene-graph")
}

// sceneWindow matches a window in a scene: the number of its process, its title, and the corners of what is opaque. Around that there
// is its shadow.
var sceneWindow = regexp.MustCompile(
	`role xdg_toplevel, PID (\d+),.*?window '(.*)' (?:of .*)?, 0x[0-9a-f]+\):\s+position: .*\s+\[opaque: \((-?\d+), (-?\d+)\) -> \((-?\d+), (-?\d+)\)`)

// waylandWindows lists the visible windows of a process. Their places and sizes are in the app's pixels, and include the title bars,
// which the app draws itself.
func (d *Desktop) waylandWindows(ctx context.Context, pid int) (windows []Window, err error) {
	scene, err := d.scene(ctx)
	for _, found := range sceneWindow.FindAllStringSubmatch(scene, -1) {
		if found[1] != strconv.Itoa(pid) {
			continue
		}
		var corner [4]int
		for i := range corner {
			corner[i], _ = strconv.Atoi(found[3+i])
		}
		windows = append(windows, Window{
			Title: strings.TrimSpace(found[2]), X: corner[0], Y: corner[1], Width: corner[2] - corner[0], Height: corner[3] - corner[1], desktop: d,
		})
	}
	return windows, err
}
