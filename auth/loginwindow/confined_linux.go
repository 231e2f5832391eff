//go:build cgo && !gnustep

package loginwindow

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// confined checks the sandbox of all web processes below a process, and returns what is wrong. WebKit silently leaves
// out the sandbox in a Snap, in some containers, and when an environment variable says so.
func confined(ancestor int) error {
	web := webProcesses(ancestor)
	if len(web) == 0 {
		return errors.New("no web process was found")
	}
	for _, process := range web {
		if depth(process) <= depth(os.Getpid()) {
			return errors.New("WebKit does not use the sandbox here")
		}
		inside, err := os.Stat(filepath.Join("/proc", strconv.Itoa(process), "root", "/"))
		outside, _ := os.Stat("/")
		if err == nil && os.SameFile(inside, outside) {
			return errors.New("the sandbox contains the root folder")
		}
	}
	return nil
}

// depth returns how many nested PID namespaces a process is in.
func depth(process int) int {
	status, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(process), "status"))
	for line := range strings.Lines(string(status)) {
		if ids, found := strings.CutPrefix(line, "NSpid:"); found {
			return len(strings.Fields(ids))
		}
	}
	return 0
}

// webProcesses returns the ids of the web processes below a process, also those inside a sandbox.
func webProcesses(ancestor int) []int {
	parents, web := map[int]int{}, map[int]bool{}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, name := range stats {
		raw, err := os.ReadFile(name)
		open, end := bytes.IndexByte(raw, '('), bytes.LastIndexByte(raw, ')')
		if err != nil || open < 0 || end < 0 {
			continue
		}
		fields := strings.Fields(string(raw[end+1:]))
		process, _ := strconv.Atoi(strings.TrimSpace(string(raw[:open])))
		parents[process], _ = strconv.Atoi(fields[1])
		web[process] = fields[0] != "Z" && strings.HasPrefix(string(raw[open+1:end]), "WebKitWeb")
	}
	var found []int
	for process := range web {
		for up := process; web[process] && up > 1; up = parents[up] {
			if up == ancestor {
				found = append(found, process)
			}
		}
	}
	return found
}
