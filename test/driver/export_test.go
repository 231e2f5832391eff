//go:build linux && e2e

package driver

// What the tests look at from outside.
var (
	ProcessesWith = processesWith
	AwaitNone     = awaitNone
	KillAll       = killAll
	Kill          = Process.kill
	FlatpakInfo   = &flatpakInfo
)
