//go:build cgo && !bindings

package firstframe

/*
#cgo pkg-config: gtk+-3.0
#cgo webkit2_41 pkg-config: webkit2gtk-4.1
#cgo !webkit2_41 pkg-config: webkit2gtk-4.0
#cgo CFLAGS: -Wall -Wextra -Wno-unused-parameter

#include <glib.h>
#include <stdlib.h>

#include "window_linux.h"
*/
import "C"

import (
	"context"
	"sync"
	"unsafe"
)

// Prepare has the next window of Wails come with its first frame, and follows the desktop's colour scheme. Call it once, before
// wails.Run.
func Prepare(o Options) {
	light, dark := C.CString(o.Light), C.CString(o.Dark)
	defer C.free(unsafe.Pointer(light))
	defer C.free(unsafe.Pointer(dark))
	C.ff_prepare(light, dark)
	go follow(func(now scheme) { C.ff_post_scheme(C.int(now)) })
}

// visible is whether the window is on the screen. changed is closed at the next change.
var visible = struct {
	sync.Mutex
	now     bool
	changed chan struct{}
}{changed: make(chan struct{})}

//export firstframeVisible
func firstframeVisible(now C.gboolean) {
	visible.Lock()
	defer visible.Unlock()
	visible.now = now != 0
	close(visible.changed)
	visible.changed = make(chan struct{})
}

// Shown returns when the window is on the screen, or when ctx ends. Do not call it on the main thread.
func Shown(ctx context.Context) {
	for {
		visible.Lock()
		now, changed := visible.now, visible.changed
		visible.Unlock()
		if now {
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}
