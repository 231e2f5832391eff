package atspi

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
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"wails-openid-oauth/test/overlay"
)

// Launcher starts the accessibility bus. It is of the package at-spi2-core.
const Launcher = "/usr/libexec/at-spi-bus-launcher"

// sessionBus starts no services, so that only programs of the test are on it.
const sessionBus = `<busconfig>
  <type>session</type>
  <listen>unix:path=%s</listen>
  <auth>EXTERNAL</auth>
  <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>
`

// waitLimit bounds every wait. Only a failing test reaches it.
var waitLimit = overlay.WaitLimit

// Bus is an accessibility bus, for the programs that a test starts. Make one with [Start].
type Bus struct {
	// Env has the variables with which a program finds the bus.
	Env []string

	conn *dbus.Conn
}

// Start starts a session bus and its accessibility bus. They end with the test.
func Start(t testing.TB) *Bus {
	t.Helper()
	folder, err := os.MkdirTemp("", "atspi-") // short, because the paths of Unix sockets are limited
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	config, socket := filepath.Join(folder, "bus.conf"), filepath.Join(folder, "bus")
	if err := os.WriteFile(config, fmt.Appendf(nil, sessionBus, socket), 0o600); err != nil {
		t.Fatal(err)
	}
	session := firstLine(t, start(t, nil, "dbus-daemon", "--config-file="+config, "--print-address=1", "--nofork", "--nopidfile"))
	b := &Bus{Env: []string{
		"DBUS_SESSION_BUS_ADDRESS=" + session, "XDG_RUNTIME_DIR=" + folder, "GSETTINGS_BACKEND=memory", "NO_AT_BRIDGE=0",
	}}
	start(t, b.Env, Launcher, "--launch-immediately")
	ctx, cancel := context.WithTimeout(t.Context(), waitLimit)
	defer cancel()
	there, err := Connect(ctx, session)
	if err != nil {
		t.Fatal(err)
	}
	b.conn = there.conn
	t.Cleanup(b.Close)
	return b
}

// Connect waits for the accessibility bus of a session bus, and connects to it. The caller closes it.
func Connect(ctx context.Context, session string) (*Bus, error) {
	found, err := address(ctx, session)
	if err != nil {
		return nil, err
	}
	conn, err := dbus.Connect(found)
	if err != nil {
		return nil, fmt.Errorf("accessibility bus: %w", err)
	}
	return &Bus{conn: conn}, nil
}

// Close ends the connection.
func (b *Bus) Close() { _ = b.conn.Close() }

// address waits until the accessibility bus is there, and returns its address.
func address(ctx context.Context, session string) (string, error) {
	conn, err := dbus.Connect(session)
	if err != nil {
		return "", fmt.Errorf("session bus: %w", err)
	}
	defer func() { _ = conn.Close() }()
	bus := conn.Object("org.a11y.Bus", "/org/a11y/bus")
	for {
		var found string
		err := bus.CallWithContext(ctx, "org.a11y.Bus.GetAddress", 0).Store(&found)
		if err == nil && found != "" {
			return found, nil
		}
		select {
		case <-ctx.Done():
			return "", fmt.Errorf("there is no accessibility bus: %w", errors.Join(ctx.Err(), err))
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// firstLine returns the first line that a program prints.
func firstLine(t testing.TB, r io.Reader) string {
	t.Helper()
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

// start starts a program that ends with the test, and returns what it prints.
func start(t testing.TB, env []string, name string, args ...string) io.Reader {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // and those that it has started
		_ = cmd.Wait()
	})
	return out
}
