//go:build linux

package main

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"wails-openid-oauth/internal/paths"
)

// TestOpenLogFolder: the file manager gets the folder, and where there is none, the user is told.
func TestOpenLogFolder(t *testing.T) {
	bin, state := t.TempDir(), filepath.Join(t.TempDir(), "100%s")
	record := filepath.Join(bin, "opened")
	t.Setenv("PATH", bin)
	t.Setenv("XDG_STATE_HOME", state)
	a := newApp(slog.New(slog.DiscardHandler))
	said := ""
	a.say = func(text string) { said = text }
	folder := filepath.Join(state, paths.App)
	a.OpenLogFolder()
	if want := "The log folder could not be opened. It is:\n" + folder; said != want {
		t.Errorf("it said %q, want %q", said, want)
	}
	said = ""
	if err := os.WriteFile(filepath.Join(bin, "xdg-open"), []byte("#!/bin/sh\nprintf %s \"$1\" >"+record+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	a.OpenLogFolder()
	if got, err := os.ReadFile(record); err != nil || string(got) != folder || said != "" {
		t.Errorf("it opened %q and said %q, %v", got, said, err)
	}
}
