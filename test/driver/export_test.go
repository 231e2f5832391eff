//go:build linux && e2e

package driver

import "time"

// These names are for the tests, which are in package driver_test.
var (
	ProcessesWith = processesWith
	AwaitNone     = awaitNone
	KillAll       = killAll
	Kill          = Process.kill
	FlatpakInfo   = &flatpakInfo
	SetPatience   = func(d *Desktop, within time.Duration) { d.patience = within }
)
