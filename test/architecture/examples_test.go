package architecture

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMinimalIsMinimal: the smallest app with sign-in has at most 60 lines of Go, comments and empty lines aside.
func TestMinimalIsMinimal(t *testing.T) {
	files, err := filepath.Glob("../../examples/minimal/*.go")
	if err != nil || len(files) != 2 {
		t.Fatal(files, err)
	}
	lines := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
				lines++
			}
		}
	}
	if lines > 60 {
		t.Errorf("examples/minimal has %d lines", lines)
	}
}
