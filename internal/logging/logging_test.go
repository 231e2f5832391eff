package logging

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestNew(t *testing.T) {
	const secret = "s3cret"
	token := "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0." + secret
	tests := []struct {
		name, kept string
		value      any
	}{
		{"a token", "got", "got " + token},
		{"a callback", "http://localhost/callback?code=[REDACTED]&state=[REDACTED]", "http://localhost/callback?code=" + secret + "&state=" + secret},
		{"an error with a form", "refresh_token=[REDACTED]&client_id=app", errors.New("refresh_token=" + secret + "&client_id=app")},
		{"a header", "Authorization: Bearer [REDACTED]", "Authorization: Bearer " + secret},
		{"a duration", "1s", time.Second},
		{"a plain text", "the state is offline", "the state is offline"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			New(&out).Info("event", "value", tt.value)
			if line := out.String(); strings.Contains(line, secret) || !strings.Contains(strings.ReplaceAll(line, `\u0026`, "&"), tt.kept) {
				t.Errorf("got %s", line)
			}
		})
	}
}

func TestOpen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.log")
	if err := os.WriteFile(path, bytes.Repeat([]byte("x"), maxSize+1), 0o600); err != nil {
		t.Fatal(err)
	}
	log, closeLog, err := Open(path, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	log.Info("event")
	closeLog()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 || info.Size() == 0 || info.Size() > 1000 {
		t.Errorf("mode %v, %d bytes", info.Mode(), info.Size())
	}
	if _, err := os.Stat(path + ".old"); err != nil {
		t.Error(err)
	}
}
