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
	"wails-openid-oauth/auth/loginwindow"
	"wails-openid-oauth/auth/systembrowser"
	"wails-openid-oauth/firstframe"
	"wails-openid-oauth/internal/app/publisher"
	"wails-openid-oauth/internal/app/settings"
	"wails-openid-oauth/internal/app/window"
	"wails-openid-oauth/internal/config"
	"wails-openid-oauth/internal/desktopproxy"
	_ "wails-openid-oauth/internal/devserver" // in "wails dev"
	"wails-openid-oauth/internal/environment"
	"wails-openid-oauth/internal/logging"
	"wails-openid-oauth/internal/mainwindow"
	"wails-openid-oauth/internal/paths"
	"wails-openid-oauth/internal/picture"
	"wails-openid-oauth/internal/single"
	"wails-openid-oauth/internal/transport"
)

// The page. The pattern names its parts, so that the program does not contain its tests.
//
//go:embed frontend/index.html frontend/home.html frontend/settings.html frontend/css frontend/js frontend/assets frontend/wailsjs
var page embed.FS

// The settings file, if the project had one at build time. The pattern always matches, because the template exists in any
// case; the template is never read.
//
//go:embed env-variables.json*
var carried embed.FS

// The icon of the windows. The larger one in build is for the other systems: an X11 window takes at most 512 by 512 pixels.
//
//go:embed build/linux/wails-openid-oauth.png
var icon []byte

// main also runs, up to wails.Run, when Wails generates the bindings. So it uses neither keyring nor network and does not exit
// before that call.
func main() {
	removed := environment.Clean()
	log, closeLog := openLog()
	defer closeLog()
	environment.Tell(removed, log)
	slog.SetDefault(log)
	stdlog.SetOutput(transport.Log(log))
	a := newApp(log)
	var only bool
	if a.instance, only = single.Only(log, a.startedAgain); !only {
		return
	}
	a.place.Recall()
	mainwindow.Name(paths.App)
	firstframe.Prepare(window.Background)
	if err := wails.Run(tellCrash(windowOptions(a), log)); err != nil {
		log.Error("the app could not start", "err", err)
		closeLog()
		os.Exit(1)
	}
}

// windowOptions describe the main window.
func windowOptions(a *App) *options.App {
	// When there is somebody to show, the window starts at their page: that saves loading the sign-in page before it.
	atHome := func() bool { return auth.Remembers(a.folder(paths.Cache)) }
	o := window.Options(a, page, icon, &a.publisher.Picture, atHome, a.log)
	o.OnStartup, o.OnShutdown, o.Menu = a.startup, a.shutdown, a.menu.Native
	o.Width, o.Height = a.place.Size()
	return o
}

// openLog falls back to standard error, so that the app also starts without a log file.
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

