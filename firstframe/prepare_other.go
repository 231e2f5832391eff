//go:build !linux || !cgo || bindings

package firstframe

import "context"

// Prepare does nothing here. The tag "bindings" is that of the program which Wails runs to generate its bindings.
func Prepare(Options) {}

// Shown returns at once here.
func Shown(context.Context) {}
