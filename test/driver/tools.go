//go:build linux

package driver

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// packages maps each command that the harness runs to the Debian package that brings it.
var packages = map[string]string{
	"Xvfb":                 "xvfb",
	"jwm":                  "jwm",
	"xdotool":              "xdotool",
	"import":               "imagemagick",
	"dbus-daemon":          "dbus",
	"gnome-keyring-daemon": "gnome-keyring",
}

// flatpakInfo is the file by which GTK knows that it runs inside a Flatpak.
var flatpakInfo = "/.flatpak-info"

// CheckTools reports what keeps every desktop on this machine from working: the Debian packages that are missing, in one
// error, or the mark of a Flatpak in the root of the file system. With that, GTK asks portals that are not there, and windows
// lose _NET_WM_PID, by which they are found. It returns nil when all is well.
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
