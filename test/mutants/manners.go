package main

// inManners are the mutants of what a desktop expects of an app: its log, its windows, its menus, its notifications.
var inManners = []mutant{
	{"internal/logging.TestTheLogIsCapped", "the log grows while the app runs", "internal/logging/capped.go", `c.size+int64(len(line)) > maxSize {
		c.putAside()`, `false {
		c.putAside()`},
	{"internal/logging.TestTheLogIsCapped", "a closed log goes on", "internal/logging/capped.go", `c.closed || `, ``},
	{"internal/logging.TestTwoProcessesCapTheLog", "each process puts the log aside", "internal/logging/capped.go", `!os.SameFile(now, ours)`, `ours == now`},
	{"internal/logging.TestALogThatCannotBePutAside", "a log that cannot be renamed ends", "internal/logging/capped.go", `c.file.Truncate(0) == nil`, `c.file.Sync() == nil`},
	{"internal/paths.TestPaths", "the log is in the cache", "internal/paths/paths.go", `	dir, err := State()
`, `	dir, err := cached("logs")
`},
	{"internal/opener.TestOpen", "a shell reads the path", "internal/opener/opener_unix.go", `exec.Command("xdg-open", path)`, `exec.Command("/bin/sh", "-c", "xdg-open "+path)`},
	{"test/e2e.TestJourneyDesktopEntry", "the windows have the program's name", "internal/app/window/options.go", `mainwindow.Name(paths.App)`, `_, _ = mainwindow.Name, paths.App`},
	{"test/e2e.TestJourneyDesktopEntry", "the windows have no icon", "internal/app/window/options.go", `Icon: icon, `, ``},
}
