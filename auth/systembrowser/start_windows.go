package systembrowser

import (
	"os"
	"os/exec"
	"path/filepath"
)

// start passes a file to the URL handler as its only argument. "cmd /c start" would interpret & and ^ in it.
func start(path string) error {
	rundll32 := filepath.Join(os.Getenv("SystemRoot"), "System32", "rundll32.exe")
	return exec.Command(rundll32, "url.dll,FileProtocolHandler", path).Run()
}

// defaultFolder is the user's own temporary folder.
func defaultFolder() (string, error) { return os.TempDir(), nil }
