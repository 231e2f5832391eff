// Wails-openid-oauth is a desktop app in which people sign in with OpenID Connect and call a protected API.
package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	stdlog "log"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"

	"wails-openid-oauth/apiclient"
	"wails-openid-oauth/auth"
	"wails-openid-oauth/auth/filelock"
	"wails-openid-oauth/auth/keyring"
	"wails-openid-oauth/auth/systembrowser"
	"wails-openid-oauth/internal/app/settings"
	"wails-openid-oauth/internal/app/window"
	"wails-openid-oauth/internal/config"
	_ "wails-openid-oauth/internal/devserver" // in "wails dev"
	"wails-openid-oauth/internal/environment"
	"wails-openid-oauth/internal/logging"
	"wails-openid-oauth/internal/paths"
	"wails-openid-oauth/internal/picture"
	"wails-openid-oauth/internal/single"
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
	var only bool
	if a.instance, only = single.Only(log, a.knocked); !only {
		return
	}
	if err := wails.Run(tellCrash(windowOptions(a), log)); err != nil {
		log.Error("the app could not start", "err", err)
		closeLog()
		os.Exit(1)
	}
}

// windowOptions describe the main window.
func windowOptions(a *App) *options.App {
	o := window.Options(a, page, &a.publisher.Picture, a.log)
	o.OnStartup, o.OnShutdown = a.startup, a.shutdown
	return o
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

const (
	// requestTimeout bounds one request, to the provider or to the API.
	requestTimeout = 15 * time.Second
	// maxAnswer bounds an answer of the API, in bytes: the page shows it.
	maxAnswer = 64 << 10
)

// setUp wires the parts together.
func (a *App) setUp() error {
	cfg, err := a.configuration()
	if err != nil {
		return err
	}
	roundTripper, err := transport.New(cfg.CABundle)
	if err != nil {
		return fmt.Errorf("%w: %w", auth.ErrConfig, err)
	}
	a.publisher.Provider = hostOf(cfg.Issuer)
	a.publisher.Fetch = func(ctx context.Context, url string) (picture.Picture, error) {
		return picture.Fetch(ctx, roundTripper, url, cfg.Issuer)
	}
	a.session, err = auth.New(auth.Options{
		Config: auth.Config{
			Issuer: cfg.Issuer, ClientID: cfg.ClientID, RedirectURI: cfg.RedirectURI, Audience: cfg.Audience, Scope: cfg.Scope,
		},
		Browser: a.userAgent(cfg.LoginWith), Store: keyring.New(paths.App), Log: a.log,
		HTTP:   &http.Client{Transport: roundTripper, Timeout: requestTimeout},
		Locker: a.locker(), CacheFolder: a.folder(paths.Cache), StateFolder: a.folder(paths.State),
	})
	if err != nil {
		return err
	}
	a.api, err = apiclient.New(apiclient.Options{
		BaseURL: cfg.APIURL, Tokens: a.session, RoundTripper: roundTripper, Timeout: requestTimeout, MaxBody: maxAnswer,
	})
	return err
}

// startDemo is nil but in development builds.
var startDemo func(a *App) (config.App, error)

// configuration reads the settings. With none, a development build runs its own provider.
func (a *App) configuration() (config.App, error) {
	cfg, err := settings.Load(carried)
	if errors.Is(err, config.ErrNothing) && startDemo != nil {
		return startDemo(a)
	}
	return cfg, err
}

// folder and locker are nice to have: an app whose folders cannot be made works without, and remembers less.
func (a *App) folder(find func() (string, error)) string {
	folder, err := find()
	if err != nil {
		a.log.Warn("a folder of the app cannot be used", "err", err)
	}
	return folder
}

func (a *App) locker() auth.Locker {
	if folder := a.folder(paths.Locks); folder != "" {
		return filelock.New(folder)
	}
	return nil
}

// userAgent is where people log in: a window of this app, or their own browser.
func (a *App) userAgent(loginWith string) auth.Browser {
	if loginWith == config.Browser {
		return systembrowser.New(systembrowser.Options{OnLink: a.publisher.OfferLink, Log: a.log})
	}
	return a.window
}

func hostOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return u.Host
}
