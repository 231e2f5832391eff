package systembrowser

import (
	"os"
	"os/exec"
)

// start passes a file to open(1) as its only argument. The default browser is also the program for HTML files.
func start(path string) error { return exec.Command("/usr/bin/open", path).Run() }

// defaultFolder is the user's own temporary folder.
func defaultFolder() (string, error) { return os.TempDir(), nil }
