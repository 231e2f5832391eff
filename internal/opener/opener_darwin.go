package opener

import "os/exec"

// Open passes a file or a folder to open(1) as its only argument. The default browser is also the program for HTML files.
func Open(path string) error { return exec.Command("/usr/bin/open", path).Run() }
