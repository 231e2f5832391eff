package notify_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/internal/notify"
	"wails-openid-oauth/test/overlay"
	"wails-openid-oauth/test/sessionbus"
)

// waitLimit is longer than anything here takes.
var waitLimit = overlay.WaitLimit

var message = notify.Message{App: "An App", Entry: "an-app", Summary: "It has ended", Body: "Begin again."}

// await waits until a condition holds.
func await(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(waitLimit); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("waited for ", what)
		}
	}
}

// TestShow does what a user does with a notification, and then waits for Show.
func TestShow(t *testing.T) {
	for name, tt := range map[string]struct {
		user   func(*sessionbus.Notifications, context.CancelFunc)
		clicks int
	}{
		"click":         {func(n *sessionbus.Notifications, _ context.CancelFunc) { n.Click(1) }, 1},
		"close":         {func(n *sessionbus.Notifications, _ context.CancelFunc) { n.Dismiss(1) }, 0},
		"take back":     {func(_ *sessionbus.Notifications, cancel context.CancelFunc) { cancel() }, 0},
		"click another": {func(n *sessionbus.Notifications, _ context.CancelFunc) { n.Click(2); n.Dismiss(1) }, 0},
		"close another": {func(n *sessionbus.Notifications, _ context.CancelFunc) { n.Dismiss(2); n.Click(1) }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			address := sessionbus.New(t)
			t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
			n, err := sessionbus.Notify(sessionbus.Connect(t, address))
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), waitLimit)
			defer cancel()
			clicks, ended := 0, make(chan error, 1)
			go func() { ended <- notify.Show(ctx, message, func() { clicks++ }) }()
			await(t, "the notification", func() bool { all, _ := n.All(); return len(all) == 1 })
			tt.user(n, cancel)
			if err := <-ended; err != nil {
				t.Error(err)
			}
			if clicks != tt.clicks {
				t.Errorf("%d clicks, want %d", clicks, tt.clicks)
			}
			await(t, "the end of the notification", func() bool { _, open := n.All(); return open == 0 })
			all, _ := n.All()
			got := all[0]
			hint, _ := got.Hints["desktop-entry"].Value().(string)
			got.Hints = nil
			want := sessionbus.Notification{
				ID: 1, App: message.App, Icon: message.Entry, Summary: message.Summary, Body: message.Body, Actions: []string{"default", "Show"},
			}
			if diff := cmp.Diff(want, got); diff != "" || hint != message.Entry {
				t.Errorf("entry %q; (-want +got):\n%s", hint, diff)
			}
		})
	}
}

// TestTakenBackAtOnce ends the wait while the service has shown the notification, and the program does not know it yet.
func TestTakenBackAtOnce(t *testing.T) {
	address := sessionbus.New(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	n, err := sessionbus.Notify(sessionbus.Connect(t, address))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	n.WhenShown(cancel)
	if err := notify.Show(ctx, message, func() { t.Error("clicked") }); err != nil {
		t.Error(err)
	}
	await(t, "the end of the notification", func() bool { all, open := n.All(); return len(all) == 1 && open == 0 })
}

// TestNobodyShows: a desktop without a notification service, and one without a bus.
func TestNobodyShows(t *testing.T) {
	for _, address := range []string{sessionbus.New(t), "unix:path=/nowhere"} {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
		if err := notify.Show(t.Context(), message, func() { t.Error("clicked") }); err == nil {
			t.Errorf("%s: no error", address)
		}
	}
}
