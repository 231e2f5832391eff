package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/wailsapp/wails/v2/pkg/logger"

	"wails-openid-oauth/internal/logging"
)

var _ logger.Logger = wailsLog{}

// Wails recovers a panic in a bound method, and logs it without its stack.
func TestAPanicInABoundMethodIsLoggedWithItsStack(t *testing.T) {
	var out bytes.Buffer
	log := wailsLog{logging.New(&out)}
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
func panics(app *App) { app.log.Info("never") }
