//go:build linux && e2e

package driver_test

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wails-openid-oauth/test/driver"
)

// TestKeyring stores an entry from a program on the desktop, as the app does, and reads it from the test.
func TestKeyring(t *testing.T) {
	stored := []driver.Item{{
		Label:      "Password for 'ada' on 'drive'",
		Attributes: map[string]string{"service": "drive", "username": "ada"},
		Secret:     "s3cret",
	}}
	tests := []struct {
		mode   driver.Keyring
		stores bool // the program can store
		hangs  bool // the program gets no answer
		want   []driver.Item
	}{
		{mode: driver.KeyringReal, stores: true, want: stored},
		{mode: driver.KeyringLocked},
		{mode: driver.KeyringNone},
		{mode: driver.KeyringHanging, hangs: true},
		{mode: driver.KeyringNoBus},
	}
	for _, test := range tests {
		t.Run(test.mode.String(), func(t *testing.T) {
			d := newDesktop(t, test.mode)
			ctx, cancel := context.WithTimeout(bounded(t), 2*time.Second)
			defer cancel()
			out, err := child(ctx, "store", d.Env()...).CombinedOutput()
			if hung := ctx.Err() != nil; hung != test.hangs {
				t.Fatalf("hung: %t, want %t", hung, test.hangs)
			}
			if (err == nil) != test.stores {
				t.Fatalf("stored: %v (%s), want success: %t", err, out, test.stores)
			}
			if test.mode != driver.KeyringReal && test.mode != driver.KeyringLocked {
				return
			}
			items, err := d.Items(bounded(t), map[string]string{"service": "drive"})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, items, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
		})
	}
}

func TestItemsOfTheHangingKeyringIsBounded(t *testing.T) {
	d := newDesktop(t, driver.KeyringHanging)
	ctx, cancel := context.WithTimeout(bounded(t), 200*time.Millisecond)
	defer cancel()
	// The deadline closes the connection, and a call that just begins reports the closed connection.
	if _, err := d.Items(ctx, nil); !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, net.ErrClosed) {
		t.Errorf("got %v, want %v", err, context.DeadlineExceeded)
	}
	if ctx.Err() == nil {
		t.Error("Items returned before the deadline")
	}
}

func TestItemStringHidesTheSecret(t *testing.T) {
	got := driver.Item{Label: "entry", Attributes: map[string]string{"a": "b"}, Secret: "s3cret"}.String()
	if want := "entry map[a:b]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
