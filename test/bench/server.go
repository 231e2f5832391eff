//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The cores of the servers and of the load.
const serverCore, loadCore = 0, 1

// server is a process under test, on its core. Its log goes to a file, as in production.
type server struct {
	address string
	cmd     *exec.Cmd
	log     *os.File
	exited  chan struct{}
}

// withServers runs do with a new generator, a new backend-api that has the keys, and the server of reference if it is wanted. It
// raises peak to the memory that backend-api took.
func (b *bench) withServers(ctx context.Context, peak *float64, withReference bool, do func(g *generator, api, reference *server) error) error {
	failed := make(chan error)
	go func() { failed <- b.onOwnThread(ctx, peak, withReference, do) }()
	return <-failed
}

// onOwnThread has a goroutine for itself, which the generator locks to its thread.
func (b *bench) onOwnThread(ctx context.Context, peak *float64, withReference bool, do func(g *generator, api, reference *server) error) (err error) {
	api, err := b.start(ctx, b.environment, "/readyz", b.api)
	if err != nil {
		return err
	}
	defer func() {
		taken, peakErr := peakMemory(api.cmd.Process.Pid)
		*peak = max(*peak, taken)
		err = errors.Join(err, peakErr, api.stop())
	}()
	var reference *server
	if withReference {
		self, err := os.Executable()
		if err != nil {
			return err
		}
		// It has the memory limit that backend-api sets itself.
		if reference, err = b.start(ctx, append(referenceKey(), "GOMEMLIMIT=24MiB"), "/public", self, "-reference"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, reference.stop()) }()
	}
	g, err := newGenerator()
	defer g.close()
	if err != nil {
		return err
	}
	return do(g, api, reference)
}

var listening = regexp.MustCompile(`listening on http://([0-9.]+:[0-9]+)`)

// start returns when the program answers at a path. It takes ten seconds at most.
func (b *bench) start(ctx context.Context, environment []string, path string, command ...string) (*server, error) {
	log, err := os.CreateTemp(b.folder, "log")
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, "taskset", append([]string{"-c", strconv.Itoa(serverCore)}, command...)...)
	cmd.Dir = b.folder // No env-variables.json is there.
	cmd.Env = append(environment, "GOMAXPROCS=1")
	cmd.Stdout, cmd.Stderr = log, log
	s := &server{cmd: cmd, log: log, exited: make(chan struct{})}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("%w: run scripts/packages.sh bench", err)
	}
	go func() { cmd.Wait(); close(s.exited) }()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline) && !s.died(); time.Sleep(5 * time.Millisecond) {
		text, _ := os.ReadFile(log.Name())
		found := listening.FindSubmatch(text)
		if found == nil {
			continue
		}
		s.address = string(found[1])
		if response, err := http.Get("http://" + s.address + path); err == nil {
			response.Body.Close()
			if response.StatusCode < http.StatusInternalServerError {
				return s, nil
			}
		}
	}
	text, _ := os.ReadFile(log.Name())
	return nil, errors.Join(fmt.Errorf("%v does not serve; its log:\n%s", command, text), s.stop())
}

func (s *server) died() bool {
	select {
	case <-s.exited:
		return true
	default:
		return false
	}
}

// stop kills the process. It returns an error if the process had ended before.
func (s *server) stop() error {
	var err error
	if s.died() {
		text, _ := os.ReadFile(s.log.Name())
		err = fmt.Errorf("the server died; its log:\n%s", text)
	}
	s.cmd.Process.Kill()
	<-s.exited
	return errors.Join(err, s.log.Close())
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
