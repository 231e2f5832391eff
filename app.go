package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"wails-openid-oauth/apiclient"
	"wails-openid-oauth/auth"
	"wails-openid-oauth/auth/keyring"
	"wails-openid-oauth/auth/loginwindow"
	"wails-openid-oauth/auth/systembrowser"
	"wails-openid-oauth/internal/app/bridge"
	"wails-openid-oauth/internal/app/ending"
	"wails-openid-oauth/internal/app/menu"
	"wails-openid-oauth/internal/app/publisher"
	"wails-openid-oauth/internal/app/settings"
	"wails-openid-oauth/internal/app/window"
	"wails-openid-oauth/internal/config"
	"wails-openid-oauth/internal/mainwindow"
	"wails-openid-oauth/internal/notify"
	"wails-openid-oauth/internal/paths"
	"wails-openid-oauth/internal/single"
)

const (
	// callTimeout bounds a call of the page: token renewal, the API's answers, and the waits that the API may ask for.
	callTimeout = 45 * time.Second
	// browserStart is how long the page waits for the browser to open.
	browserStart = 5 * time.Second
	// quietStart is how long the app may work without a visible window. The page shows it earlier, unless something is wrong with it.
	quietStart = 5 * time.Second
	// shutdownGrace bounds the work after the window was closed, except for what the session has to finish: a log-out on this
	// machine, and requests that were sent to the provider. sessionGrace bounds that work. It is longer than a working
	// provider ever takes.
	shutdownGrace, sessionGrace = time.Second, 12 * time.Second
	// sessionChanged is the one event of the bridge; its argument is a bridge.Session.
	sessionChanged = "session:changed"
)

// App has the methods that the page can call. The exported methods are the bridge, and no token crosses it.
type App struct {
	log       *slog.Logger
	publisher *publisher.Publisher
	reviver   window.Reviver
	menu      *menu.Menu
	// instance is nil if the app cannot notice a second start; secondStarts holds one value after a second start.
	instance     *single.Instance
	secondStarts chan struct{}

	// store holds what is stored of the session, whatever the settings are.
	store auth.TokenStore
	// place remembers where the window is.
	place *window.Keeper

	// emit sends the session to the page, ask asks the user in a native dialog, and say tells the user something in one.
	emit func(bridge.Session)
	ask  func(question string) bool
	say  func(text string)
	// agents makes the user agents for settings.
	agents func(*parts, config.App, userAgentEvents) (browser, alternative auth.Browser)

	// runtime is Wails' own context; ctx lives as long as the app, and stop ends every wait.
	runtime context.Context
	ctx     context.Context
	stop    context.CancelFunc
	// done waits for what runs in the background.
	done sync.WaitGroup
	// ready is closed when there are parts.
	ready chan struct{}
	parts atomic.Pointer[parts]
	// changing is held while the settings change or are tried. cancelTest ends a log-in for a test, if one is under way.
	changing   sync.Mutex
	cancelTest atomic.Pointer[context.CancelFunc]
}

// parts are what the settings decide. When the settings change, they are replaced as a whole.
type parts struct {
	// failed says why there is nothing below, or is nil.
	failed   error
	settings config.App
	provider publisher.Provider
	session  *auth.Session
	api      *apiclient.Client
	// window is nil when users log in with the browser only, and outside when they log in with the window only.
	window  *loginwindow.Window
	outside *systembrowser.Browser
	// connections are those of session and api.
	connections *http.Transport

	// ctx lives as long as the parts are in use. retire ends it, and retired is closed when nothing of them runs any more.
	ctx     context.Context
	retire  context.CancelFunc
	retired chan struct{}
}

// close ends what the parts do. A log-in that is under way is cancelled.
func (p *parts) close() {
	if p.session != nil {
		p.session.Close()
	}
	p.connections.CloseIdleConnections()
}

