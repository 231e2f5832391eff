package main

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"wails-openid-oauth/apiclient"
	"wails-openid-oauth/auth"
	"wails-openid-oauth/auth/loginwindow"
	"wails-openid-oauth/internal/app/bridge"
	"wails-openid-oauth/internal/app/publisher"
	"wails-openid-oauth/internal/app/window"
	"wails-openid-oauth/internal/single"
)

const (
	// callTimeout bounds what the page asks for: token renewal, the API's answers, and the waits that it may ask for.
	callTimeout = 45 * time.Second
	// quietStart is how long the app may work before something has to be on the screen.
	quietStart = time.Second
	// shutdownGrace bounds what may go on after the window was closed, but for what the session has to finish: a log-out here,
	// and what was sent to the provider. sessionGrace bounds that: it is more than a provider that works ever takes.
	shutdownGrace, sessionGrace = time.Second, 12 * time.Second
	// sessionChanged is the one event of the bridge; its argument is a bridge.Session.
	sessionChanged = "session:changed"
)

// App is what the page can call: its exported methods are the bridge, and no token crosses it.
type App struct {
	log       *slog.Logger
	window    *loginwindow.Window
	publisher *publisher.Publisher
	reviver   window.Reviver
	// instance is nil where a second start cannot be noticed; knocks holds one value when there was one.
	instance *single.Instance
	knocks   chan struct{}

	// runtime is Wails' own context; ctx lives as long as the app, and stop ends every wait.
	runtime context.Context
	ctx     context.Context
	stop    context.CancelFunc
	// done waits for what runs in the background.
	done sync.WaitGroup
	// ready is closed when the parts below are there, or failed says why they never will be.
	ready   chan struct{}
	failed  error
	session *auth.Session
	api     *apiclient.Client
}

func newApp(log *slog.Logger) *App {
	a := &App{log: log, ready: make(chan struct{}), knocks: make(chan struct{}, 1)}
	a.ctx, a.stop = context.WithCancel(context.Background())
	a.publisher = publisher.New(log, a.reviver.Reloaded)
	a.reviver.Log, a.reviver.Tell = log, a.publisher.Tell
	a.window = loginwindow.New(loginwindow.Options{Log: log, OnVisible: a.publisher.SetLoginVisible})
	return a
}

// GetSession returns the session as it is now; "session:changed" brings every later one.
func (a *App) GetSession() bridge.Session {
	if !a.isReady() {
		return bridge.Session{State: auth.SigningIn.String()}
	}
	if a.failed != nil {
		return bridge.Session{State: auth.SignedOut.String(), Error: bridge.FaultOf(a.failed)}
	}
	return a.publisher.Current(a.session.Snapshot)
}

// GetProfile returns who is signed in; empty when nobody is.
func (a *App) GetProfile() bridge.Profile {
	if profile := a.GetSession().Profile; profile != nil {
		return *profile
	}
	return bridge.Profile{}
}

// LogIn takes the user through the log-in, in the window or in the browser. It returns when that ended, however it ended; the session tells how.
func (a *App) LogIn() error {
	if err := a.wait(); err != nil {
		return err
	}
	return a.session.Login(a.ctx)
}

// CancelLogIn ends a log-in that is under way.
func (a *App) CancelLogIn() error {
	if err := a.wait(); err != nil {
		return err
	}
	a.session.CancelLogin()
	return nil
}

// LogOut ends the session, here first and then at the provider. What could not be removed stands in the session's notice.
// A click just before the window is closed counts: see shutdown.
func (a *App) LogOut() error {
	if err := a.wait(); err != nil {
		return err
	}
	if err := a.session.Logout(a.ctx); err != nil {
		a.log.Warn("log-out", "err", err)
	}
	return nil
}

// GetPrivateData returns the protected message of the API.
func (a *App) GetPrivateData() (string, error) {
	if err := a.wait(); err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(a.ctx, callTimeout)
	defer cancel()
	return a.api.GetText(ctx, "/private")
}

// wait blocks until the session is there, which takes milliseconds, and tells when there will be none.
func (a *App) wait() error {
	select {
	case <-a.ready:
	case <-a.ctx.Done():
		if !a.isReady() {
			return auth.ErrCancelled
		}
	}
	return a.failed
}

// isReady reports whether the parts are there, or will never be.
func (a *App) isReady() bool {
	select {
	case <-a.ready:
		return true
	default:
		return false
	}
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
	a.failed = window.Guard(page, a.log, func(reason string) {
		a.done.Go(func() { a.reviver.Ended(a.runtime, reason, time.Now()) })
	})
	if a.failed == nil {
		a.failed = a.setUp()
	}
	close(a.ready)
	if a.failed != nil {
		a.log.Error("the app is not configured", "err", a.failed)
		a.emit(a.GetSession())
		return
	}
	defer a.session.Close()
	a.done.Go(func() { a.publisher.Run(a.ctx, a.session, a.emit, a.present) })
	if err := a.session.Start(a.ctx); err != nil {
		a.log.Info("nobody is signed in", "err", err)
	}
	<-a.ctx.Done()
}

// emit sends the session to the page.
func (a *App) emit(session bridge.Session) { runtime.EventsEmit(a.runtime, sessionChanged, session) }

// showIfQuiet shows the main window, with its Cancel, when a start takes long and no login window is open yet.
func (a *App) showIfQuiet() {
	select {
	case <-time.After(quietStart):
	case <-a.ctx.Done():
		return
	}
	if !a.publisher.LoginVisible() {
		runtime.WindowShow(a.runtime)
	}
}

// knocked is told that the app was started again.
func (a *App) knocked() {
	select {
	case a.knocks <- struct{}{}:
	default: // it will come to the front anyway
	}
}

// answer brings the app to the front at each further start.
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
	if a.publisher.LoginVisible() {
		a.window.Present()
		return
	}
	runtime.WindowUnminimise(a.runtime)
	runtime.WindowShow(a.runtime)
}
