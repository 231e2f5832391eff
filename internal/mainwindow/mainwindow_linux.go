package mainwindow

/*
#cgo pkg-config: gtk+-3.0
#cgo webkit2_41 pkg-config: webkit2gtk-4.1
#cgo !webkit2_41 pkg-config: webkit2gtk-4.0
#cgo CFLAGS: -Wall -Wextra -Wno-unused-parameter

#include <stdlib.h>

#include "guard_linux.h"
*/
import "C"

import (
	"errors"
	"sync/atomic"
	"unsafe"
)

// options are those of the one guard of this process.
var options atomic.Pointer[Options]

// attached says whether the view was found.
var attached = make(chan bool, 1)

// Guard guards the window that Wails has made. Call it once, from Wails' OnStartup: it waits for Wails' main loop, which
// is about to run then. It returns before the first page can do anything. An error means that there is no such window, or
// more than one, or that Wails does not listen to its page as it did.
func Guard(o Options) error {
	if !options.CompareAndSwap(nil, &o) {
		return errors.New("the main window is already guarded")
	}
	C.mw_post_guard()
	if !<-attached {
		return errors.New("there is no main window to guard as Wails made it")
	}
	return nil
}

// Load takes the guarded window to one of the app's own pages, even if the page's process has ended.
func Load(url string) { C.mw_post_load(C.CString(url)) }

// Present brings the guarded window to the front. If the window manager does not give it the focus, the window asks for
// attention until the user turns to it. Under Wayland only the compositor decides: a program that has no activation token
// gets a notification at best.
func Present() { C.mw_post_present() }

// Name is the name in the WM_CLASS of every window of this process; under Wayland, the app's ID. By it, a desktop finds the
// .desktop file, which has the same name. Call it before wails.Run: Wails' own option ProgramName comes too late for the main window.
func Name(name string) {
	text := C.CString(name)
	defer C.free(unsafe.Pointer(text))
	C.g_set_prgname(text)
}
