//go:build unix && !darwin

package systembrowser

import (
	"os/exec"
	"syscall"
)

// start hands the link to xdg-open as its one argument. Some desktops have it run the browser itself, and end with it: a
// session of its own keeps that browser open when the app is ended from its terminal.
func start(link string) error {
	cmd := exec.Command("xdg-open", link)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	return cmd.Run()
}
