package transport

import (
	"bytes"
	"io"
	"log/slog"
)

// Log returns where the package log of the standard library has to write, for log.SetOutput. net/http writes there what a
// server sends unasked on an idle connection, in quotation marks and without a bound; so a line ends at its first one.
func Log(to *slog.Logger) io.Writer { return libraries{to} }

type libraries struct{ log *slog.Logger }

// Write implements [io.Writer].
func (l libraries) Write(line []byte) (int, error) {
	words, _, _ := bytes.Cut(line, []byte{'"'})
	l.log.Warn("a library has something to say", "words", string(bytes.TrimSpace(words)))
	return len(line), nil
}
