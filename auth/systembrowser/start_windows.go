package systembrowser

import (
	"os"
	"os/exec"
	"path/filepath"
)

// start hands the link to the URL handler as its one argument. "cmd /c start" would read & and ^ in it.
func start(link string) error {
	rundll32 := filepath.Join(os.Getenv("SystemRoot"), "System32", "rundll32.exe")
	return exec.Command(rundll32, "url.dll,FileProtocolHandler", link).Run()
}
