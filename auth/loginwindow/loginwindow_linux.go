//go:build cgo && !gnustep

package loginwindow

/*
#cgo pkg-config: gtk+-3.0
#cgo webkit2_41 pkg-config: webkit2gtk-4.1
#cgo !webkit2_41 pkg-config: webkit2gtk-4.0
#cgo CFLAGS: -Wall -Wextra

#include "window_linux.h"
*/
import "C"

import (
	"context"
	"log/slog"
)

func (toolkit) prepare(ctx context.Context, log *slog.Logger) error {
	if err := awaitSandbox(ctx, log); err != nil {
		return err
	}
	return compileFilter(ctx)
}

func loadFlags() C.int { return flag(sandbox.on, C.LW_SANDBOX) }

//export loginwindowMayAskSoon
func loginwindowMayAskSoon(id C.uint32_t, host *C.char, port C.uint32_t) C.int {
	p := find(uint32(id))
	return boolean(p != nil && p.mayAskSoon(challenge{host: C.GoString(host), port: uint(port)}))
}