func newApp(log *slog.Logger) *App {
	a := &App{
		log: log, store: keyring.New(paths.App), place: window.NewKeeper(log),
		ready: make(chan struct{}), secondStarts: make(chan struct{}, 1),
	}
	a.ctx, a.stop = context.WithCancel(context.Background())
	a.menu = a.newMenu()
	a.emit = func(session bridge.Session) {
		runtime.EventsEmit(a.runtime, sessionChanged, session)
		a.menu.Follow(session)
	}
	a.ask = func(question string) bool { return window.Ask(a.runtime, settings.Title, question) }
	a.say = func(text string) { window.Say(a.runtime, window.Title, text) }
	a.agents = a.userAgents
	a.publisher = publisher.New(log, a.reviver.Reloaded)
	a.reviver.Log, a.reviver.Tell = log, a.publisher.Tell
	return a
}

// GetSession returns the current session; the event "session:changed" carries every later one.
func (a *App) GetSession() bridge.Session {
	if !a.isReady() {
		return bridge.Session{State: auth.SigningIn.String()}
	}
	p := a.parts.Load()
	if p.failed != nil {
		return bridge.NotReady(p.failed)
	}
	return a.publisher.Current()
}

// GetProfile returns the profile of the signed-in user. It is empty when no user is signed in.
func (a *App) GetProfile() bridge.Profile {
	if profile := a.GetSession().Profile; profile != nil {
		return *profile
	}
	return bridge.Profile{}
}

// LogIn takes the user through the log-in, in the window or in the browser. It returns when the log-in has ended in any way; the
// session says how.
func (a *App) LogIn() error {
	p, err := a.wait()
	if err != nil {
		return err
	}
	return p.session.Login(a.ctx)
}

// LogInWithBrowser takes the user through the log-in in the system browser, if the settings allow both. A log-in that is under
// way in the login window moves there.
func (a *App) LogInWithBrowser() error {
	p, err := a.wait()
	if err != nil {
		return err
	}
	return p.session.LoginAlternative(a.ctx)
}

