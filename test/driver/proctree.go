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
	started uint64 // in clock ticks since the machine started; another process with the same number has a later one
}

// String returns "name (pid)".
func (p Process) String() string { return fmt.Sprintf("%s (%d)", p.Name, p.PID) }

func (p Process) kill() { _ = syscall.Kill(p.PID, syscall.SIGKILL) }

// is reports whether both are the same process. It may run another program by now.
func (p Process) is(other Process) bool { return p.PID == other.PID && p.started == other.started }

// runs reports whether the process still runs, and why if a signal cannot end it.
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

// PSS returns the process's proportional share of the memory that it uses, in bytes, or zero if the process is gone.
func (p Process) PSS() int64 {
	use, _ := p.Use()
	return use.PSS
}

// Use is what a process uses at one time.
type Use struct {
	PSS                  int64 // its proportional share of the memory, in bytes
	Anonymous            int64 // the part of PSS that maps no file: other programs that map the same libraries do not change it
	Threads, Descriptors int
}

// Use returns what the process uses. The error wraps [os.ErrNotExist] or [syscall.ESRCH] if the process is gone.
func (p Process) Use() (u Use, err error) {
	folder := fmt.Sprintf("/proc/%d/", p.PID)
	rollup, err := os.ReadFile(folder + "smaps_rollup")
	if err != nil {
		return Use{}, fmt.Errorf("driver: memory of %s: %w", p, err)
	}
	for line := range strings.Lines(string(rollup)) {
		name, rest, _ := strings.Cut(line, ":")
		if fields := strings.Fields(rest); len(fields) == 2 {
			kibibytes, _ := strconv.ParseInt(fields[0], 10, 64)
			switch name {
			case "Pss":
				u.PSS = kibibytes << 10
			case "Pss_Anon", "Pss_Shmem":
				u.Anonymous += kibibytes << 10
			}
		}
	}
	for name, count := range map[string]*int{"task": &u.Threads, "fd": &u.Descriptors} {
		entries, err := os.ReadDir(folder + name)
		if err != nil {
			return u, fmt.Errorf("driver: %s of %s: %w", name, p, err)
		}
		*count = len(entries)
	}
	return u, nil
}

// processesWith lists the processes that were started with the given environment entry, and their descendants. The entry finds
// processes whose parent has died. The descent finds processes whose environment the kernel hides, or that Chromium has written
// over. roots are further processes to begin with.
func processesWith(entry string, roots ...int) []Process {
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
		marked := slices.ContainsFunc(bytes.Split(environ, []byte{0}), func(e []byte) bool { return string(e) == entry }) || slices.Contains(roots, pid)
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

// readStat returns ok only if the process runs. It is gone, or a zombie, otherwise: a zombie only waits for a parent that may
// never reap it.
func readStat(path string) (s stat, ok bool) {
	text, err := os.ReadFile(path + "/stat")
	if err != nil {
		return stat{}, false
	}
	// The format is: pid (name) state ppid … The name may contain spaces and parentheses. The start time is field 22.
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

// killAll kills the processes that list returns, and waits until they are gone, at most for the given time. It waits for every
// process that was listed once, because the child of a process that has just ended may no longer be in the list. A killed
// process needs a moment to end, and more if it has much memory. killAll returns all processes. The error names those that stay.
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

// awaitNone waits until list is empty. The error names the processes that are still in it.
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
