package atspi

import (
	"bufio"
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
)

// launcher starts the accessibility bus. It is of the package at-spi2-core.
const launcher = "/usr/libexec/at-spi-bus-launcher"

// sessionBus starts no services, so that only programs of the test are on it.
const sessionBus = `<busconfig>
  <type>session</type>
  <listen>unix:path=%s</listen>
  <auth>EXTERNAL</auth>
  <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>
`

// waitLimit bounds every wait. Only a failing test reaches it.
const waitLimit = time.Minute

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
	start(t, b.Env, launcher, "--launch-immediately")
	b.conn, err = dbus.Connect(address(t, session))
	if err != nil {
		t.Fatal("accessibility bus: ", err)
	}
	t.Cleanup(func() { _ = b.conn.Close() })
	return b
}

// address waits until the accessibility bus is there, and returns its address.
func address(t testing.TB, session string) string {
	t.Helper()
	conn, err := dbus.Connect(session)
	if err != nil {
		t.Fatal("session bus: ", err)
	}
	defer func() { _ = conn.Close() }()
	var found string
	for end := time.Now().Add(waitLimit); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		bus := conn.Object("org.a11y.Bus", "/org/a11y/bus")
		err = bus.Call("org.a11y.Bus.GetAddress", 0).Store(&found)
		if err == nil && found != "" {
			return found
		}
	}
	t.Fatal("there is no accessibility bus: ", err)
	return ""
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
