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
	"regexp"
)

// Open opens the file at path for appending, and returns the logger and a function that closes the file. The file has to be our
// own, in a folder that only this user can use; see [safefile.Append]. It holds at most a mebibyte. What was logged before that is
// in the file with ".old" at the end of its name, which holds as much.
func Open(path string, also io.Writer) (*slog.Logger, func(), error) {
	file, err := openCapped(path)
	if err != nil {
		return nil, nil, fmt.Errorf("open the log: %w", err)
	}
	return New(io.MultiWriter(file, also)), file.Close, nil
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
