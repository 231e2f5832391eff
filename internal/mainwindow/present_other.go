//go:build !windows && (!linux || !cgo)

package mainwindow

// Present does nothing.
func Present() {}

// Active is always true, because nothing is known.
func Active() bool { return true }
