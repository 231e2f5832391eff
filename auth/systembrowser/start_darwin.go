package systembrowser

import "os/exec"

// start hands the link to open(1) as its one argument.
func start(link string) error { return exec.Command("/usr/bin/open", link).Run() }
