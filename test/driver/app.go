//go:build linux

package driver

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// Command is a program to launch on a desktop.
type Command struct {
	Path string
	Args []string
	Env  []string // added to the desktop's environment, and overriding it
	Dir  string   // working directory; default: the desktop's home
}

// App is a program that runs on a desktop, with all its processes.
type App struct {
	desktop   *Desktop
	process   *process
	mark      string // environment entry by which its processes are found
	log       string
	launched  time.Time
	inspector string // host:port of WebKit's inspector server

	mu    sync.Mutex
	views map[string]*View // by the path of their socket
}

// Launch starts a program, with WebKit's inspector on a free port of the loopback interface.
func (d *Desktop) Launch(_ context.Context, c Command) (*App, error) {
	path, err := filepath.Abs(c.Path)
	if err != nil {
		return nil, fmt.Errorf("driver: path of the app: %w", err)
	}
	inspector, err := FreeAddress()
	if err != nil {
		return nil, err
	}
	name := fmt.Sprintf("%s-%d", filepath.Base(path), len(d.apps)+1)
	a := &App{
		desktop: d, mark: "DRIVER_APP=" + rand.Text(), inspector: inspector, views: make(map[string]*View),
		log: filepath.Join(d.output, name+".log"),
	}
	if err := os.Remove(a.log); ignoreNotExist(err) != nil {
		return nil, fmt.Errorf("driver: old log: %w", err)
	}
	cmd := exec.Command(path, c.Args...)
	cmd.Dir = c.Dir
	if cmd.Dir == "" {
		cmd.Dir = d.Home
	}
	cmd.Env = append(d.Env(), a.mark, "WEBKIT_INSPECTOR_HTTP_SERVER="+inspector)
	cmd.Env = append(cmd.Env, c.Env...)
	a.launched = time.Now()
	if a.process, err = start(name, cmd, a.log); err != nil {
		return nil, err
	}
	d.apps = append(d.apps, a)
	return a, nil
}

// FreeAddress returns a loopback address on which nothing listens, for a server that starts soon. The port is below those that
// the kernel gives to outgoing connections, so that no connection takes it meanwhile.
func FreeAddress() (string, error) {
	const first, last = 10000, 32767
	var err error
	for range 100 {
		var l net.Listener
		if l, err = net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", first+mathrand.N(last-first+1))); err == nil {
			return l.Addr().String(), l.Close()
		}
	}
	return "", fmt.Errorf("driver: free port: %w", err)
}

// Log is the file with everything that the app printed.
func (a *App) Log() string { return a.log }

// AwaitLog waits until the app has printed the words.
func (a *App) AwaitLog(ctx context.Context, words string) error { return AwaitFile(ctx, a.log, words) }

// AwaitFile waits until a file contains the words.
func AwaitFile(ctx context.Context, path, words string) error {
	return poll(ctx, func(context.Context) error {
		text, err := os.ReadFile(path)
		if err == nil && !strings.Contains(string(text), words) {
			err = fmt.Errorf("driver: %s does not contain %q", path, words)
		}
		return err
	})
}

// Processes lists the app's own process and those of WebKit and its sandbox, even if the app has ended.
func (a *App) Processes() []Process {
	select {
	case <-a.process.done:
		return processesWith(a.mark) // The number of the app's own process may be another's by now.
	default:
		return processesWith(a.mark, a.process.cmd.Process.Pid)
	}
}

// PSS returns the memory of all the app's processes in bytes. Shared pages count proportionally.
func (a *App) PSS() int64 {
	var sum int64
	for _, p := range a.Processes() {
		sum += p.PSS()
	}
	return sum
}

// AwaitGone waits until none of the app's processes is left, at most for the given time. The error names those that are.
func (a *App) AwaitGone(ctx context.Context, within time.Duration) error {
	return awaitNone(ctx, within, a.Processes)
}

// ExitCode waits until the app's own process has ended, and returns its exit code, or -1 if a signal ended it.
func (a *App) ExitCode(ctx context.Context) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, WaitLimit)
	defer cancel()
	select {
	case <-a.process.done:
	case <-ctx.Done():
		return 0, a.desktop.failed("the app to end", fmt.Sprint(a.Processes()), ctx.Err())
	}
	var exit *exec.ExitError
	if err := a.process.err; err != nil && !errors.As(err, &exit) {
		return 0, fmt.Errorf("driver: wait for the app: %w", err)
	}
	return a.process.cmd.ProcessState.ExitCode(), nil
}

// Kill ends the app at once with SIGKILL, as a crash or a power cut would, and waits for it. Its helpers get no signal: they
// must end by themselves.
func (a *App) Kill() {
	_ = a.process.cmd.Process.Kill() // it may have ended already
	a.process.awaitEnd()
	a.forgetViews()
}

// Signal sends a signal to the app's own process.
func (a *App) Signal(sig os.Signal) error { return a.process.cmd.Process.Signal(sig) }

// forgetViews closes the inspector's connections.
func (a *App) forgetViews() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for path, v := range a.views {
		v.close()
		delete(a.views, path)
	}
}
