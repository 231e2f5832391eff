//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The cores of a server, as taskset takes them, and the core of the load.
const oneCore, bothCores, loadCore = "0", "0,1", 1

// server is a process under test, on its cores. Its log goes to a file, as in production.
type server struct {
	address string
	startup startup
	cmd     *exec.Cmd
	log     *os.File
	exited  chan struct{}
}

// startup is how a server began.
type startup struct {
	took   time.Duration // until it answered
	memory float64       // resident then, in megabytes
}

// withAPI runs do with a new generator and a new backend-api that has the keys. It raises peak to the memory that backend-api took.
func (b *bench) withAPI(ctx context.Context, peak *float64, do func(g *generator, api *server) error) error {
	return onOwnThread(func(g *generator) error {
		api, err := b.start(ctx, oneCore, "/readyz", b.api)
		if err != nil {
			return err
		}
		err = do(g, api)
		taken, peakErr := memory(api.cmd.Process.Pid, "VmHWM")
		*peak = max(*peak, taken)
		return errors.Join(err, peakErr, api.stop())
	})
}

// onOwnThread runs do on a goroutine of its own, which a new generator locks to its thread.
func onOwnThread(do func(*generator) error) error {
	failed := make(chan error)
	go func() {
		g, err := newGenerator()
		defer g.close()
		if err == nil {
			err = do(g)
		}
		failed <- err
	}()
	return <-failed
}

var listening = regexp.MustCompile(`listening on http://([0-9.]+:[0-9]+)`)

// start returns when the program answers at a path. It takes ten seconds at most.
func (b *bench) start(ctx context.Context, cores, path string, command ...string) (*server, error) {
	log, err := os.CreateTemp(b.folder, "log")
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, "taskset", append([]string{"-c", cores}, command...)...)
	cmd.Dir = b.folder // No env-variables.json is there.
	cmd.Env = b.environment
	cmd.Stdout, cmd.Stderr = log, log
	s := &server{cmd: cmd, log: log, exited: make(chan struct{})}
	begin := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("%w: run scripts/packages.sh bench", err)
	}
	go func() { cmd.Wait(); close(s.exited) }()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline) && !s.died(); time.Sleep(time.Millisecond) {
		text, _ := os.ReadFile(log.Name())
		found := listening.FindSubmatch(text)
		if found == nil {
			continue
		}
		s.address = string(found[1])
		if s.answers(ctx, path, b.token) {
			s.startup.took = time.Since(begin)
			s.startup.memory, err = memory(cmd.Process.Pid, "VmRSS")
			return s, err
		}
	}
	text, _ := os.ReadFile(log.Name())
	return nil, errors.Join(fmt.Errorf("%v does not serve; its log:\n%s", command, text), s.stop())
}

func (s *server) answers(ctx context.Context, path, token string) bool {
	r, err := http.NewRequestWithContext(ctx, "GET", "http://"+s.address+path, nil)
	if err != nil {
		return false
	}
	r.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	response.Body.Close()
	return response.StatusCode == http.StatusOK
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

// memory is a figure of a process's memory, in megabytes (of a million bytes): VmRSS is what is resident, and VmHWM the most that ever was.
func memory(pid int, figure string) (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == figure+":" {
			kibibytes, err := strconv.ParseFloat(fields[1], 64)
			return kibibytes * 1024 / 1e6, err
		}
	}
	return 0, fmt.Errorf("process %d has no %s", pid, figure)
}

// processorTime is how long the server's threads have run.
func (s *server) processorTime() (total time.Duration, err error) {
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", s.cmd.Process.Pid))
	if err != nil || len(files) == 0 {
		return 0, fmt.Errorf("the server has no threads: %w", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue // The thread has just ended.
		}
		nanoseconds, _, _ := strings.Cut(string(text), " ")
		one, parseErr := strconv.ParseInt(nanoseconds, 10, 64)
		if err := errors.Join(err, parseErr); err != nil {
			return 0, err
		}
		total += time.Duration(one)
	}
	return total, nil
}
