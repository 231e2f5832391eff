//go:build bindings

package single

import "log/slog"

// Only is true, because Wails runs the program to generate the bindings even while the app runs.
func Only(*slog.Logger, func()) (*Instance, bool) { return nil, true }
