package main

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"wails-openid-oauth/apiclient"
	"wails-openid-oauth/auth"
	"wails-openid-oauth/auth/loginwindow"
	"wails-openid-oauth/internal/picture"
	"wails-openid-oauth/internal/single"
)

// callTimeout bounds what the page asks for: token renewal, the API's answers, and the waits that it may ask for.
const callTimeout = 45 * time.Second

// App is what the page can call: its exported methods are the bridge, and no token crosses it.
type App struct {
	log    *slog.Logger
	window *loginwindow.Window
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
	ready     chan struct{}
	failed    error
	transport *http.Transport
	session   *auth.Session
	api       *apiclient.Client
	// host is the provider's, of its issuer; inWindow says that people log in in a window of this app.
	host, issuer string
	inWindow     bool

	// loginVisible follows the login window; changed holds one value when the page has to be told of it, or of a picture.
	loginVisible atomic.Bool
	changed      chan struct{}
	// ends are those of the page's process.
	ends    ends
	strayed sync.Once

	revising sync.Mutex
	revision int

	mu      sync.Mutex
	picture picture.Picture
	version string
	// link is where a log-in in the system browser begins, while it can; outside says that one began since the start.
	link    string
	outside bool
}

func newApp(log *slog.Logger) *App {
	a := &App{log: log, ready: make(chan struct{}), changed: make(chan struct{}, 1), knocks: make(chan struct{}, 1)}
	a.ctx, a.stop = context.WithCancel(context.Background())
	a.window = loginwindow.New(loginwindow.Options{Log: log, OnVisible: a.showsLogin})
	return a
}

// GetSession returns the session as it is now; "session:changed" brings every later one.
func (a *App) GetSession() Session {
	if !a.isReady() {
		return Session{State: auth.SigningIn.String()}
	}
	if a.failed != nil {
		return Session{State: auth.SignedOut.String(), Error: faultOf(a.failed)}
	}
	return a.current()
}

// GetProfile returns who is signed in; empty when nobody is.
func (a *App) GetProfile() Profile {
	if profile := a.GetSession().Profile; profile != nil {
		return *profile
	}
	return Profile{}
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
