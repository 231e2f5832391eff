//go:build unix && !darwin

package systembrowser

import (
	"os"
	"os/exec"
	"syscall"
)

// start passes a file to xdg-open as its only argument. On some desktops xdg-open runs the browser itself. The separate
// session keeps that browser open when the app is ended from its terminal.
func start(path string) error {
	cmd := exec.Command("xdg-open", path)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	return cmd.Run()
}

// defaultFolder is the home folder. A browser in a Snap cannot read hidden folders such as ~/.cache, or files below
// /tmp or /run.
func defaultFolder() (string, error) { return os.UserHomeDir() }
