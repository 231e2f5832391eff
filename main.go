// Wails-openid-oauth is a desktop app in which people sign in with OpenID Connect and call a protected API.
package main

import (
	"context"
	"embed"
	stdlog "log"
	"log/slog"
	"os"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"

	_ "wails-openid-oauth/internal/devserver" // in "wails dev"
	"wails-openid-oauth/internal/environment"
	"wails-openid-oauth/internal/logging"
	"wails-openid-oauth/internal/paths"
	"wails-openid-oauth/internal/transport"
)

// The page, by name: its tests stay outside.
//
//go:embed frontend/index.html frontend/home.html frontend/css frontend/js frontend/assets frontend/wailsjs
var page embed.FS

// The settings file, if the project had one when it was built. The template is there in any case, so that the pattern
// always matches; it is never read.
//
//go:embed env-variables.json*
var carried embed.FS

// main runs once more, up to wails.Run, when Wails generates the bindings: no keyring, no network and no exit before it.
func main() {
	removed := environment.Clean()
	log, closeLog := openLog()
	defer closeLog()
	environment.Tell(removed, log)
	slog.SetDefault(log)
	stdlog.SetOutput(transport.Log(log))
	a := newApp(log)
	if !a.isOnly() {
		return
	}
	if err := wails.Run(tellCrash(windowOptions(a), log)); err != nil {
		log.Error("the app could not start", "err", err)
		closeLog()
		os.Exit(1)
	}
}

// openLog falls back to standard error: an app without a log file is better than none.
func openLog() (*slog.Logger, func()) {
	path, err := paths.Log()
	if err == nil {
		var log *slog.Logger
		var closeLog func()
		if log, closeLog, err = logging.Open(path, os.Stderr); err == nil {
			return log, closeLog
		}
	}
	log := logging.New(os.Stderr)
	log.Warn("there is no log file", "err", err)
	return log, func() {}
}

// tellCrash keeps what Go says when the app crashes beside the log, and tells it in the log of the next start, once that
// start knows that it is the only one.
func tellCrash(o *options.App, log *slog.Logger) *options.App {
	path, err := paths.Log()
	if err != nil {
		return o // openLog has told why
	}
	crash, err := logging.OpenCrash(path + ".crash")
	if err != nil {
		log.Warn("a crash will not be told", "err", err)
		return o
	}
	startup := o.OnStartup
	o.OnStartup = func(ctx context.Context) {
		crash.Tell(log)
		startup(ctx)
	}
	return o
}
