package filelock

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/test/overlay"
)

// waitLimit bounds every wait of these tests. A correct test never comes near it.
var waitLimit = overlay.WaitLimit

var account = auth.Account{Issuer: "https://op.example/", ClientID: "app"}

// roles are what the test binary does instead of testing when ROLE names one: it is another process of the same user.
var roles = map[string]func(folder string) error{
	"hold":              func(folder string) error { return hold(folder, false) },
	"hold with a child": func(folder string) error { return hold(folder, true) },
	"wait for the end":  func(string) error { return awaitEnd() },
	"take turns":        takeTurns,
}

func TestMain(m *testing.M) {
	role, ok := roles[os.Getenv("ROLE")]
	if !ok {
		os.Exit(m.Run())
	}
	if err := role(os.Getenv("FOLDER")); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// hold takes the lock, reports it, and keeps it until its input ends.
func hold(folder string, withChild bool) error {
	ctx, cancel := context.WithTimeout(context.Background(), waitLimit)
	defer cancel()
	unlock, err := New(folder).Lock(ctx, account)
	if err != nil {
		return err
	}
	if withChild {
		child := exec.Command(os.Args[0])
		child.Env, child.Stdin = append(os.Environ(), "ROLE=wait for the end"), os.Stdin
		if err := child.Start(); err != nil {
			return err
		}
	}
	fmt.Println("locked")
	if err := awaitEnd(); err != nil {
		return err
	}
	unlock()
	return nil
}

// awaitEnd waits until the test closes the input.
func awaitEnd() error {
	_, err := io.Copy(io.Discard, os.Stdin)
	return err
}

// turns is how often each process takes the lock.
const turns = 15

// takeTurns takes the lock again and again. It fails if another process holds the lock at the same time. Each turn reads a
// whole file and writes it with one more line, so that two overlapping turns lose a line.
func takeTurns(folder string) error {
	ctx, cancel := context.WithTimeout(context.Background(), waitLimit)
	defer cancel()
	locker := New(filepath.Join(folder, "locks"))
	inside, lines := filepath.Join(folder, "inside"), filepath.Join(folder, "lines")
	for range turns {
		unlock, err := locker.Lock(ctx, account)
		if err != nil {
			return err
		}
		mark, err := os.OpenFile(inside, os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return fmt.Errorf("another process holds the lock at the same time: %w", err)
		}
		text, err := os.ReadFile(lines)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		if err := errors.Join(os.WriteFile(lines, append(text, '\n'), 0o600), mark.Close(), os.Remove(inside)); err != nil {
			return err
		}
		unlock()
	}
	return nil
}

// process is a child that plays a role.
type process struct {
	*exec.Cmd
	input  io.Closer
	output *bufio.Reader
}

// start starts a child, which ends with the test at the latest.
func start(t *testing.T, role, folder string) *process {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), waitLimit)
	p := &process{Cmd: exec.CommandContext(ctx, os.Args[0])}
	p.Env = append(os.Environ(), "ROLE="+role, "FOLDER="+folder)
	p.Stderr = os.Stderr
	input, inputErr := p.StdinPipe()
	output, outputErr := p.StdoutPipe()
	if err := errors.Join(inputErr, outputErr, p.Start()); err != nil {
		cancel()
		t.Fatal(err)
	}
	p.input, p.output = input, bufio.NewReader(output)
	t.Cleanup(func() {
		_ = p.input.Close()
		cancel()
		_ = p.Wait() // it may have been killed
	})
	return p
}

// awaitLocked waits until the child has the lock.
func (p *process) awaitLocked(t *testing.T) {
	t.Helper()
	if line, err := p.output.ReadString('\n'); strings.TrimSpace(line) != "locked" {
		t.Fatalf("the child says %q, %v", line, err)
	}
}

// end lets the child end and waits for it.
func (p *process) end(t *testing.T) {
	t.Helper()
	_ = p.input.Close()
	said, _ := io.ReadAll(p.output)
	if err := p.Wait(); err != nil {
		t.Errorf("%v: %s", err, said)
	}
}
