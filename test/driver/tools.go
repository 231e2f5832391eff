//go:build linux

package driver

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// packages maps each command that the driver runs to the Debian package that contains it.
var packages = map[string]string{
	"Xvfb":                 "xvfb",
	"jwm":                  "jwm",
	"xdotool":              "xdotool",
	"xprop":                "x11-utils",
	"xev":                  "x11-utils",
	"xwininfo":             "x11-utils",
	"import":               "imagemagick",
	"dbus-daemon":          "dbus",
	"gnome-keyring-daemon": "gnome-keyring",
}

// flatpakInfo is the file that tells GTK that it runs inside a Flatpak.
var flatpakInfo = "/.flatpak-info"

// CheckTools returns an error if no desktop can work on this machine. Either Debian packages are missing, and the error names
// all of them, or the root of the file system has the mark of a Flatpak. With that mark, GTK uses portals that do not exist, and
// windows have no _NET_WM_PID, by which the driver finds them.
func CheckTools() error {
	if _, err := os.Lstat(flatpakInfo); err == nil {
		return fmt.Errorf("driver: GTK takes this machine for a Flatpak, and no window would be found: remove the file %s", flatpakInfo)
	}
	var missing []string
	for command, pkg := range packages {
		if _, err := exec.LookPath(command); err != nil {
			missing = append(missing, pkg)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	slices.Sort(missing)
	return fmt.Errorf("driver: missing Debian packages: apt-get install %s", strings.Join(missing, " "))
}
