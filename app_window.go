package main

import (
	"context"
	"errors"
	"os"
	goruntime "runtime"
	"strings"
	"time"

	"github.com/wailsapp/wails/v2/pkg/menu"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"wails-openid-oauth/apiclient"
	"wails-openid-oauth/auth"
	"wails-openid-oauth/auth/keyring"
	"wails-openid-oauth/internal/config"
	"wails-openid-oauth/internal/paths"
)

const (
	title = "Wails OpenID Connect"
	// quietStart is how long the app may work before something has to be on the screen.
	quietStart = time.Second
	// farewell bounds what may go on after the window was closed.
	farewell = time.Second
)

// windowOptions describe the main window. It starts hidden: the page shows it when there is something to see, and at a
// first start that is the login window.
func windowOptions(a *App) *options.App {
	return &options.App{
		Title: title, Width: 1000, Height: 600, MinWidth: 400, MinHeight: 300,
		StartHidden:      true,
		BackgroundColour: options.NewRGB(255, 255, 255),
		AssetServer: &assetserver.Options{
			Assets: page, Handler: assetHandler(a), Middleware: secureHeaders,
		},
		Menu:           appMenu(),
		Bind:           []any{a},
		ErrorFormatter: formatError,
		OnStartup:      a.startup,
		OnShutdown:     a.shutdown,
		SingleInstanceLock: &options.SingleInstanceLock{
			UniqueId: paths.App, OnSecondInstanceLaunch: func(options.SecondInstanceData) { a.present() },
		},
		// On demand: "always" shows a blank window with some NVIDIA drivers.
		Linux: &linux.Options{ProgramName: paths.App, WebviewGpuPolicy: linux.WebviewGpuPolicyOnDemand},
	}
}

// appMenu is nil but on macOS, where copy and paste come from the menu.
func appMenu() *menu.Menu {
	if goruntime.GOOS != "darwin" {
		return nil
	}
	m := menu.NewMenu()
	m.Append(menu.AppMenu())
	m.Append(menu.EditMenu())
	return m
}

// startup is called once, when Wails' loop is about to run.
func (a *App) startup(ctx context.Context) {
	a.runtime = ctx
	a.done.Go(a.run)
	a.done.Go(a.showIfQuiet)
}

// shutdown is called when the main window is gone and Wails' loop has ended. What waits is told to stop, the login window
// by way of its context; closing it would need the loop.
func (a *App) shutdown(context.Context) {
	a.stop()
	gone := make(chan struct{})
	go func() {
		a.done.Wait()
		close(gone)
	}()
	select {
	case <-gone:
	case <-time.After(farewell):
	}
}

// run brings the session back, or opens the login window where there is none.
func (a *App) run() {
	a.failed = a.setUp()
	close(a.ready)
	if a.failed != nil {
		a.log.Error("the app is not configured", "err", a.failed)
		runtime.EventsEmit(a.runtime, sessionChanged, a.GetSession())
		return
	}
	defer a.session.Close()
	a.done.Go(a.forward)
	err := a.session.Restore(a.ctx)
	if errors.Is(err, auth.ErrLoginRequired) && a.session.Snapshot().State == auth.SignedOut {
		err = a.session.Login(a.ctx)
	}
	if err != nil {
		a.log.Info("nobody is signed in", "err", err)
	}
	<-a.ctx.Done()
}

// setUp wires the parts together.
func (a *App) setUp() error {
	cfg, err := a.configuration()
	if err != nil {
		return err
	}
	a.host, a.local = hostOf(cfg.Issuer), strings.HasPrefix(cfg.Issuer, "http://")
	a.session, err = auth.New(auth.Options{
		Config: auth.Config{
			Issuer: cfg.Issuer, ClientID: cfg.ClientID, RedirectURI: cfg.RedirectURI, Audience: cfg.Audience, Scope: cfg.Scope,
		},
		Browser: a.window, Store: keyring.New(paths.App), Log: a.log,
	})
	if err != nil {
		return err
	}
	a.api, err = apiclient.New(apiclient.Options{BaseURL: cfg.APIURL, Tokens: a.session})
	return err
}

// configuration reads the settings: the environment, then the first file of: the working folder (development builds
// only, because a shipped app must not obey the folder that it was started in), beside the program, the user's own
// folder, inside the app. With nothing at all, a development build runs its own provider.
func (a *App) configuration() (config.App, error) {
	files := append(developmentFiles(), config.BesideExecutable())
	own, err := paths.Config()
	if err == nil {
		files = append(files, config.OnDisk(own))
	}
	cfg, err := config.LoadApp(os.Getenv, append(files, config.Carried(carried))...)
	if errors.Is(err, config.ErrNothing) {
		return a.unconfigured(own)
	}
	return cfg, err
}

// sessionChanged is the one event of the bridge; its argument is a Session.
const sessionChanged = "session:changed"

// tellPage has the session sent to the page once more, though its state did not change.
func (a *App) tellPage() {
	select {
	case a.changed <- struct{}{}:
	default: // it will be anyway
	}
}

func (a *App) showsLogin(visible bool) {
	a.loginVisible.Store(visible)
	a.tellPage()
}

// forward tells the page of every change of the session, of the picture once it is there, and of the login window.
func (a *App) forward() {
	snapshots, stop := a.session.Subscribe()
	defer stop()
	cancel := context.CancelFunc(func() {})
	for url := ""; ; {
		select {
		case latest := <-snapshots:
			if latest.Profile.Picture != url {
				cancel()
				url = latest.Profile.Picture
				cancel = a.replacePicture(url)
			}
		case <-a.changed:
		case <-a.ctx.Done():
			cancel()
			return
		}
		runtime.EventsEmit(a.runtime, sessionChanged, a.current())
	}
}

// replacePicture forgets the old picture and fetches the one at url, if there is one.
func (a *App) replacePicture(url string) context.CancelFunc {
	a.forgetPicture()
	ctx, cancel := context.WithCancel(a.ctx)
	if url != "" {
		a.done.Go(func() {
			a.fetchPicture(ctx, url, a.local)
			a.tellPage()
		})
	}
	return cancel
}

// showIfQuiet shows the main window, with its Cancel, when a start takes long and no login window is open yet.
func (a *App) showIfQuiet() {
	select {
	case <-time.After(quietStart):
	case <-a.ctx.Done():
		return
	}
	if !a.loginVisible.Load() {
		runtime.WindowShow(a.runtime)
	}
}

// present brings the app to the front when somebody starts it again.
func (a *App) present() {
	if a.loginVisible.Load() {
		a.window.Present()
		return
	}
	runtime.WindowUnminimise(a.runtime)
	runtime.WindowShow(a.runtime)
}
