package systembrowser

import (
	"os"
	"os/exec"
)

// start hands a file to open(1) as its one argument. The default browser is the one that opens HTML files, too.
func start(path string) error { return exec.Command("/usr/bin/open", path).Run() }

// defaultFolder is the user's own temporary folder.
func defaultFolder() (string, error) { return os.TempDir(), nil }
