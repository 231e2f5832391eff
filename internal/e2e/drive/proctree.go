//go:build linux

package drive

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Process is a running process.
type Process struct {
	PID  int
	Name string // the name of its program, at most 15 bytes
}

// String returns "name (pid)".
func (p Process) String() string { return fmt.Sprintf("%s (%d)", p.Name, p.PID) }

func (p Process) kill() { _ = syscall.Kill(p.PID, syscall.SIGKILL) }

// PSS returns the process's proportional share of the memory it uses, in bytes. Zero when it is gone.
func (p Process) PSS() int64 {
	rollup, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", p.PID))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(rollup)) {
		if rest, ok := strings.CutPrefix(line, "Pss:"); ok {
			kibibytes, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kibibytes << 10
		}
	}
	return 0
}

// processesWith lists the processes that were started with the given environment entry, and their descendants. The entry
// finds those whose parent has died; the descent finds those that the kernel hides from us.
func processesWith(entry string) []Process {
	type info struct {
		Process
		parent int
		marked bool
	}
	var all []info
	paths, _ := filepath.Glob("/proc/[0-9]*")
	for _, path := range paths {
		pid, _ := strconv.Atoi(filepath.Base(path))
		name, parent, ok := readStat(path)
		if !ok {
			continue
		}
		environ, _ := os.ReadFile(path + "/environ")
		marked := slices.ContainsFunc(bytes.Split(environ, []byte{0}), func(e []byte) bool { return string(e) == entry })
		all = append(all, info{Process{pid, name}, parent, marked})
	}
	var found []Process
	members := make(map[int]bool)
	for grown := true; grown; {
		grown = false
		for _, p := range all {
			if !members[p.PID] && (p.marked || members[p.parent]) {
				members[p.PID], grown = true, true
				found = append(found, p.Process)
			}
		}
	}
	return found
}

// readStat returns name and parent of a process; not ok when it is gone, or a zombie that only waits to be reaped.
func readStat(path string) (name string, parent int, ok bool) {
	stat, err := os.ReadFile(path + "/stat")
	if err != nil {
		return "", 0, false
	}
	// pid (name) state ppid …, where the name may hold spaces and parentheses.
	begin, end := bytes.IndexByte(stat, '('), bytes.LastIndexByte(stat, ')')
	if begin < 0 || end < begin {
		return "", 0, false
	}
	fields := strings.Fields(string(stat[end+1:]))
	if len(fields) < 2 || fields[0] == "Z" || fields[0] == "X" {
		return "", 0, false
	}
	parent, _ = strconv.Atoi(fields[1])
	return string(stat[begin+1 : end]), parent, true
}

// awaitNone waits until list is empty. The error names what is still in it.
func awaitNone(ctx context.Context, within time.Duration, list func() []Process) error {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	return poll(ctx, func(context.Context) error {
		if left := list(); len(left) > 0 {
			return fmt.Errorf("drive: still running: %v", left)
		}
		return nil
	})
}
