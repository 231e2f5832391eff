//go:build linux

package drive

import (
	"fmt"
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

// CheckTools reports the Debian packages that are missing on this machine, in one error; nil when all are there.
func CheckTools() error {
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
	return fmt.Errorf("drive: missing Debian packages: apt-get install %s", strings.Join(missing, " "))
}
