package logging

import (
	"bytes"
	"log/slog"
	"os"
	"runtime/debug"
)

// Wails writes the log messages of Wails into Log. It implements pkg/logger.Logger of Wails.
type Wails struct{ Log *slog.Logger }

// Print and the methods below implement pkg/logger.Logger.
func (w Wails) Print(message string)   { w.Log.Info("wails: " + message) }
func (w Wails) Trace(message string)   { w.Log.Debug("wails: " + message) }
func (w Wails) Debug(message string)   { w.Log.Debug("wails: " + message) }
func (w Wails) Info(message string)    { w.Log.Info("wails: " + message) }
func (w Wails) Warning(message string) { w.Log.Warn("wails: " + message) }

// Error also gets the panics of bound methods. Wails has recovered the panic by then, and the app goes on, but the
// stack is still there.
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
