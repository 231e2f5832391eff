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

// way is the page that leads to a link. It has a link to click for users who turned off the refresh.
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

// writeWay creates a file with the page, readable by this user alone. The desktop's opener and the browser get the
// file's path as their argument and not the link, because every user of the machine can read process arguments.
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

// folder returns the folder of the file.
func (b *Browser) folder() (string, error) {
	if b.opts.Folder != "" {
		return b.opts.Folder, nil
	}
	return defaultFolder()
}

// removeLeftOvers removes the files of ended processes of this program, and of an earlier process with our process
// number.
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

// filePrefix returns the start of the file names. It is the program's own name, so that the user knows whose files they
// are.
func filePrefix() string {
	program := filepath.Base(os.Args[0])
	return strings.TrimSuffix(program, filepath.Ext(program)) + "-log-in-"
}

// isAlive reports whether a process of this user has the number. On Windows FindProcess answers that.
func isAlive(pid int) bool {
	process, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	defer func() { _ = process.Release() }()
	return runtime.GOOS == "windows" || process.Signal(syscall.Signal(0)) == nil
}