// tellCrash has Go write its crash report to a file beside the log. The next start logs that report, as soon as it knows that
// no other instance of the app runs.
func tellCrash(o *options.App, log *slog.Logger) *options.App {
	path, err := paths.Log()
	if err != nil {
		return o // openLog has logged the reason
	}
	crash, err := logging.OpenCrash(path + ".crash")
	if err != nil {
		log.Warn("a crash of the app will not be logged", "err", err)
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

// setUp makes the parts as the settings say.
func (a *App) setUp() *parts {
	cfg, err := a.configuration()
	if err == nil {
		var p *parts
		if p, err = a.wire(cfg); err == nil {
			return p
		}
	}
	return &parts{failed: err}
}

// wire wires the parts together.
func (a *App) wire(cfg config.App) (*parts, error) {
	roundTripper, err := roundTripperFor(cfg)
	if err != nil {
		return nil, err
	}
	p := &parts{settings: cfg, connections: roundTripper}
	browser, alternative := a.agents(p, cfg, userAgentEvents{a.publisher.OfferLink, a.publisher.SetLoginVisible})
	p.provider = publisher.Provider{
		Host: hostOf(cfg.Issuer), CanUseBrowser: alternative != nil,
		Fetch: func(ctx context.Context, url string) (picture.Picture, error) {
			return picture.Fetch(ctx, roundTripper, url, cfg.Issuer)
		},
	}
	p.session, err = auth.New(auth.Options{
		Config:  registration(cfg),
		Browser: browser, Alternative: alternative, Store: a.store, Log: a.log,
		HTTP:   &http.Client{Transport: roundTripper, Timeout: requestTimeout},
		Locker: a.locker(), CacheFolder: a.folder(paths.Cache), StateFolder: a.folder(paths.State),
	})
	if err == nil {
		p.api, err = apiclient.New(apiclient.Options{
			BaseURL: cfg.APIURL, Tokens: p.session, RoundTripper: roundTripper, Timeout: requestTimeout, MaxBody: maxAnswer,
		})
	}
	switch {
	case err == nil:
		return p, nil
	case !errors.Is(err, auth.ErrConfig): // the API's URL
		err = fmt.Errorf("%w: %w", auth.ErrConfig, err)
	}
	p.close()
	return nil, err
}

// roundTripperFor sends the requests to the provider and to the API, through the same proxy as the login window.
func roundTripperFor(cfg config.App) (*http.Transport, error) {
	roundTripper, err := transport.New(cfg.CABundle)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", auth.ErrConfig, err)
	}
	roundTripper.Proxy = desktopproxy.New().Proxy
	return roundTripper, nil
}

// registration is the app's registration at the provider.
func registration(cfg config.App) auth.Config {
	return auth.Config{
		Issuer: cfg.Issuer, ClientID: cfg.ClientID, ClientSecret: auth.NewSecret(cfg.ClientSecret.Reveal()),
		RedirectURI: cfg.RedirectURI, PostLogoutRedirectURI: cfg.PostLogoutRedirectURI,
		Audience: cfg.Audience, AudienceParameter: auth.AudienceParameter(cfg.AudienceParameter), Scope: cfg.Scope,
		AuthorizationParameters: cfg.AuthorizationParameters, TrustedAudiences: cfg.TrustedAudiences,
		IDTokenSigningAlg: cfg.IDTokenSigningAlg,
	}
}

// startDemo is nil except in development builds.
var startDemo func(a *App) (config.App, error)

// configuration reads the settings. Without any, a development build runs its own provider.
func (a *App) configuration() (config.App, error) {
	cfg, err := settings.Load(settings.Places(carried))
	if errors.Is(err, config.ErrNothing) && startDemo != nil {
		return startDemo(a)
	}
	return cfg, err
}

// folder and locker are optional: if a folder cannot be made, the app works without it and remembers less.
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

// userAgentEvents are what the page is told of a log-in; see systembrowser.Options.OnLink and loginwindow.Options.OnVisible.
type userAgentEvents struct {
	link    func(string)
	visible func(bool)
}

// userAgents are where the user logs in: a window of this app, or the system browser. With config.Either the user has both.
func (a *App) userAgents(p *parts, cfg config.App, on userAgentEvents) (browser, alternative auth.Browser) {
	if cfg.LoginWith != config.Webview {
		logo, _ := page.ReadFile("frontend/assets/logo.svg") // without it, the pages in the browser have no logo
		p.outside = systembrowser.New(systembrowser.Options{
			Name: window.Title, Logo: logo, OnLink: on.link, Log: a.log,
		})
	}
	switch cfg.LoginWith {
	case config.Browser:
		return p.outside, nil
	case config.Either:
		alternative = p.outside
	}
	p.window = loginwindow.New(loginwindow.Options{
		Title:       "Log in to " + window.Title,
		Alternative: alternative != nil, Schemes: cfg.OpenSchemes, Log: a.log, OnVisible: on.visible,
		Until: firstframe.Shown,
	})
	return p.window, alternative
}

func hostOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return u.Host
}
