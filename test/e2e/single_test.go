//go:build linux && e2e

package e2e_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"

	"wails-openid-oauth/test/driver"
	"wails-openid-oauth/test/harness"
)

// starts is how often the app is started a second time.
const starts = 30

// TestJourneySecondStart starts the app again and again while it runs: only the first instance does anything.
func TestJourneySecondStart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, driver.KeyringReal)
	w.Step("the app was launched", w.launch)
	w.Step("logged in", w.logIn)
	w.Step("the window was put away", func(ctx context.Context) error {
		window, err := w.app.MainWindow(ctx)
		if err == nil {
			err = window.Minimise(ctx)
		}
		return err
	})
	w.provider.ForgetRequests()
	w.Step(fmt.Sprintf("%d more starts ended with status 0", starts), func(ctx context.Context) error {
		for range starts {
			second, err := harness.Start(ctx, w.Desktop, binary, w.settings())
			if err != nil {
				return err
			}
			if code, err := second.ExitCode(ctx); err != nil || code != 0 {
				return fmt.Errorf("status %d, %w", code, err)
			}
		}
		return nil
	})
	w.Check("the provider was asked for nothing", len(w.provider.Requests("")) == 0, "it got %d requests", len(w.provider.Requests("")))
	w.Step("the first one's window came to the front", func(ctx context.Context) error { _, err := w.app.MainWindow(ctx); return err })
	w.Step("it works on", w.app.Message)
	w.Step("it was closed", w.app.Quit)
	w.Step("the next start is a first one", func(ctx context.Context) error {
		if err := w.launch(ctx); err != nil {
			return err
		}
		return w.awaitSignedIn(ctx)
	})
}

// squatter owns a name on the session bus, and accepts every message.
type squatter struct{}

func (squatter) SendMessage(string) *dbus.Error { return nil }

// TestJourneySquattedName starts the app while another program owns the name by which Wails would recognize a running app.
func TestJourneySquattedName(t *testing.T) {
	t.Parallel()
	const name, path = "org.wails_app_wails_openid_oauth.SingleInstance", "/org/wails_app_wails_openid_oauth/SingleInstance"
	w := newWorld(t, driver.KeyringReal)
	w.Step("another program took the name", func(ctx context.Context) error {
		env := w.Desktop.Env()
		i := slices.IndexFunc(env, func(e string) bool { return strings.HasPrefix(e, "DBUS_SESSION_BUS_ADDRESS=") })
		conn, err := dbus.Connect(strings.TrimPrefix(env[i], "DBUS_SESSION_BUS_ADDRESS="))
		if err != nil {
			return err
		}
		t.Cleanup(func() { _ = conn.Close() })
		if err := conn.Export(squatter{}, path, name); err != nil {
			return err
		}
		reply, err := conn.RequestName(name, dbus.NameFlagDoNotQueue)
		if err == nil && reply != dbus.RequestNameReplyPrimaryOwner {
			err = fmt.Errorf("reply %d", reply)
		}
		return err
	})
	w.Step("the app was launched", w.launch)
	w.Step("log-in works", w.logIn)
}
