//go:build linux

package main

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"

	"wails-openid-oauth/test/josetest"
)

// server is a process under test, alone on its core. Its log goes to a file, as it would in production.
type server struct {
	address string
	cmd     *exec.Cmd
	log     *os.File
	exited  chan struct{}
}

var listening = regexp.MustCompile(`listening on http://([0-9.]+:[0-9]+)`)

// startAPI returns a backend-api that has the keys.
func (b *bench) startAPI(ctx context.Context) (*server, error) {
	s, err := startServer(ctx, b.folder, b.environment, b.programs.api)
	if err != nil {
		return nil, err
	}
	ready := func() bool {
		response, err := http.Get("http://" + s.address + "/readyz")
		if err != nil {
			return s.died()
		}
		response.Body.Close()
		return response.StatusCode == http.StatusOK
	}
	if err := await(ctx, ready); err != nil || s.died() {
		return nil, errors.Join(fmt.Errorf("backend-api is not ready: %w", s.tail()), s.stop())
	}
	return s, nil
}

// startFloor returns a floor; see there.
func (b *bench) startFloor(ctx context.Context, argument string) (*server, error) {
	return startServer(ctx, b.folder, b.floorEnvironment(), b.programs.floor, argument)
}

// floorEnvironment has the memory limit that backend-api sets itself.
func (b *bench) floorEnvironment() []string {
	key := base64.StdEncoding.EncodeToString(x509.MarshalPKCS1PublicKey(&josetest.Key().PublicKey))
	return []string{"KEY=" + key, "TOKEN=" + b.tokens[single][0], "GOMEMLIMIT=24MiB"}
}

// verify runs "floor verify", on the core of the servers.
func (b *bench) verify(ctx context.Context) (microseconds float64, err error) {
	cmd := onServerCore(ctx, b.floorEnvironment(), b.programs.floor, "verify")
	out, err := cmd.Output()
	if err != nil {
		return 0, err
	}
	return strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
}

func onServerCore(ctx context.Context, environment []string, command ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "taskset", append([]string{"-c", strconv.Itoa(serverCore)}, command...)...)
	cmd.Env = append(environment, "GOMAXPROCS=1")
	return cmd
}

// startServer returns when the program says where it listens.
func startServer(ctx context.Context, folder string, environment []string, command ...string) (*server, error) {
	log, err := os.CreateTemp(folder, "log")
	if err != nil {
		return nil, err
	}
	cmd := onServerCore(ctx, environment, command...)
	cmd.Dir = folder // No env-variables.json is there.
	cmd.Stdout, cmd.Stderr = log, log
	s := &server{cmd: cmd, log: log, exited: make(chan struct{})}
	if err := cmd.Start(); err != nil {
		return nil, errors.Join(err, log.Close())
	}
	go func() { cmd.Wait(); close(s.exited) }()
	err = await(ctx, func() bool {
		text, _ := os.ReadFile(log.Name())
		if found := listening.FindSubmatch(text); found != nil {
			s.address = string(found[1])
		}
		return s.address != "" || s.died()
	})
	if err == nil && !s.died() {
		return s, nil
	}
	return nil, errors.Join(fmt.Errorf("%v does not serve: %w", command, s.tail()), s.stop())
}

// await asks every few milliseconds, for ten seconds.
func await(ctx context.Context, done func() bool) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	for !done() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
	}
	return nil
}

func (s *server) pid() int { return s.cmd.Process.Pid }

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
		err = fmt.Errorf("the server died: %w", s.tail())
	}
	s.cmd.Process.Kill()
	<-s.exited
	return errors.Join(err, s.log.Close(), os.Remove(s.log.Name()))
}

// tail is the end of the log, as an error.
func (s *server) tail() error {
	text, err := os.ReadFile(s.log.Name())
	if err != nil {
		return err
	}
	return errors.New("its log ends with:\n" + string(text[max(0, len(text)-2000):]))
}
