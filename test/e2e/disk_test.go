//go:build linux && e2e

package e2e_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"wails-openid-oauth/test/driver"
	"wails-openid-oauth/test/harness"
	"wails-openid-oauth/test/namespace"
)

// TestJourneyDisk uses the app where its home folder is on a disk that cannot be written, or has no room. The keyring is elsewhere.
func TestJourneyDisk(t *testing.T) {
	t.Parallel()
	inside, err := namespace.Enter(t)
	if err != nil {
		t.Fatal(err)
	}
	if !inside {
		return // the test has run, with mounts of its own
	}
	for name, full := range map[string]bool{"read-only": false, "full": true} {
		t.Run(name, func(t *testing.T) { useDisk(t, full) })
	}
}

func useDisk(t *testing.T, full bool) {
	var options harness.Options
	why := unix.EROFS.Error()
	if full {
		why = unix.ENOSPC.Error()
		options.Complaint = "Failed to execute query: " // libsoup's, about its database of cookies
	}
	w := newWorldOn(t, options)
	disk := w.Desktop.Home
	if err := unix.Mount("tmpfs", disk, "tmpfs", 0, "size=256k,mode=700"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Unmount(disk, unix.MNT_DETACH) })
	if err := w.saveSettings(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(w.ownSettings())
	if err != nil {
		t.Fatal(err)
	}
	w.Step("the disk cannot be written", func(context.Context) error {
		if full {
			return fill(filepath.Join(disk, "large"))
		}
		return unix.Mount("", disk, "", unix.MS_REMOUNT|unix.MS_RDONLY, "")
	})
	w.Step("the app was launched", func(ctx context.Context) error {
		return w.launchBareWith(ctx, homeFolders...)
	})
	w.Step("logged in", w.logIn)
	w.Step("the private message is in the panel", w.app.Message)
	w.Step("logged out", func(ctx context.Context) error {
		return errors.Join(w.app.Page.Click(ctx, "#log-out"), w.app.AwaitSignedOut(ctx, ""), w.AwaitNothingStored(ctx))
	})
	w.Step("standard error says what could not be written", func(ctx context.Context) error {
		if full {
			return w.app.AwaitLog(ctx, "the provider's metadata cannot be stored")
		}
		return w.app.AwaitLog(ctx, "there is no log file")
	})
	w.Step("settings that cannot be saved are an error on their page", func(ctx context.Context) error {
		_, err := w.app.Page.Eval(ctx, `void window.wails.EventsNotify(JSON.stringify({name: "settings:open", data: []}))`)
		return errors.Join(err, w.awaitForm("Settings")(ctx), w.app.Page.Fill(ctx, "#clientId", "another"),
			w.app.Page.Click(ctx, "#save"), w.answer(ctx, "alt+y"), w.app.AwaitText(ctx, "#error", why))
	})
	w.Step("the old settings are whole", func(context.Context) error {
		after, err := os.ReadFile(w.ownSettings())
		if err == nil && !bytes.Equal(before, after) {
			err = fmt.Errorf("they are %q", after)
		}
		return err
	})
	w.Step("they are saved when the disk can be written again", func(ctx context.Context) error {
		err := os.Remove(filepath.Join(disk, "large"))
		if !full {
			err = unix.Mount("", disk, "", unix.MS_REMOUNT, "")
		}
		return errors.Join(err, w.app.Page.Click(ctx, "#save"), w.answer(ctx, "alt+y"), w.app.AwaitSignedOut(ctx, ""),
			driver.AwaitFile(ctx, w.ownSettings(), "another"))
	})
	w.Step("closing it ends the app", w.app.Quit)
}

// fill writes a file until there is no more room for it.
func fill(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	for err == nil {
		_, err = file.Write(make([]byte, 4096))
	}
	if errors.Is(err, unix.ENOSPC) {
		err = nil
	}
	return errors.Join(err, file.Close())
}
