//go:build linux && e2e

package driver_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"wails-openid-oauth/test/driver"
)

// roles are the programs that the test binary runs instead of the tests if the environment names one.
var roles = map[string]func() error{
	"store": func() error { return keyring.Set("drive", "ada", "s3cret") },
	"hold":  hold,
}

func TestMain(m *testing.M) {
	if role, ok := roles[os.Getenv("DRIVER_ROLE")]; ok {
		if err := role(); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	if err := driver.CheckTools(); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// hold makes a desktop with a program on it, prints the mark of its processes, and waits until it is killed.
func hold() error {
	ctx := context.Background()
	d, err := driver.NewDesktop(ctx, driver.Options{Output: os.Getenv("DRIVER_OUTPUT")})
	if err != nil {
		return err
	}
	if _, err := d.Launch(ctx, driver.Command{Path: "/bin/sleep", Args: []string{"600"}}); err != nil {
		return err
	}
	fmt.Println(d.Env()[0], d.Home)
	select {}
}

// child makes a command that runs a role in the given environment.
func child(ctx context.Context, role string, env ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(env, "DRIVER_ROLE="+role)
	return cmd
}

// bounded is the context of a test.
func bounded(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// newDesktop makes a desktop. At the end of the test it must close without an error.
func newDesktop(t *testing.T, mode driver.Keyring) *driver.Desktop {
	t.Helper()
	d, err := driver.NewDesktop(bounded(t), driver.Options{Keyring: mode, Output: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func TestCheckToolsNamesThePackages(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	err := driver.CheckTools()
	if err == nil {
		t.Fatal("CheckTools found no missing tool, although there is none")
	}
	for _, pkg := range []string{"xvfb", "jwm", "xdotool", "x11-utils", "imagemagick", "dbus", "gnome-keyring"} {
		if !strings.Contains(err.Error(), " "+pkg) {
			t.Errorf("%q does not name %s", err, pkg)
		}
	}
}

func TestTheMarkOfAFlatpakIsNamed(t *testing.T) {
	file := filepath.Join(t.TempDir(), ".flatpak-info")
	before := *driver.FlatpakInfo
	t.Cleanup(func() { *driver.FlatpakInfo = before })
	*driver.FlatpakInfo = file
	if err := driver.CheckTools(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := driver.CheckTools(); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("got %v, want the file's name", err)
	}
	d, err := driver.NewDesktop(bounded(t), driver.Options{Output: t.TempDir()})
	if err == nil {
		t.Error("a desktop was started", d.Close())
	}
}

func TestNothingOfTheCallersEnvironment(t *testing.T) {
	t.Setenv("SECRET_OF_THE_CALLER", "x")
	d := newDesktop(t, driver.KeyringNoBus)
	for _, entry := range d.Env() {
		name, _, _ := strings.Cut(entry, "=")
		if name == "SECRET_OF_THE_CALLER" || name == "DBUS_SESSION_BUS_ADDRESS" {
			t.Errorf("%s is in the environment", name)
		}
	}
}

func TestFilesContaining(t *testing.T) {
	d := newDesktop(t, driver.KeyringNoBus)
	file := d.Home + "/notes.txt"
	if err := os.WriteFile(file, []byte("a token-in-clear here"), 0o600); err != nil {
		t.Fatal(err)
	}
	found, err := d.FilesContaining("token-in-clear")
	if err != nil || len(found) != 1 || found[0] != file {
		t.Errorf("got %v, %v", found, err)
	}
	if found, err = d.FilesContaining("not-anywhere"); err != nil || len(found) != 0 {
		t.Errorf("got %v, %v", found, err)
	}
}

// TestKilledHarnessLeavesNothing kills a program that has a desktop, and looks for that desktop's processes.
func TestKilledHarnessLeavesNothing(t *testing.T) {
	ctx := bounded(t)
	cmd := child(ctx, "hold", append(os.Environ(), "DRIVER_OUTPUT="+t.TempDir())...)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	mark, home, ok := strings.Cut(strings.TrimSpace(line), " ")
	if err != nil || !ok {
		t.Fatalf("first line %q: %v", line, err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(strings.TrimSuffix(home, "/home")) }) // the killed program leaves its folder
	if n := len(driver.ProcessesWith(mark)); n < 5 {
		t.Errorf("%d processes on the desktop, want at least Xvfb, jwm, bus, keyring and sleep", n)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // "signal: killed"
	if err := driver.AwaitNone(ctx, driver.WaitLimit, func() []driver.Process { return driver.ProcessesWith(mark) }); err != nil {
		t.Error(err)
	}
}

// TestADisplayIsLocked starts a second X server with the number of a desktop's. It must end, and leave the socket alone.
func TestADisplayIsLocked(t *testing.T) {
	d, display, err := driver.StartServer(bounded(t), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(bounded(t), "Xvfb", display, "-nolisten", "tcp").CombinedOutput(); err == nil ||
		!strings.Contains(string(out), "Server is already active") {
		t.Errorf("got %v, %s", err, out)
	}
	if _, err := os.Stat("/tmp/.X11-unix/X" + strings.TrimPrefix(display, ":")); err != nil {
		t.Error(err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}
