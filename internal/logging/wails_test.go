package logging

import (
	"bytes"
	"strings"
	"testing"

	"github.com/wailsapp/wails/v2/pkg/logger"
)

var _ logger.Logger = Wails{}

// Wails recovers a panic in a bound method, and logs it without its stack.
func TestAPanicInABoundMethodIsLoggedWithItsStack(t *testing.T) {
	var out bytes.Buffer
	log := Wails{New(&out)}
	func() {
		defer func() {
			if recover() != nil {
				log.Error("process message error")
			}
		}()
		panics(nil)
	}()
	if !strings.Contains(out.String(), "process message error") || !strings.Contains(out.String(), ".panics(") {
		t.Errorf("logged %s", &out)
	}
	out.Reset()
	log.Error("no panic")
	if strings.Contains(out.String(), "goroutine") {
		t.Errorf("a stack without a panic: %s", &out)
	}
}

//go:noinline
func panics(w *Wails) { w.Log.Info("never") }
