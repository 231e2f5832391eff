package transport

import (
	"bytes"
	"io"
	"log/slog"
)

// Log returns the writer for log.SetOutput of the standard library. net/http logs there what a server sends on an idle connection
// without a request, in quotation marks and without a bound. So this writer cuts each line at its first quotation mark.
func Log(to *slog.Logger) io.Writer { return libraries{to} }

type libraries struct{ log *slog.Logger }

// Write implements [io.Writer].
func (l libraries) Write(line []byte) (int, error) {
	words, _, _ := bytes.Cut(line, []byte{'"'})
	l.log.Warn("a library logged a message", "words", string(bytes.TrimSpace(words)))
	return len(line), nil
}
