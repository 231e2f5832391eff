//go:build cgo && !bindings

package firstframe

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// oldPortal is a settings portal without ReadOne, as before version 2 of its interface.
type oldPortal struct{}

// Read wraps the value twice.
func (oldPortal) Read(namespace, name string) (dbus.Variant, *dbus.Error) {
	if namespace != appearance || name != key {
		return dbus.Variant{}, dbus.NewError("org.freedesktop.portal.Error.NotFound", nil)
	}
	return dbus.MakeVariant(dbus.MakeVariant(uint32(preferDark))), nil
}

// startSessionBus starts a session bus for this process. It ends with the test.
func startSessionBus(t *testing.T) *dbus.Conn {
	t.Helper()
	folder, err := os.MkdirTemp("", "firstframe-") // short, because the paths of Unix sockets are limited
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	cmd := exec.Command("dbus-daemon", "--session", "--address=unix:path="+filepath.Join(folder, "bus"), "--print-address=1", "--nofork", "--nopidfile")
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
	bus, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = bus.Close() })
	return bus
}

// A portal that knows only Read is asked that way, and its changes are followed.
func TestFollowAnOldPortal(t *testing.T) {
	bus := startSessionBus(t)
	if err := bus.Export(oldPortal{}, portalPath, settings); err != nil {
		t.Fatal(err)
	}
	if _, err := bus.RequestName(portal, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	schemes := make(chan scheme, 8)
	ended := make(chan bool)
	go func() { defer close(ended); follow(func(s scheme) { schemes <- s }) }()
	want := func(what string, s scheme) {
		t.Helper()
		select {
		case got := <-schemes:
			if got != s {
				t.Errorf("%s: %v, want %v", what, got, s)
			}
		case <-ended:
			t.Fatal(what + ": the portal is no longer followed")
		case <-time.After(30 * time.Second): // only a failing test reaches it
			t.Fatal(what + ": no word of the scheme")
		}
	}
	want("at first", preferDark)
	for _, s := range []scheme{preferLight, preferDark} {
		if err := bus.Emit(portalPath, settingChanged, appearance, key, dbus.MakeVariant(uint32(s))); err != nil {
			t.Fatal(err)
		}
		want(fmt.Sprint("change to ", int(s)), s)
	}
}
