//go:build !linux || !cgo

package mainwindow

// Guard returns [ErrUnsupported].
func Guard(Options) error { return ErrUnsupported }

// Load and Present do nothing.
func Load(string) {}
func Present()    {}
