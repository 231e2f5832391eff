//go:build unix && !darwin

package opener

import (
	"os/exec"
	"syscall"
)

// Open passes a file or a folder to xdg-open as its only argument, and waits for it. On some desktops xdg-open runs the other
// program itself, and ends with it. The separate session keeps that program open when the app is ended from its terminal. An
// error does not contain the path.
func Open(path string) error {
	cmd := exec.Command("xdg-open", path)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	return cmd.Run()
}
