package main

import (
	"bytes"
	"log/slog"
	"os"
	"runtime/debug"
)

// wailsLog brings what Wails says into the app's log.
type wailsLog struct{ log *slog.Logger }

func (w wailsLog) Print(message string)   { w.log.Info("wails: " + message) }
func (w wailsLog) Trace(message string)   { w.log.Debug("wails: " + message) }
func (w wailsLog) Debug(message string)   { w.log.Debug("wails: " + message) }
func (w wailsLog) Info(message string)    { w.log.Info("wails: " + message) }
func (w wailsLog) Warning(message string) { w.log.Warn("wails: " + message) }

// Error is also where a panic in a bound method arrives. Wails has recovered it by then, and the app lives on, but the
// stack still stands.
func (w wailsLog) Error(message string) {
	log := w.log
	if stack := debug.Stack(); bytes.Contains(stack, []byte("\npanic(")) {
		log = log.With("stack", string(stack))
	}
	log.Error("wails: " + message)
}

// Fatal ends the program, as Wails expects.
func (w wailsLog) Fatal(message string) {
	w.log.Error("wails: " + message)
	os.Exit(1)
}
