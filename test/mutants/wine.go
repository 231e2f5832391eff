package main

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"wails-openid-oauth/test/overlay"
)

// windowsPrefix stands before a test that runs under Wine.
const windowsPrefix = "windows:"

// windowsTools makes what such tests need.
var windowsTools = sync.OnceValue(func() error {
	return exec.Command("scripts/wine.sh", "--display", "bash", "-c", ". scripts/windows-tools.sh && windows_tools").Run()
})

// windowsTest is goTest for one test of the Windows build.
func windowsTest(ctx context.Context, test string, changed replacement, limit time.Duration) (output string, err error) {
	if err := windowsTools(); err != nil {
		return "", err
	}
	list, err := windowsOverlay(changed)
	if err != nil {
		return "", err
	}
	defer os.Remove(list)
	wine, err := filepath.Abs("scripts/wine.sh")
	if err != nil {
		return "", err
	}
	dot := strings.LastIndex(test, ".")
	command := exec.CommandContext(ctx, "go", "test", "-failfast", "-vet=off", "-count=1", "-timeout", limit.String(), "-exec", wine,
		"-run", "^"+test[dot+1:]+"$", "./"+test[:dot])
	command.Env = append(os.Environ(), "GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0", "GOFLAGS=-overlay="+list,
		overlay.Variable+"="+changed.overlay)
	out, err := command.CombinedOutput()
	if err == nil && strings.Contains(string(out), "no tests to run") {
		err = errors.New("there is no such test")
	}
	return string(out), err
}

// windowsOverlay adds the mutant to what Go needs under Wine, and returns the name of the list.
func windowsOverlay(changed replacement) (name string, err error) {
	all := map[string]string{}
	for _, list := range []string{"artifacts/windows/overlay.json", changed.overlay} {
		if list == "" {
			continue
		}
		text, err := os.ReadFile(list)
		if err != nil {
			return "", err
		}
		var one struct{ Replace map[string]string }
		if err := json.Unmarshal(text, &one); err != nil {
			return "", err
		}
		maps.Copy(all, one.Replace)
	}
	text, err := json.Marshal(map[string]map[string]string{"Replace": all})
	if err != nil {
		return "", err
	}
	file, err := os.CreateTemp("", "overlay-*.json")
	if err != nil {
		return "", err
	}
	_, err = file.Write(text)
	return file.Name(), errors.Join(err, file.Close())
}
