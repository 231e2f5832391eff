//go:build replicas

package replicas

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// drain is the setting DRAIN. It is longer than HAProxy needs to notice the end of a replica: two checks, half a second apart.
const drain = 3 * time.Second

// replica is a backend-api that can be restarted at the same address.
type replica struct {
	name, program, issuer, host, port string
	log                               output
	command                           *exec.Cmd
	exited                            chan error
}

func buildProgram(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "backend-api")
	build := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-ldflags=-s -w", "-o", program, "../../backend-api")
	build.Env = append(build.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

var listening = regexp.MustCompile(`listening on http://[0-9.]+:(\d+)`)

// start starts the replica and waits until it listens. The first time it takes any port, and later the same one. No other program
// uses its address, so no other program can take the port meanwhile.
func (r *replica) start(t *testing.T) {
	t.Helper()
	r.command = exec.Command(r.program)
	r.command.Dir = t.TempDir() // The folder has no settings file.
	r.command.Env = []string{"ISSUER=" + r.issuer, "API_IDENTIFIER=" + audience, "API_URL=" + audience,
		"HOST=" + r.host, "PORT=" + r.port, "DRAIN=" + drain.String()}
	reader, writer := io.Pipe()
	r.command.Stderr = io.MultiWriter(&r.log, writer)
	if err := r.command.Start(); err != nil {
		t.Fatal(err)
	}
	command, exited := r.command, make(chan error, 1)
	r.exited = exited
	waited := make(chan struct{})
	go func() { exited <- command.Wait(); writer.Close(); close(waited) }()
	t.Cleanup(func() { command.Process.Kill(); <-waited })

	port := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(reader)
		for lines.Scan() {
			if match := listening.FindStringSubmatch(lines.Text()); match != nil {
				port <- match[1]
			}
		}
		io.Copy(io.Discard, reader)
	}()
	select {
	case r.port = <-port:
	case <-waited:
		t.Fatalf("%s ended:\n%s", r.name, r.events())
	case <-time.After(waitLimit):
		t.Fatalf("%s does not listen:\n%s", r.name, r.events())
	}
}

// events is the log without the lines of requests.
func (r *replica) events() string {
	var events strings.Builder
	for line := range strings.Lines(r.log.String()) {
		if !strings.Contains(line, "msg=request") {
			events.WriteString(line)
		}
	}
	return events.String()
}

func (r *replica) base() string { return "http://" + r.host + ":" + r.port }

// stop asks the replica to end, and waits until it has ended.
func (r *replica) stop() error {
	if err := r.command.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case err := <-r.exited:
		return err
	case <-time.After(drain + 10*time.Second + waitLimit):
		return errors.New("the replica does not stop")
	}
}

// ready asks the replica directly whether it is ready.
func (r *replica) ready() bool {
	response, err := http.Get(r.base() + "/readyz")
	if err != nil {
		return false
	}
	response.Body.Close()
	return response.StatusCode == http.StatusOK
}

func newReplicas(t *testing.T, issuer string) []*replica {
	t.Helper()
	program := buildProgram(t)
	var replicas []*replica
	for n := 1; n <= 3; n++ {
		r := &replica{name: fmt.Sprintf("api%d", n), program: program, issuer: issuer, host: loopback(n), port: "0"}
		r.start(t)
		replicas = append(replicas, r)
	}
	return replicas
}
