//go:build unix && !darwin

package systembrowser

import (
	"os"
	"os/exec"
	"syscall"
)

// start hands a file to xdg-open as its one argument. Some desktops have it run the browser itself, and end with it: a
// session of its own keeps that browser open when the app is ended from its terminal.
func start(path string) error {
	cmd := exec.Command("xdg-open", path)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	return cmd.Run()
}

// defaultFolder is the home folder. A browser in a Snap reads no file elsewhere: not in a hidden folder such as ~/.cache,
// and not below /tmp or /run.
func defaultFolder() (string, error) { return os.UserHomeDir() }
