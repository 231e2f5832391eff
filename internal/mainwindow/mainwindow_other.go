//go:build !linux || !cgo

package mainwindow

// Guard returns [ErrUnsupported].
func Guard(Options) error { return ErrUnsupported }

// Load, Present and Name do nothing.
func Load(string) {}
func Present()    {}
func Name(string) {}
