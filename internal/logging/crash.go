package logging

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime/debug"

	"wails-openid-oauth/internal/safefile"
)

// maxTold bounds how much of a crash report goes into the log, in bytes. It is enough for the reason and the goroutine that
// crashed.
const maxTold = 8 << 10

// Crash is the file to which Go writes its crash report with the stack, after a panic in any goroutine or a fault in a C library.
// It shows arguments as numbers, and strings only in the text of a panic.
type Crash struct{ file *os.File }

// OpenCrash makes Go write to the file at path when the program crashes. The file has to be our own, like the log, because its
// content goes into the log and is then removed. OpenCrash itself removes nothing, so that a second start of the program, which
// ends soon, does not destroy the report of the first.
func OpenCrash(path string) (*Crash, error) {
	file, err := safefile.Append(path)
	if err != nil {
		return nil, fmt.Errorf("open the file for crashes: %w", err)
	}
	// Bound the file, because a program that always crashes before Tell would add to it at every start.
	if info, err := file.Stat(); err == nil && info.Size() > maxSize {
		_ = safefile.Empty(file)
	}
	if err := debug.SetCrashOutput(file, debug.CrashOptions{}); err != nil {
		file.Close()
		return nil, fmt.Errorf("let Go write crash reports to the file: %w", err)
	}
	return &Crash{file}, nil
}

// Tell logs how the program ended last time, if it crashed, and empties the file. Call it only when no other instance of the
// program runs.
func (c *Crash) Tell(log *slog.Logger) {
	said := make([]byte, maxTold)
	n, err := c.file.ReadAt(said, 0)
	if err != nil && err != io.EOF {
		log.Warn("the file for crashes cannot be read", "err", err)
	}
	if n == 0 {
		return
	}
	log.Error("the app ended unexpectedly last time", "crash", string(said[:n]))
	if err := safefile.Empty(c.file); err != nil {
		log.Warn("the file for crashes cannot be emptied", "err", err)
	}
}
