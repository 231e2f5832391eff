package logging

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime/debug"

	"wails-openid-oauth/internal/safefile"
)

// maxTold bounds how much of a crash comes into the log, in bytes: what happened, and the goroutine that it happened in.
const maxTold = 8 << 10

// Crash is the file in which Go writes its last words, with the stack: of a panic in any goroutine, and of a fault in a C
// library. Arguments stand there as numbers, and strings only in the text of a panic.
type Crash struct{ file *os.File }

// OpenCrash has Go write to the file at path when the program dies. It has to be a file of ours, as the log is: what stands
// there comes into the log, and is removed. It takes nothing out of the file: a second start of the program, which ends
// soon, leaves the first one's alone.
func OpenCrash(path string) (*Crash, error) {
	ours, err := safefile.Append(path)
	if err != nil {
		return nil, fmt.Errorf("open the file for crashes: %w", err)
	}
	ours.Close()
	file, err := os.OpenFile(path, os.O_APPEND|os.O_RDWR, 0)
	if err != nil {
		return nil, fmt.Errorf("open the file for crashes: %w", err)
	}
	// A program that crashes before it tells would fill the file at every start.
	if info, err := file.Stat(); err == nil && info.Size() > maxSize {
		_ = file.Truncate(0)
	}
	if err := debug.SetCrashOutput(file, debug.CrashOptions{}); err != nil {
		file.Close()
		return nil, fmt.Errorf("have crashes written: %w", err)
	}
	return &Crash{file}, nil
}

// Tell logs how the program ended last time, if it crashed, and empties the file. The program must know by then that it
// is the only one.
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
	if err := c.file.Truncate(0); err != nil {
		log.Warn("the file for crashes cannot be emptied", "err", err)
	}
}
