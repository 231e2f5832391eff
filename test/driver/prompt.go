//go:build linux

package driver

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/godbus/dbus/v5"
)

// KeyringPassword is the password of the log-in collection of [KeyringPrompting].
const KeyringPassword = "correct horse"

// prompterService is the file by which the session bus starts GNOME's own prompter.
const prompterService = "org.gnome.keyring.SystemPrompter.service"

// offerPrompter lets the desktop's bus start the prompter. It is called before the bus starts.
func (d *Desktop) offerPrompter() error {
	text, err := os.ReadFile(filepath.Join("/usr/share/dbus-1/services", prompterService))
	if err == nil {
		err = os.WriteFile(filepath.Join(d.services(), prompterService), text, 0o600)
	}
	if err != nil {
		return fmt.Errorf("driver: the prompter: %w", err)
	}
	return nil
}

// AwaitPrompt waits for the keyring's prompt, and presses the keys in it: those of a text, and then one by name.
func (d *Desktop) AwaitPrompt(ctx context.Context, text, key string) error {
	if err := d.Activate(ctx, "gcr-prompter"); err != nil {
		return fmt.Errorf("driver: the keyring's prompt: %w", err)
	}
	if text != "" {
		if _, err := d.xdotool(ctx, "type", "--delay", "20", "--", text); err != nil {
			return err
		}
	}
	if key == "" {
		return nil
	}
	_, err := d.xdotool(ctx, "key", key)
	return err
}

// UnlockKeyring unlocks the log-in collection without a prompt, as a program that knows the password does.
func (d *Desktop) UnlockKeyring(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, WaitLimit)
	defer cancel()
	conn, err := d.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	service := conn.Object(secretService, "/org/freedesktop/secrets")
	var session dbus.ObjectPath
	call := service.CallWithContext(ctx, "org.freedesktop.Secret.Service.OpenSession", 0, "plain", dbus.MakeVariant(""))
	if err := call.Store(new(dbus.Variant), &session); err != nil {
		return fmt.Errorf("driver: open a session with the keyring: %w", err)
	}
	err = service.CallWithContext(ctx, "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface.UnlockWithMasterPassword", 0,
		dbus.ObjectPath("/org/freedesktop/secrets/collection/login"),
		secret{session, []byte{}, []byte(KeyringPassword), "text/plain"}).Err
	if err != nil {
		return fmt.Errorf("driver: unlock the keyring: %w", err)
	}
	return nil
}
