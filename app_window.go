package main

import (
	"context"
	"errors"
	goruntime "runtime"
	"time"

	"github.com/wailsapp/wails/v2/pkg/menu"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/internal/logging"
	"wails-openid-oauth/internal/paths"
)

const (
	title = "Wails OpenID Connect"
	// quietStart is how long the app may work before something has to be on the screen.
	quietStart = time.Second
	// shutdownGrace bounds what may go on after the window was closed, but for what the session has to finish: a log-out here,
	// and what was sent to the provider. sessionGrace bounds that: it is more than a provider that works ever takes.
	shutdownGrace, sessionGrace = time.Second, 12 * time.Second
)

// windowOptions describe the main window. It starts hidden: the page shows it when there is something to see. At a first
// start the login window comes instead, or, with the system browser, the page with its link.
func windowOptions(a *App) *options.App {
	return &options.App{
		Title: title, Width: 1000, Height: 600, MinWidth: 400, MinHeight: 300,
		StartHidden:      true,
		BackgroundColour: options.NewRGB(255, 255, 255),
		AssetServer: &assetserver.Options{
			Assets: page, Handler: assetHandler(a), Middleware: secureHeaders,
		},
		// The guard refuses what a drop would lead to; without this, one would also show a cursor that promises otherwise.
		DragAndDrop:    &options.DragAndDrop{DisableWebViewDrop: true},
		Menu:           appMenu(),
		Bind:           []any{a},
		ErrorFormatter: formatError,
		Logger:         logging.Wails{Log: a.log},
		OnStartup:      a.startup,
		OnShutdown:     a.shutdown,
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
	a.done.Go(a.answer)
}

// shutdown is called when the main window is gone and Wails' loop has ended. What waits is told to stop, the login window
// by way of its context; closing it would need the loop.
func (a *App) shutdown(context.Context) {
	a.instance.Leave()
	a.stop()
	within(sessionGrace, a.closeSession)
	within(shutdownGrace, a.done.Wait)
}

// closeSession returns when the session has finished what it must not leave undone.
func (a *App) closeSession() {
	if a.isReady() && a.failed == nil {
		a.session.Close()
	}
}

// within waits for work, but not for longer than limit.
func within(limit time.Duration, work func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		work()
	}()
	select {
	case <-done:
	case <-time.After(limit):
	}
}

// run brings the session back, or opens the login window where there is none.
func (a *App) run() {
	if a.failed = a.guard(); a.failed == nil {
		a.failed = a.setUp()
	}
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
		if a.inWindow {
			a.done.Go(func() { a.window.Prepare(a.ctx) })
		}
		err = a.session.Login(a.ctx)
	}
	if err != nil {
		a.log.Info("nobody is signed in", "err", err)
	}
	<-a.ctx.Done()
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

// knocked is told that somebody started the app again.
func (a *App) knocked() {
	select {
	case a.knocks <- struct{}{}:
	default: // it will come to the front anyway
	}
}

// answer comes to the front for everybody who knocks.
func (a *App) answer() {
	for {
		select {
		case <-a.knocks:
			a.present()
		case <-a.ctx.Done():
			return
		}
	}
}

// present brings the app to the front.
func (a *App) present() {
	if a.loginVisible.Load() {
		a.window.Present()
		return
	}
	runtime.WindowUnminimise(a.runtime)
	runtime.WindowShow(a.runtime)
}
