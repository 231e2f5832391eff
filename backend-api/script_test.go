package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// scriptCommands are the commands of the scripts in testdata/script, in addition to those of testscript.
var scriptCommands = map[string]func(*testscript.TestScript, bool, []string){
	"exits": exitsCommand,
	"serve": serveCommand,
	"end":   endCommand,
}

// exits STATUS COMMAND... runs a command that must end with this exit status. ("! exec" accepts any status but 0.)
func exitsCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS COMMAND...")
	}
	var exit *exec.ExitError
	got, err := 0, ts.Exec(args[1], args[2:]...)
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit status %d, want %s", got, args[0])
	}
}

// server is the program that a script runs in the background.
type server struct {
	command *exec.Cmd
	exited  chan struct{}
}

type serverKey struct{}

// serve starts backend-api with the script's settings on a free port. From then on, PORT is that port, and the file "log"
// has the program's log.
func serveCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: serve")
	}
	path := ts.MkAbs("log")
	log, err := os.Create(path)
	ts.Check(err)
	defer log.Close()
	s := ts.Value(serverKey{}).(*server)
	s.command = exec.Command("backend-api")
	s.command.Dir, s.command.Stderr = ts.MkAbs("."), log
	for _, name := range []string{
		"PATH", "ISSUER", "AUTH0_DOMAIN", "API_IDENTIFIER", "CLIENT_ID", "HOST", "JWKS_URI", "LEEWAY", "CA_BUNDLE",
		"TOKEN_PROFILE", "API_URL", "DRAIN",
	} {
		s.command.Env = append(s.command.Env, name+"="+ts.Getenv(name))
	}
	s.command.Env = append(s.command.Env, "PORT=0", "GORACE="+gorace)
	s.exited = make(chan struct{})
	ts.Check(s.command.Start())
	go func() { _ = s.command.Wait(); close(s.exited) }()
	ts.Defer(func() { _ = s.command.Process.Kill(); <-s.exited })
	for end := time.Now().Add(waitLimit); ; time.Sleep(10 * time.Millisecond) {
		text, err := os.ReadFile(path)
		ts.Check(err)
		if found := listening.FindSubmatch(text); found != nil {
			_, port, err := net.SplitHostPort(string(found[1]))
			ts.Check(err)
			ts.Setenv("PORT", port)
			return
		}
		if time.Now().After(end) {
			ts.Fatalf("backend-api does not listen:\n%s", text)
		}
	}
}

// end SIGNAL STATUS sends a signal to the program. Then the program must end with that exit status.
func endCommand(ts *testscript.TestScript, neg bool, args []string) {
	signals := map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM}
	if neg || len(args) != 2 || signals[args[0]] == nil {
		ts.Fatalf("usage: end INT|TERM STATUS")
	}
	s := ts.Value(serverKey{}).(*server)
	if runtime.GOOS == "windows" { // there, no program gets a signal from another one
		ts.Check(s.command.Process.Kill())
		<-s.exited
		return
	}
	ts.Check(s.command.Process.Signal(signals[args[0]]))
	select {
	case <-s.exited:
	case <-time.After(waitLimit):
		ts.Fatalf("backend-api still runs")
	}
	if got := fmt.Sprint(s.command.ProcessState.ExitCode()); got != args[1] {
		ts.Fatalf("exit status %s, want %s", got, args[1])
	}
}
