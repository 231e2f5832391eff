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
	"sync"
	"syscall"
)

// wayHead leads a browser on by itself. A file has no headers, so the policy stands here.
const wayHead = `<meta http-equiv="Content-Security-Policy" content="%s">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url=%s">
`

// way is the page that leads to a link. It has a link to click for users who turned off the refresh.
func (l *look) way(link string) string {
	link = html.EscapeString(link)
	policy, _, _ := strings.Cut(l.policy, " frame-ancestors") // which a page cannot set by itself
	head := fmt.Sprintf(wayHead, html.EscapeString(policy), link)
	return l.page(head, "Log-in", `<p><a href="`+link+`">Continue to the log-in</a></p>`)
}

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
	_, err = file.WriteString(b.look.way(link))
	if err = cmp.Or(err, file.Close()); err != nil {
		_ = os.Remove(file.Name())
		return "", fmt.Errorf("write the page that leads to the log-in: %w", err)
	}
	return file.Name(), nil
}

// ways are the files of one request that lead to its links.
type ways struct {
	mu     sync.Mutex
	files  []string
	closed bool
}

// add records a file. It reports false, and removes the file, when the request has ended.
func (w *ways) add(file string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.files = append(w.files, file)
	if w.closed {
		w.removeAll()
	}
	return !w.closed
}

// remove removes the files, because a browser was sent to the provider.
func (w *ways) remove() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.removeAll()
}

// close removes the files, and every later one.
func (w *ways) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	w.removeAll()
}

// removeAll is called with mu held.
func (w *ways) removeAll() {
	for _, file := range w.files {
		_ = os.Remove(file)
	}
	w.files = nil
}

// folder returns the folder of the files.
func (b *Browser) folder() (string, error) {
	if b.opts.Folder != "" {
		return b.opts.Folder, nil
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return os.TempDir(), nil // the user's own
	}
	// A browser in a Snap cannot read hidden folders such as ~/.cache, or files below /tmp or /run.
	return os.UserHomeDir()
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
