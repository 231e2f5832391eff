//go:build linux

package driver

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// grace is how long a process may run after SIGTERM. Then it gets SIGKILL.
const grace = 3 * time.Second

// process is a child in its own process group. The kernel kills the child when this process dies.
type process struct {
	name string
	cmd  *exec.Cmd
	done chan struct{} // closed when the child has been waited for
	err  error         // the result of Wait; read it after done
}

// start runs cmd with its output going to the file at log.
func start(name string, cmd *exec.Cmd, log string) (*process, error) {
	out, err := os.OpenFile(log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("driver: log of %s: %w", name, err)
	}
	defer func() { _ = out.Close() }() // the child has its own copy
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("driver: start %s: %w", name, err)
	}
	p := &process{name: name, cmd: cmd, done: make(chan struct{})}
	go func() {
		p.err = cmd.Wait()
		close(p.done)
	}()
	return p, nil
}

// stop ends the process group, first with SIGTERM, and waits for the child, unless no signal ends it. Members that outlive the
// child are found by the desktop's mark, because after the wait the child's number may belong to another group.
func (p *process) stop() {
	if p.exited() != nil {
		return
	}
	p.signal(syscall.SIGTERM)
	select {
	case <-p.done:
		return
	case <-time.After(grace):
	}
	p.signal(syscall.SIGKILL)
	p.awaitEnd()
}

// awaitEnd waits for a killed child. A child in uninterruptible sleep may stay, and Close names it.
func (p *process) awaitEnd() {
	select {
	case <-p.done:
	case <-time.After(WaitLimit):
	}
}

// signal sends sig to the process group. A group that is gone already is no error.
func (p *process) signal(sig syscall.Signal) { _ = syscall.Kill(-p.cmd.Process.Pid, sig) }

// exited returns why the child has ended, or nil while it runs.
func (p *process) exited() error {
	select {
	case <-p.done:
		return errors.Join(fmt.Errorf("driver: %s has ended", p.name), p.err)
	default:
		return nil
	}
}
