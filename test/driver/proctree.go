//go:build linux

package driver

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
	PID     int
	Name    string // the name of its program, at most 15 bytes
	started uint64 // in clock ticks since the machine's start: another process with the same number began later
}

// String returns "name (pid)".
func (p Process) String() string { return fmt.Sprintf("%s (%d)", p.Name, p.PID) }

func (p Process) kill() { _ = syscall.Kill(p.PID, syscall.SIGKILL) }

// is reports whether both are the same process, which may have another program by now.
func (p Process) is(other Process) bool { return p.PID == other.PID && p.started == other.started }

// runs reports whether it is still there, and what keeps it if a signal cannot end it.
func (p Process) runs() (reason string, ok bool) {
	s, ok := readStat(fmt.Sprintf("/proc/%d", p.PID))
	if !ok || s.started != p.started {
		return "", false
	}
	if s.state == "D" {
		return " in uninterruptible sleep", true
	}
	return "", true
}

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
		s, ok := readStat(path)
		if !ok {
			continue
		}
		environ, _ := os.ReadFile(path + "/environ")
		marked := slices.ContainsFunc(bytes.Split(environ, []byte{0}), func(e []byte) bool { return string(e) == entry })
		all = append(all, info{Process{pid, s.name, s.started}, s.parent, marked})
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

// stat is what the kernel reports about a process.
type stat struct {
	name, state string
	parent      int
	started     uint64
}

// readStat is not ok when the process is gone, or a zombie: that one runs no more, and only waits for a parent that may
// never ask for it.
func readStat(path string) (s stat, ok bool) {
	text, err := os.ReadFile(path + "/stat")
	if err != nil {
		return stat{}, false
	}
	// pid (name) state ppid …, where the name may hold spaces and parentheses. The start is field 22 of all.
	begin, end := bytes.IndexByte(text, '('), bytes.LastIndexByte(text, ')')
	if begin < 0 || end < begin {
		return stat{}, false
	}
	fields := strings.Fields(string(text[end+1:]))
	if len(fields) < 20 || fields[0] == "Z" || fields[0] == "X" {
		return stat{}, false
	}
	s = stat{name: string(text[begin+1 : end]), state: fields[0]}
	s.parent, _ = strconv.Atoi(fields[1])
	s.started, _ = strconv.ParseUint(fields[19], 10, 64)
	return s, true
}

// killAll kills what list returns until it is gone, at most for the given time. What it has seen once counts until it is
// gone: the child of one that has just ended may be in no list any more. A process that is killed is there for a moment
// longer, and one with much memory for many. It returns all of them; the error names those that stay.
func killAll(within time.Duration, list func() []Process, kill func(Process)) (all []Process, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	err = poll(ctx, func(context.Context) error {
		for _, p := range list() {
			if !slices.ContainsFunc(all, p.is) {
				all = append(all, p)
			}
		}
		var staying []string
		for _, p := range all {
			if reason, runs := p.runs(); runs {
				kill(p)
				staying = append(staying, p.String()+reason)
			}
		}
		if len(staying) > 0 {
			return fmt.Errorf("driver: killed, and still there: %s", strings.Join(staying, ", "))
		}
		return nil
	})
	return all, err
}

// awaitNone waits until list is empty. The error names what is still in it.
func awaitNone(ctx context.Context, within time.Duration, list func() []Process) error {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	return poll(ctx, func(context.Context) error {
		if left := list(); len(left) > 0 {
			return fmt.Errorf("driver: still running: %v", left)
		}
		return nil
	})
}
