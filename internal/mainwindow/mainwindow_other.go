//go:build !linux || !cgo

package mainwindow

// Guard returns [ErrUnsupported].
func Guard(Options) error { return ErrUnsupported }

// Load, Name and Follow do nothing.

func Load(string)         {}
func Name(string)         {}
func Follow(PlaceOptions) {}
