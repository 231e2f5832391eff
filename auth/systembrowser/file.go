package systembrowser

import (
	"cmp"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

// way is the page that leads to a link. Without the refresh, which people can turn off, a click is left.
const way = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="0;url=%[1]s">
<title>Log-in</title>
</head>
<body><p><a href="%[1]s">Continue to the log-in</a></p></body>
</html>
`

// writeWay makes a file with the page, for this user alone. The link itself would stand in the arguments of the desktop's
// opener and of the browser, where every user of the machine can read it.
func (b *Browser) writeWay(link string) (path string, err error) {
	folder, err := b.folder()
	if err != nil {
		return "", err
	}
	file, err := os.CreateTemp(folder, fmt.Sprintf("%s%d-*.html", filePrefix(), os.Getpid())) // mode 0600
	if err != nil {
		return "", fmt.Errorf("make the page that leads to the log-in: %w", err)
	}
	_, err = fmt.Fprintf(file, way, html.EscapeString(link))
	if err = cmp.Or(err, file.Close()); err != nil {
		_ = os.Remove(file.Name())
		return "", fmt.Errorf("write the page that leads to the log-in: %w", err)
	}
	return file.Name(), nil
}

// folder is where the file goes.
func (b *Browser) folder() (string, error) {
	if b.opts.Folder != "" {
		return b.opts.Folder, nil
	}
	return defaultFolder()
}

// removeLeftOvers removes the files of processes of this program that are gone, or had the process number of this one.
func (b *Browser) removeLeftOvers() {
	folder, err := b.folder()
	if err != nil {
		return
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	for _, entry := range entries {
		rest, found := strings.CutPrefix(entry.Name(), filePrefix())
		number, _, _ := strings.Cut(rest, "-")
		pid, err := strconv.Atoi(number)
		if found && err == nil && entry.Type().IsRegular() && strings.HasSuffix(rest, ".html") && (pid == os.Getpid() || !isAlive(pid)) {
			_ = os.Remove(filepath.Join(folder, entry.Name()))
		}
	}
}

// filePrefix is what the names of the files begin with: the program's own name tells the person whose they are.
func filePrefix() string {
	program := filepath.Base(os.Args[0])
	return strings.TrimSuffix(program, filepath.Ext(program)) + "-log-in-"
}

// isAlive reports whether a process of this user has the number.
func isAlive(pid int) bool {
	process, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	defer func() { _ = process.Release() }()
	return runtime.GOOS == "windows" || process.Signal(syscall.Signal(0)) == nil
}