// OpenAgain opens the log-in that waits for the system browser once more. It waits for browserStart at most, since a browser may
// take long to start.
func (a *App) OpenAgain() error {
	p, err := a.wait()
	if err != nil {
		return err
	}
	if p.outside == nil {
		return auth.ErrUnsupported
	}
	ctx, cancel := context.WithTimeout(a.ctx, browserStart)
	defer cancel()
	if err := p.outside.OpenAgain(ctx); !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// UnlockKeyring asks the user once more to unlock the keyring. It returns when the user has answered; the session says
// what came of it.
func (a *App) UnlockKeyring() error {
	p, err := a.wait()
	if err != nil {
		return err
	}
	if err := p.session.Unlock(a.ctx); !errors.Is(err, auth.ErrDismissed) {
		return err
	}
	return nil
}

// CancelLogIn ends a log-in that is under way.
func (a *App) CancelLogIn() error {
	p, err := a.wait()
	if err != nil {
		return err
	}
	p.session.CancelLogin()
	return nil
}

// LogOut ends the session, first on this machine and then at the provider. The session's notice says what could not be removed.
// A click just before the window closes counts too: see shutdown.
func (a *App) LogOut() error {
	p, err := a.wait()
	if err != nil {
		return err
	}
	if err := p.session.Logout(a.ctx); err != nil {
		a.log.Warn("log-out", "err", err)
	}
	return nil
}

// GetPrivateData returns the API's message for signed-in users.
func (a *App) GetPrivateData() (message string, err error) {
	err = a.callAPI(func(ctx context.Context, api *apiclient.Client) error {
		message, err = api.GetText(ctx, "/private")
		return err
	})
	return message, err
}

// GetScopedData returns the API's message for signed-in users who have the permission read:messages.
func (a *App) GetScopedData() (message string, err error) {
	err = a.callAPI(func(ctx context.Context, api *apiclient.Client) error {
		message, err = api.GetText(ctx, "/private-scoped")
		return err
	})
	return message, err
}

// callAPI runs a call of the API as soon as the session exists, for at most callTimeout.
func (a *App) callAPI(call func(context.Context, *apiclient.Client) error) error {
	p, err := a.wait()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(a.ctx, callTimeout)
	defer cancel()
	return call(ctx, p.api)
}

// wait blocks until the session exists, which takes milliseconds. It returns an error if there is none.
func (a *App) wait() (*parts, error) {
	select {
	case <-a.ready:
	case <-a.ctx.Done():
		if !a.isReady() {
			return nil, auth.ErrCancelled
		}
	}
	p := a.parts.Load()
	return p, p.failed
}

// isReady reports whether there are parts.
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

// shutdown is called when the main window is gone and Wails' loop has ended. It tells everything that waits to stop. It stops the
// login window through its context, because closing the window would need the loop.
func (a *App) shutdown(context.Context) {
	a.instance.Leave()
	a.stop()
	a.place.Keep()
	within(sessionGrace, a.closeSession)
	within(shutdownGrace, a.done.Wait)
}

// closeSession returns when the session has finished the work that it must not drop.
func (a *App) closeSession() {
	if p := a.parts.Load(); p != nil && p.failed == nil {
		p.session.Close()
	}
}

// within runs work, and waits for it at most for limit.
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

// run makes the first parts.
func (a *App) run() {
	err := window.Guard(a, page, a.log, func(reason string) {
		a.done.Go(func() { a.reviver.Ended(a.runtime, reason, time.Now()) })
	})
	a.place.Follow()
	p := &parts{failed: err}
	if err == nil {
		a.menu.Complete()
		p = a.setUp()
	}
	a.start(p, (*auth.Session).Start)
	close(a.ready)
	if p.failed != nil {
		a.log.Error("the app is not configured", "err", p.failed)
		a.emit(a.GetSession())
	}
}

// start puts parts to use. begin is what their session does first, on its own goroutine.
func (a *App) start(p *parts, begin func(*auth.Session, context.Context) error) {
	p.ctx, p.retire = context.WithCancel(a.ctx)
	p.retired = make(chan struct{})
	if p.failed != nil {
		a.parts.Store(p)
		close(p.retired)
		return
	}
	a.publisher.Use(p.session, p.provider) // before the parts: GetSession asks it as soon as there are some
	a.parts.Store(p)
	a.done.Go(func() {
		defer close(p.retired)
		defer p.close()
		a.publisher.Run(p.ctx, a.emit, a.present)
	})
	a.done.Go(func() { a.tellEnd(p) })
	a.done.Go(func() {
		if err := begin(p.session, p.ctx); err != nil {
			a.log.Info("nobody is signed in", "err", err)
		}
		debug.FreeOSMemory() // else Go keeps for minutes what the start has used
	})
}

// tellEnd notifies a user who is in another program when the session ends. A click on the notification leads to the window.
func (a *App) tellEnd(p *parts) {
	snapshots, stop := p.session.Subscribe()
	defer stop()
	ending.Follow(p.ctx, snapshots, mainwindow.Active, func(ctx context.Context) {
		err := notify.Show(ctx, notify.Message{
			App: window.Title, Entry: paths.App, Summary: "Your session ended", Body: "Log in again to go on.",
		}, a.present)
		if err != nil {
			a.log.Info("the user was not notified of the session's end", "err", err)
		}
	})
}

// showIfQuiet shows the main window, with its Cancel button, when a start takes long and no login window is open yet.
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

// startedAgain is called when the user starts the app again.
func (a *App) startedAgain() {
	select {
	case a.secondStarts <- struct{}{}:
	default: // a start is pending already, so the app comes to the front anyway
	}
}

// answer brings the app to the front after each further start.
func (a *App) answer() {
	for {
		select {
		case <-a.secondStarts:
			a.present()
		case <-a.ctx.Done():
			return
		}
	}
}

// present brings the app to the front.
func (a *App) present() {
	if a.publisher.LoginVisible() {
		a.parts.Load().window.Present()
		return
	}
	runtime.WindowUnminimise(a.runtime)
	runtime.WindowShow(a.runtime)
	mainwindow.Present()
}
