//go:build !linux || !cgo

package mainwindow

// Guard returns [ErrUnsupported].
func Guard(Options) error { return ErrUnsupported }

// Load does nothing.
func Load(string) {}
