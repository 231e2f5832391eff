//go:build linux

package driver

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/godbus/dbus/v5"
)

// busConfig is the configuration of a session bus that starts only the services of this package, so that no others are on it.
const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=%s</listen>
  <servicedir>%s</servicedir>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

// services is the folder of the services that the session bus starts.
func (d *Desktop) services() string { return filepath.Join(d.root, "services") }

// startBus starts the session bus and waits until it listens.
func (d *Desktop) startBus(ctx context.Context) error {
	config := filepath.Join(d.root, "bus.conf")
	text := fmt.Sprintf(busConfig, filepath.Join(d.root, "run", "bus"), d.services())
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		return fmt.Errorf("driver: configuration of the session bus: %w", err)
	}
	read, write, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("driver: pipe: %w", err)
	}
	cmd := exec.Command("dbus-daemon", "--config-file="+config, "--print-address=3", "--nofork", "--nopidfile")
	cmd.ExtraFiles = []*os.File{write}
	_, err = d.serve("dbus-daemon", cmd)
	_ = write.Close()
	if err != nil {
		_ = read.Close()
		return err
	}
	if d.bus, err = firstLine(ctx, read); err != nil {
		return fmt.Errorf("driver: address from dbus-daemon (see %s): %w", d.log("dbus-daemon"), err)
	}
	return nil
}

// connect opens a connection to the desktop's bus, not to the bus of this process. The connection closes when ctx ends, so that
// no call lasts longer. The caller closes it, too.
func (d *Desktop) connect(ctx context.Context) (*dbus.Conn, error) {
	conn, err := dbus.Connect(d.bus, dbus.WithContext(ctx))
	if err != nil {
		return nil, fmt.Errorf("driver: connect to the session bus: %w", err)
	}
	return conn, nil
}
