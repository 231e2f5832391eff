//go:build unix && !darwin

package opener

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestOpen replaces xdg-open by a program that records its arguments.
func TestOpen(t *testing.T) {
	folder := t.TempDir()
	record := filepath.Join(folder, "arguments")
	install := func(script string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(folder, "xdg-open"), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", folder)
	const path = "/home/ada/$(id);&|`id` x.html"
	if err := Open(path); err == nil {
		t.Error("no error without xdg-open")
	}
	install(`printf '%s\n' "$@" >"` + record + `"`)
	if err := Open(path); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(record)
	if err != nil || strings.TrimSpace(string(got)) != path {
		t.Errorf("xdg-open got %q, %v", got, err)
	}
	install("exit 3")
	if err := Open(path); err == nil || strings.Contains(err.Error(), "ada") {
		t.Errorf("got %v, want an error without the path", err)
	}
}
