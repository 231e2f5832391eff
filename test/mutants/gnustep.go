package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"wails-openid-oauth/test/overlay"
)

// macosPrefix stands before a test that runs on GNUstep.
const macosPrefix = "macos:"

// macosTest is goTest for one test of the login window of macOS.
func macosTest(ctx context.Context, test string, changed replacement, limit time.Duration) (output string, err error) {
	const script = `. scripts/gnustep.sh && gnustep && export CC=$PWD/test/mutants/clang &&
		exec go test -asan -tags gnustep -exec "$GNUSTEP_EXEC" "$@"`
	flags := ""
	if changed.overlay != "" {
		list, err := asC(changed)
		if err != nil {
			return "", err
		}
		flags = "-overlay=" + list
	}
	dot := strings.LastIndex(test, ".")
	command := exec.CommandContext(ctx, "bash", "-c", script, "bash", "-failfast", "-vet=off", "-count=1", "-timeout", limit.String(),
		"-run", "^"+test[dot+1:]+"$", "./"+test[:dot])
	command.Env = append(os.Environ(), "GOFLAGS="+flags, overlay.Variable+"="+changed.overlay)
	out, err := command.CombinedOutput()
	if err == nil && strings.Contains(string(out), "no tests to run") {
		err = errors.New("there is no such test")
	}
	return string(out), err
}

// asC returns a list of replacements that has the mutant of a file in Objective-C as one in C, which the compiler's wrapper makes
// Objective-C again: Go replaces no files in Objective-C (Go 1.26, nonGoFileLists in cmd/go/internal/work).
func asC(changed replacement) (list string, err error) {
	if !strings.HasSuffix(changed.file, ".m") {
		return changed.overlay, nil
	}
	original, err := filepath.Abs(changed.file)
	if err != nil {
		return "", err
	}
	folder := filepath.Dir(changed.overlay)
	replace := map[string]string{original: "", strings.TrimSuffix(original, ".m") + "_mutant.c": filepath.Join(folder, filepath.Base(original))}
	text, err := json.Marshal(map[string]map[string]string{"Replace": replace})
	if err != nil {
		return "", err
	}
	list = filepath.Join(folder, "c.json")
	return list, os.WriteFile(list, text, 0o600)
}
