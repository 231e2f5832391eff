package main

import (
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"wails-openid-oauth/test/overlay"
)

// audience is the API's identifier in these tests.
const audience = "https://api.example"

// waitLimit is how long a test waits for something that an idle machine does at once.
var waitLimit = overlay.WaitLimit

// gorace makes a program with the race detector end at once. Its default is to wait for a second.
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

// start runs the program until the test ends. The program accepts the tokens of the issuer, and has further settings.
func start(t *testing.T, issuer string, settings ...string) *program {
	t.Helper()
	return startCommand(t, exec.Command("backend-api"), issuer, settings...)
}

// startCommand is start with a command that becomes the program, such as a shell that sets a limit first.
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
		_ = command.Wait() // The state has the result.
		p.state = command.ProcessState
		close(p.exited)
	}()
	t.Cleanup(func() {
		_ = p.process.Kill()
		<-p.exited
		if strings.Contains(p.log.String(), "DATA RACE") {
			t.Error("the program has a data race")
		}
		if t.Failed() {
			t.Logf("log of %s, without requests:\n%s", p.address, p.log)
		}
	})
	await(t, "the program listens", func() bool {
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
	await(t, "the program is ready", func() bool { return get(t, p.url+"/readyz", "").status == 200 })
}

// needSignals skips a test where no program gets a signal from another one.
func needSignals(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("on Windows, no program gets a signal from another one")
	}
}

// signal sends a signal.
func (p *program) signal(t *testing.T, signal os.Signal) {
	t.Helper()
	needSignals(t)
	if err := p.process.Signal(signal); err != nil {
		t.Fatal(err)
	}
}

// end waits until the program has ended, and returns how. It fails the test if the program does not end within the bound.
func (p *program) end(t *testing.T, bound time.Duration) *os.ProcessState {
	t.Helper()
	select {
	case <-p.exited:
		return p.state
	case <-time.After(bound):
		t.Fatalf("the program still runs after %v", bound)
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
			t.Fatalf("after %v this is still not true: %s", bound, what)
		}
	}
}

// record keeps the lines of a log, except those of requests, because their number is not bounded.
type record struct {
	mu   sync.Mutex
	text bytes.Buffer
	rest []byte // a line that is not complete yet
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
