package logging

import (
	"os"
	"sync"

	"wails-openid-oauth/internal/safefile"
)

// maxSize bounds the log file, and the one older file beside it, in bytes.
const maxSize = 1 << 20

// capped is the log file. Before it would grow beyond maxSize, it becomes the older file, and a new one begins. It is safe for use
// by several goroutines.
type capped struct {
	path string

	mu     sync.Mutex
	file   *os.File // nil if the file could not be opened again
	size   int64
	closed bool
}

func openCapped(path string) (*capped, error) {
	c := &capped{path: path}
	return c, c.open()
}

// open opens the file at the path. It has to be our own; see [safefile.Append].
func (c *capped) open() error {
	file, err := safefile.Append(c.path)
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return err
	}
	c.file, c.size = file, info.Size()
	return nil
}

// Write appends a line. It returns no error, because a full disk must not keep the line from standard error.
func (c *capped) Write(line []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.file != nil && c.size > 0 && c.size+int64(len(line)) > maxSize {
		c.putAside()
	}
	if c.closed || c.file == nil && c.open() != nil {
		return len(line), nil
	}
	if c.size+int64(len(line)) <= maxSize {
		n, _ := c.file.Write(line)
		c.size += int64(n)
	}
	return len(line), nil
}

// putAside makes the file the older one, unless another process of the app has done so already. A file that cannot be renamed is
// emptied, so that the log goes on.
func (c *capped) putAside() {
	ours, err := c.file.Stat()
	if now, gone := os.Lstat(c.path); err != nil || gone != nil || !os.SameFile(now, ours) {
		c.close()
		return
	}
	c.close() // Windows renames no open file.
	if os.Rename(c.path, c.path+".old") != nil && c.open() == nil && safefile.Empty(c.file) == nil {
		c.size = 0
	}
}

func (c *capped) close() {
	if c.file != nil {
		c.file.Close()
	}
	c.file = nil
}

// Close closes the file. Later lines are lost.
func (c *capped) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.close()
	c.closed = true
}
