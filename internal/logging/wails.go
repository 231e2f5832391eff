package logging

import (
	"bytes"
	"log/slog"
	"os"
	"runtime/debug"
)

// Wails brings what Wails says into a log. It is a logger of Wails' own kind, pkg/logger.Logger.
type Wails struct{ Log *slog.Logger }

// Print and the methods below implement pkg/logger.Logger.
func (w Wails) Print(message string)   { w.Log.Info("wails: " + message) }
func (w Wails) Trace(message string)   { w.Log.Debug("wails: " + message) }
func (w Wails) Debug(message string)   { w.Log.Debug("wails: " + message) }
func (w Wails) Info(message string)    { w.Log.Info("wails: " + message) }
func (w Wails) Warning(message string) { w.Log.Warn("wails: " + message) }

// Error is also where a panic in a bound method arrives. Wails has recovered it by then, and the app lives on, but the
// stack still stands.
func (w Wails) Error(message string) {
	log := w.Log
	if stack := debug.Stack(); bytes.Contains(stack, []byte("\npanic(")) {
		log = log.With("stack", string(stack))
	}
	log.Error("wails: " + message)
}

// Fatal ends the program, as Wails expects.
func (w Wails) Fatal(message string) {
	w.Log.Error("wails: " + message)
	os.Exit(1)
}
