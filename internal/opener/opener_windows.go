package opener

import (
	"os"
	"os/exec"
	"path/filepath"
)

// Open passes a file or a folder to the URL handler as its only argument. "cmd /c start" would interpret & and ^ in it.
func Open(path string) error {
	rundll32 := filepath.Join(os.Getenv("SystemRoot"), "System32", "rundll32.exe")
	return exec.Command(rundll32, "url.dll,FileProtocolHandler", path).Run()
}
