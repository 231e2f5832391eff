//go:build cgo

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

// trialWithin bounds the trial. It takes half a second; a machine that is busy needs several.
const trialWithin = 30 * time.Second

// tryWebProcess starts this program once more as the trial of trial_linux.c, and says what is wrong with the sandbox.
func tryWebProcess() error {
	if mode := buildMode(); mode != "exe" && mode != "pie" {
		return errors.New("it cannot be tried in a program that was built with -buildmode=" + mode)
	}
	command := exec.Command("/proc/self/exe")
	command.Env = append(os.Environ(), C.LW_TRIAL+"=1")
	return runTrial(command, trialWithin)
}

// buildMode says how the program was linked. From within a library, /proc/self/exe is a stranger's program.
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

// runTrial waits until the child says that a page is loaded, and wants its web process to be in a sandbox.
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
		return fmt.Errorf("a web process in it loaded nothing within %v", within)
	}
	return errors.New("a web process in it ended at once: " + lastLines(said.String()))
}

// lastLines are the lines in which GTK, bubblewrap and WebKit say why they end; the last ones say most.
func lastLines(said string) string {
	lines := strings.FieldsFunc(said, func(r rune) bool { return r == '\n' })
	text := strings.Join(lines[max(0, len(lines)-4):], " | ")
	return strings.ToValidUTF8(text[max(0, len(text)-500):], "")
}
