package main

import (
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// audience is the API's identifier in these tests.
const audience = "https://api.example"

// waitLimit is how long a test waits for something that is immediate on an idle machine.
const waitLimit = 60 * time.Second

// gorace keeps a program with the race detector in it from waiting a second before it ends.
const gorace = "atexit_sleep_ms=0"

// program is backend-api as a separate process.
type program struct {
	// url is where it answers, and address the same without the scheme.
	url, address string
	log          *record
	process      *os.Process
	exited       chan struct{}
	state        *os.ProcessState // set before exited is closed
}

// start runs the program for the tokens of an issuer, with further settings, until the test ends.
func start(t *testing.T, issuer string, settings ...string) *program {
	t.Helper()
	return startCommand(t, exec.Command("backend-api"), issuer, settings...)
}

// startCommand is start with a command that becomes the program, such as a shell that takes something away from it first.
func startCommand(t *testing.T, command *exec.Cmd, issuer string, settings ...string) *program {
	t.Helper()
	p := &program{log: &record{}, exited: make(chan struct{})}
	command.Dir = t.TempDir()
	command.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "GORACE=" + gorace,
		"ISSUER=" + issuer, "API_IDENTIFIER=" + audience, "PORT=0", "DRAIN=0s",
	}, settings...)
	command.Stderr = p.log
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	p.process = command.Process
	go func() {
		_ = command.Wait() // What it says is in the state.
		p.state = command.ProcessState
		close(p.exited)
	}()
	t.Cleanup(func() {
		_ = p.process.Kill()
		<-p.exited
		if strings.Contains(p.log.String(), "DATA RACE") {
			t.Error("there is a race in the program")
		}
		if t.Failed() {
			t.Logf("%s logged, beside requests:\n%s", p.address, p.log)
		}
	})
	await(t, "it listens", func() bool {
		if found := listening.FindStringSubmatch(p.log.String()); found != nil {
			p.address = found[1]
		}
		return p.address != ""
	})
	p.url = "http://" + p.address
	return p
}

var listening = regexp.MustCompile(`listening on http://([][0-9.:]+)`)

// awaitReady waits until the program has keys.
func (p *program) awaitReady(t *testing.T) {
	t.Helper()
	await(t, "it is ready", func() bool { return get(t, p.url+"/readyz", "").status == 200 })
}

// signal sends a signal.
func (p *program) signal(t *testing.T, signal os.Signal) {
	t.Helper()
	if err := p.process.Signal(signal); err != nil {
		t.Fatal(err)
	}
}

// end returns how the program ended, which it has to do within a bound.
func (p *program) end(t *testing.T, bound time.Duration) *os.ProcessState {
	t.Helper()
	select {
	case <-p.exited:
		return p.state
	case <-time.After(bound):
		t.Fatalf("it still runs after %v", bound)
		return nil
	}
}

// await polls a condition.
func await(t *testing.T, what string, condition func() bool) {
	t.Helper()
	awaitWithin(t, waitLimit, what, condition)
}

// awaitWithin polls a condition until a bound.
func awaitWithin(t *testing.T, bound time.Duration, what string, condition func() bool) {
	t.Helper()
	for begin := time.Now(); !condition(); time.Sleep(10 * time.Millisecond) {
		if time.Since(begin) > bound {
			t.Fatalf("not within %v: %s", bound, what)
		}
	}
}

// record keeps a log's lines, but not those of requests, of which there may be any number.
type record struct {
	mu   sync.Mutex
	text bytes.Buffer
	rest []byte // of a line that is not complete
}

// Write implements io.Writer.
func (r *record) Write(text []byte) (int, error) {
	const most = 1 << 20
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rest = append(r.rest, text...)
	for {
		end := bytes.IndexByte(r.rest, '\n') + 1
		if end == 0 {
			return len(text), nil
		}
		if line := r.rest[:end]; !bytes.Contains(line, []byte("msg=request ")) && r.text.Len() < most {
			r.text.Write(line)
		}
		r.rest = r.rest[end:]
	}
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}
