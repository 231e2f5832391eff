//go:build cgo && !gnustep

package loginwindow

// #include "window_linux.h"
import "C"

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"strings"
	"time"
)

// trialWithin bounds the trial. It takes half a second, and several seconds on a busy machine.
const trialWithin = 30 * time.Second

// tryWebProcess starts this program again as the trial of trial_linux.c, and returns what is wrong with the sandbox.
func tryWebProcess() error {
	if mode := buildMode(); mode != "exe" && mode != "pie" {
		return errors.New("the sandbox cannot be tried in a program that was built with -buildmode=" + mode)
	}
	command := exec.Command("/proc/self/exe")
	command.Env = append(os.Environ(), C.LW_TRIAL+"=1")
	return runTrial(command, trialWithin)
}

// buildMode returns how the program was linked. If this code is in a library, /proc/self/exe is another program.
func buildMode() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, setting := range info.Settings {
			if setting.Key == "-buildmode" {
				return setting.Value
			}
		}
	}
	return "exe"
}

// runTrial waits until the child reports a loaded page, then checks that its web process is in a sandbox.
func runTrial(command *exec.Cmd, within time.Duration) error {
	loaded, write, err := os.Pipe()
	if err != nil {
		return err
	}
	defer loaded.Close()
	var said bytes.Buffer
	command.ExtraFiles, command.Stderr, command.WaitDelay = []*os.File{write}, &said, time.Second
	end, err := command.StdinPipe()
	if err == nil {
		err = command.Start()
	}
	write.Close()
	if err != nil {
		return err
	}
	_ = loaded.SetReadDeadline(time.Now().Add(within))
	_, failed := io.ReadFull(loaded, make([]byte, 1))
	if failed == nil {
		err = confined(command.Process.Pid)
	}
	end.Close()
	_ = command.Process.Kill()
	_ = command.Wait()
	switch {
	case failed == nil:
		return err
	case errors.Is(failed, os.ErrDeadlineExceeded):
		return fmt.Errorf("a web process in the sandbox loaded nothing within %v", within)
	}
	return errors.New("a web process in the sandbox ended at once: " + lastLines(said.String()))
}

// lastLines returns the last lines of stderr, where GTK, bubblewrap and WebKit say why they end.
func lastLines(said string) string {
	lines := strings.FieldsFunc(said, func(r rune) bool { return r == '\n' })
	text := strings.Join(lines[max(0, len(lines)-4):], " | ")
	return strings.ToValidUTF8(text[max(0, len(text)-500):], "")
}
