package logging

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
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

// TestTheLogIsCapped: the log and the one older file hold at most maxSize bytes each, and together the newest lines.
func TestTheLogIsCapped(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.log")
	if err := os.WriteFile(path, append(bytes.Repeat([]byte(" "), maxSize-3), "{}\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	log, closeLog, err := Open(path, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	const lines = 30
	for i := range lines {
		log.Info("event", "number", i, "long", strings.Repeat("y", maxSize/10))
		if i == lines-3 {
			log.Info("an event that no file has room for", "long", strings.Repeat("z", maxSize))
		}
	}
	closeLog()
	log.Info("too late")
	if files, err := filepath.Glob(path + "*"); err != nil || len(files) != 2 {
		t.Fatalf("the folder has %v, %v", files, err)
	}
	var all []byte
	for _, file := range []string{path + ".old", path} {
		text, err := os.ReadFile(file)
		info, _ := os.Stat(file)
		if err != nil || len(text) == 0 || len(text) > maxSize || !private(info) {
			t.Fatalf("%s: mode %v, %d bytes, %v", file, info.Mode(), len(text), err)
		}
		all = append(all, text...)
	}
	if newest := fmt.Sprintf(`"number":%d,`, lines-1); !bytes.Contains(all, []byte(newest)) || bytes.Contains(all, []byte("too late")) {
		t.Error("the files lack the newest line, or have one that came after the end")
	}
	for line := range bytes.Lines(all) {
		if !json.Valid(line) {
			t.Fatalf("a line is no JSON: %.80s", line)
		}
	}
}

// TestTwoProcessesCapTheLog: a second start of the app has put the log aside while the first one runs.
func TestTwoProcessesCapTheLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.log")
	first, closeFirst, err := Open(path, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	defer closeFirst()
	first.Info("early", "long", strings.Repeat("y", maxSize*9/10))
	second, closeSecond, err := Open(path, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	defer closeSecond()
	second.Info("second", "long", strings.Repeat("y", maxSize/5))
	first.Info("late", "long", strings.Repeat("y", maxSize/5))
	for file, words := range map[string][]string{path + ".old": {"early"}, path: {"second", "late"}} {
		text, err := os.ReadFile(file)
		for _, word := range words {
			if err != nil || !bytes.Contains(text, []byte(word)) {
				t.Errorf("%s lacks %q, %v", file, word, err)
			}
		}
	}
}

// TestALogThatCannotBePutAside: a folder has the older file's name. The log is still capped, and goes on.
func TestALogThatCannotBePutAside(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.log")
	if err := os.MkdirAll(filepath.Join(path+".old", "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	var also bytes.Buffer
	log, closeLog, err := Open(path, &also)
	if err != nil {
		t.Fatal(err)
	}
	defer closeLog()
	for range 3 {
		log.Info("event", "long", strings.Repeat("y", maxSize*2/3))
	}
	log.Info("last")
	text, err := os.ReadFile(path)
	if err != nil || len(text) > maxSize || !bytes.Contains(text, []byte("last")) {
		t.Errorf("%d bytes, %v", len(text), err)
	}
	if n := bytes.Count(also.Bytes(), []byte("\n")); n != 4 {
		t.Errorf("%d lines went to the other writer, want 4", n)
	}
}

// private reports whether only this user can use a file. On Windows the rights come from the folder, and the mode says nothing.
func private(info os.FileInfo) bool { return runtime.GOOS == "windows" || info.Mode().Perm() == 0o600 }
