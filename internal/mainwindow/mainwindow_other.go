//go:build !linux || !cgo

package mainwindow

// Guard returns [ErrUnsupported].
func Guard(Options) error { return ErrUnsupported }

// Load, Present, Name and Follow do nothing.
func Load(string)         {}
func Present()            {}
func Name(string)         {}
func Follow(PlaceOptions) {}

// Active is always true, because nothing is known.
func Active() bool { return true }
