//go:build cgo && (linux || darwin)

package loginwindow

// #include "native.h"
import "C"

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// filter holds the compilations that wait for WebKit, and whether one has succeeded.
var filter = struct {
	calls
	turn chan bool // empty while a compilation runs; otherwise holds whether one has succeeded
}{calls: calls{waiting: map[uint32]chan error{}}, turn: make(chan bool, 1)}

func init() { filter.turn <- false }

// compileFilter compiles the filter of contentRules once a process. After a failure, the next call tries again.
func compileFilter(ctx context.Context) error {
	var done bool
	select {
	case done = <-filter.turn:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { filter.turn <- done }()
	if done {
		return nil
	}
	folder, err := os.MkdirTemp("", "loginwindow-")
	if err == nil {
		defer os.RemoveAll(folder)
		id, served := filter.start()
		post(C.LW_COMPILE, id, 0, folder, contentRules())
		err = wait(ctx, served)
	}
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("loginwindow: the filter that keeps pages away from this machine cannot be made, so that no "+
			"login window opens. Look whether %s can be written and has room: %w", os.TempDir(), err)
	}
	done = err == nil
	return err
}

// wait returns the result from the main thread, or ctx.Err() if ctx ends first.
func wait(ctx context.Context, served <-chan error) error {
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

//export loginwindowCompiled
func loginwindowCompiled(call C.uint32_t, failure *C.char) {
	var err error
	if failure != nil {
		err = errors.New(C.GoString(failure))
	}
	filter.finish(uint32(call), err)
}
