//go:build cgo && (darwin || gnustep)

package cocoaloop

/*
#cgo CFLAGS: -Wall -Wextra -Wno-unused-parameter
#cgo darwin CFLAGS: -fblocks
#cgo darwin LDFLAGS: -framework Foundation -framework AppKit -framework WebKit

#include "loop.h"
*/
import "C"

import (
	"runtime"
	"sync"
)

// Run runs the main loop while work runs in another goroutine. It keeps the calling goroutine on its thread, which must be the
// process's first. AppKit is ready before work begins: two threads that load it at once may wait for each other forever.
func Run(work func()) {
	runtime.LockOSThread()
	C.cocoaloop_begin()
	go func() {
		work()
		C.cocoaloop_quit()
	}()
	C.cocoaloop_run()
}

// calls are what goroutines have the main thread do.
var calls = struct {
	sync.Mutex
	last    uint64
	waiting map[uint64]func()
}{waiting: map[uint64]func(){}}

// post has the main thread run a function.
func post(f func()) {
	calls.Lock()
	calls.last++
	token := calls.last
	calls.waiting[token] = f
	calls.Unlock()
	C.cocoaloop_post(C.uint64_t(token))
}

// onMain has the main thread run a function, and waits for its end.
func onMain(f func()) {
	done := make(chan struct{})
	post(func() {
		defer close(done)
		f()
	})
	<-done
}

//export cocoaloopCall
func cocoaloopCall(token C.uint64_t) {
	calls.Lock()
	f := calls.waiting[uint64(token)]
	delete(calls.waiting, uint64(token))
	calls.Unlock()
	f()
}
