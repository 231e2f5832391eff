//go:build linux && e2e

package driver

import (
	"context"
	"crypto/rand"
	"errors"
	"time"
)

// These names are for the tests, which are in package driver_test.
var (
	ProcessesWith = processesWith
	AwaitNone     = awaitNone
	KillAll       = killAll
	Kill          = Process.kill
	FlatpakInfo   = &flatpakInfo
	SetPatience   = func(d *Desktop, within time.Duration) { d.patience = within }
)

// StartServer starts an X server alone, and returns its display. The caller closes the desktop.
func StartServer(ctx context.Context, output string) (d *Desktop, display string, err error) {
	d = &Desktop{output: output, scale: 1, mark: "DRIVER_DESKTOP=" + rand.Text(), patience: WaitLimit}
	if err := errors.Join(d.makeFolders(ctx), d.startDisplay(ctx)); err != nil {
		return nil, "", errors.Join(err, d.Close())
	}
	return d, d.display, nil
}
