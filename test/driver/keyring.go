//go:build linux

package driver

import (
	"context"
	"fmt"
	"os/exec"
	"strings"

	"github.com/godbus/dbus/v5"
)

// secretService is the well-known bus name of the Secret Service API. Its object path is the same with slashes.
const secretService = "org.freedesktop.secrets"

// Keyring is the state of the Secret Service on a desktop.
type Keyring int

// These are the keyrings that an app may find.
const (
	// KeyringReal is gnome-keyring, unlocked.
	KeyringReal Keyring = iota
	// KeyringLocked is gnome-keyring, locked. It cannot ask for the password.
	KeyringLocked
	// KeyringPrompting is gnome-keyring, unlocked. When it is locked, it asks for [KeyringPassword].
	KeyringPrompting
	// KeyringNone is a session bus on which nothing offers the Secret Service.
	KeyringNone
	// KeyringHanging is a Secret Service that accepts every call and never answers.
	KeyringHanging
	// KeyringNoBus is a session without a bus.
	KeyringNoBus
)

// String returns the keyring's name in words.
func (k Keyring) String() string {
	return [...]string{"real", "locked", "prompting", "none", "hanging", "no bus"}[k]
}

// startKeyring starts the bus, and on it the keyring of the mode.
func (d *Desktop) startKeyring(ctx context.Context, mode Keyring) error {
	if mode == KeyringNoBus {
		return nil
	}
	if mode == KeyringPrompting {
		if err := d.offerPrompter(); err != nil {
			return err
		}
	}
	if err := d.startBus(ctx); err != nil {
		return err
	}
	switch mode {
	case KeyringReal:
		return d.startGnomeKeyring(ctx, "\n") // the password is empty; without any byte the daemon makes no collection
	case KeyringPrompting:
		return d.startGnomeKeyring(ctx, KeyringPassword)
	case KeyringLocked:
		if err := d.startGnomeKeyring(ctx, "\n"); err != nil {
			return err
		}
		return d.LockKeyring(ctx)
	case KeyringHanging:
		return d.hangSecretService(ctx)
	}
	return nil
}

// startGnomeKeyring starts the daemon with an unlocked log-in collection and waits until it answers.
func (d *Desktop) startGnomeKeyring(ctx context.Context, password string) error {
	cmd := exec.Command("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets")
	cmd.Stdin = strings.NewReader(password)
	if _, err := d.serve("gnome-keyring-daemon", cmd); err != nil {
		return err
	}
	conn, err := d.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	err = poll(ctx, func(ctx context.Context) error {
		var owned bool
		err := conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.NameHasOwner", 0, secretService).Store(&owned)
		if err == nil && !owned {
			err = errPoll
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("driver: gnome-keyring (see %s): %w", d.log("gnome-keyring-daemon"), err)
	}
	return nil
}

// hangSecretService owns the name and never answers a message.
func (d *Desktop) hangSecretService(ctx context.Context) error {
	conn, err := d.connect(context.WithoutCancel(ctx)) // the connection lasts as long as the desktop
	if err != nil {
		return err
	}
	d.stops = append(d.stops, func() { _ = conn.Close() })
	reply, err := conn.RequestName(secretService, dbus.NameFlagDoNotQueue)
	if err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		return fmt.Errorf("driver: own %s: reply %d, %w", secretService, reply, err)
	}
	// An eavesdropping connection sends its messages to a channel instead of answering. Nothing reads the channel.
	conn.Eavesdrop(make(chan *dbus.Message))
	return nil
}
