package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"time"

	"wails-openid-oauth/test/overlay"
)

// macosPrefix stands before a test that runs on GNUstep.
const macosPrefix = "macos:"

// macosTest is goTest for one test of the login window of macOS.
func macosTest(ctx context.Context, test string, changed replacement, limit time.Duration) (output string, err error) {
	const script = `. scripts/gnustep.sh && gnustep && exec go test -asan -tags gnustep -exec "$GNUSTEP_EXEC" "$@"`
	dot := strings.LastIndex(test, ".")
	command := exec.CommandContext(ctx, "bash", "-c", script, "bash", "-failfast", "-count=1", "-timeout", limit.String(),
		"-run", "^"+test[dot+1:]+"$", "./"+test[:dot])
	command.Env = append(os.Environ(), "GOFLAGS=", overlay.Variable+"="+changed.overlay)
	if changed.overlay != "" {
		command.Env = append(command.Env, "GOFLAGS=-overlay="+changed.overlay)
	}
	out, err := command.CombinedOutput()
	if err == nil && strings.Contains(string(out), "no tests to run") {
		err = errors.New("there is no such test")
	}
	return string(out), err
}
