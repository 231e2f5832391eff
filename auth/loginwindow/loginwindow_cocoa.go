//go:build cgo && (darwin || gnustep)

package loginwindow

/*
#cgo CFLAGS: -Wall -Wextra -Wno-unused-parameter
#cgo darwin CFLAGS: -fblocks
#cgo darwin LDFLAGS: -framework Foundation -framework AppKit -framework WebKit

#include "native.h"
*/
import "C"

import (
	"context"
	"log/slog"
)

// prepare needs no trial of a sandbox: WebKit always has one on this system.
func (toolkit) prepare(ctx context.Context, _ *slog.Logger) error { return compileFilter(ctx) }

func loadFlags() C.int { return 0 }
