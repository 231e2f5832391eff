//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// cpuTime is what the threads of a process have used of the CPU, in nanoseconds from the scheduler itself; the ticks of
// /proc/pid/stat are a hundredth of a second. A thread that runs right now is behind by up to a tick, so the process has
// to be at rest; see [rest]. Go's threads do not end, so none is missing.
func cpuTime(pid int) (time.Duration, error) {
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	if err != nil || len(threads) == 0 {
		return 0, fmt.Errorf("process %d has no thread in /proc", pid)
	}
	var sum time.Duration
	for _, thread := range threads {
		text, err := os.ReadFile(thread)
		if err != nil {
			return 0, err
		}
		first, _, _ := strings.Cut(string(text), " ")
		used, err := strconv.ParseInt(first, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", thread, err)
		}
		sum += time.Duration(used)
	}
	return sum, nil
}

// rest waits, for at most a second, until a process does no more work than a server without requests, and returns its CPU
// time.
func rest(pid int) (time.Duration, error) {
	const pause, idle = 10 * time.Millisecond, 100 * time.Microsecond
	before, err := cpuTime(pid)
	for range int(time.Second / pause) {
		if err != nil {
			return 0, err
		}
		time.Sleep(pause)
		var now time.Duration
		if now, err = cpuTime(pid); err == nil && now-before < idle {
			return now, nil
		}
		before = now
	}
	return before, err
}

// peakMemory is the most that a process ever had resident, in megabytes (of a million bytes).
func peakMemory(pid int) (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == "VmHWM:" {
			kibibytes, err := strconv.ParseFloat(fields[1], 64)
			return kibibytes * 1024 / 1e6, err
		}
	}
	return 0, fmt.Errorf("process %d has no VmHWM", pid)
}
