//go:build cgo

package loginwindow

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestProbeSandbox(t *testing.T) {
	script := func(body string) string {
		name := filepath.Join(t.TempDir(), "bwrap")
		if err := os.WriteFile(name, []byte("#!/bin/sh\n"+body+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		return name
	}
	fine := script("exit 0")
	tests := []struct {
		name, bwrap, proxy string
		works              bool
		reason             string
	}{
		{"works", fine, fine, true, ""},
		{"no bwrap", "/nonexistent/bwrap", fine, false, "/nonexistent/bwrap is not installed"},
		{"no proxy", fine, "/nonexistent/proxy", false, "/nonexistent/proxy is not installed"},
		{"refused", script("exit 1"), fine, false, "does not work here"},
		{"hangs", script("exec sleep 60"), fine, false, "does not work here"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := probeSandbox(tt.bwrap, tt.proxy, time.Second)
			if got.works != tt.works || !strings.Contains(got.reason, tt.reason) {
				t.Errorf("%+v, want works=%v and %q", got, tt.works, tt.reason)
			}
		})
	}
}
