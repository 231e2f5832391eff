//go:build !windows && !((linux || darwin) && cgo)

package desktopproxy

import "context"

// ask is nil: there is only the environment.
var ask func(ctx context.Context, target string) ([]string, error)
