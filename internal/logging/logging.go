// Package logging writes the app's log: one line of JSON per event, to standard error and to a file that only this user
// can read.
//
// Secrets do not print themselves in the first place (auth.Secret prints "[REDACTED]"). This package is the second line of
// defence: before it writes a line, it replaces everything that looks like a token or like a query parameter that carries one.
package logging

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"regexp"

	"wails-openid-oauth/internal/safefile"
)

// maxSize is the size in bytes from which the next start renames the file, and keeps it as the one older file.
const maxSize = 1 << 20

// Open opens the file at path for appending, and returns the logger and a function that closes the file. The file has to be our
// own, in a folder that only this user can use; see [safefile.Append].
func Open(path string, also io.Writer) (*slog.Logger, func(), error) {
	file, err := safefile.Append(path)
	if err == nil && tooLarge(file) {
		file.Close()
		if err := os.Rename(path, path+".old"); err != nil {
			return nil, nil, fmt.Errorf("put the old log aside: %w", err)
		}
		file, err = safefile.Append(path)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("open the log: %w", err)
	}
	return New(io.MultiWriter(file, also)), func() { file.Close() }, nil
}

func tooLarge(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Size() > maxSize
}

// New returns a logger that redacts.
func New(w io.Writer) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{ReplaceAttr: redact}))
}

var (
	// compact matches a JWS or JWE in compact serialization. Each of them starts with the base64url of `{"`.
	compact = regexp.MustCompile(`eyJ[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]*)+`)
	// parameter matches a query or form parameter whose value is a secret.
	parameter = regexp.MustCompile(`(?i)\b(code|state|nonce|code_verifier|access_token|refresh_token|id_token|id_token_hint|token)=[^&\s"']+`)
	// bearer matches a credential in a header.
	bearer = regexp.MustCompile(`(?i)\bbearer +[A-Za-z0-9._~+/-]+=*`)
)

func redact(_ []string, attr slog.Attr) slog.Attr {
	var text string
	switch value := attr.Value.Any().(type) {
	case string:
		text = value
	case error:
		text = value.Error()
	case fmt.Stringer:
		text = value.String()
	default:
		return attr
	}
	if attr.Key == slog.LevelKey || attr.Key == slog.TimeKey {
		return attr
	}
	text = compact.ReplaceAllString(text, "[REDACTED]")
	text = parameter.ReplaceAllString(text, "$1=[REDACTED]")
	text = bearer.ReplaceAllString(text, "Bearer [REDACTED]")
	return slog.String(attr.Key, text)
}
