//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// machine describes the machine that the figures come from.
func machine() (string, error) {
	if runtime.NumCPU() < 2 {
		return "", errors.New("it takes a core each for the server and for the generator")
	}
	if _, err := exec.LookPath("taskset"); err != nil {
		return "", fmt.Errorf("%w: run scripts/packages.sh bench", err)
	}
	return fmt.Sprintf("%d cores of %s, Linux %s, %s", runtime.NumCPU(), model(),
		strings.TrimSpace(read("/proc/sys/kernel/osrelease")), runtime.Version()), nil
}

var modelName = regexp.MustCompile(`(?m)^model name\s*: (.+)$`)

func model() string {
	if found := modelName.FindStringSubmatch(read("/proc/cpuinfo")); found != nil {
		return found[1]
	}
	return runtime.GOARCH
}

// read returns a file's text, or nothing.
func read(path string) string {
	text, _ := os.ReadFile(path)
	return string(text)
}

// pin keeps all threads of this process, and those to come, on one core.
func pin(core int) error {
	threads, err := filepath.Glob("/proc/self/task/*")
	if err != nil {
		return err
	}
	var set unix.CPUSet
	set.Set(core)
	for _, thread := range threads {
		id, err := strconv.Atoi(filepath.Base(thread))
		if err != nil {
			return err
		}
		if err := unix.SchedSetaffinity(id, &set); err != nil && !errors.Is(err, unix.ESRCH) { // It may have ended.
			return err
		}
	}
	return nil
}
