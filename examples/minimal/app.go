package main

import (
	"context"
	"os"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"wails-openid-oauth/apiclient"
	"wails-openid-oauth/auth"
	"wails-openid-oauth/auth/keyring"
	"wails-openid-oauth/auth/loginwindow"
)

// App has the methods that the page can call. None of them returns a token.
type App struct {
	session *auth.Session
	api     *apiclient.Client
}

func newApp() (*App, error) {
	session, err := auth.New(auth.Options{
		Config: auth.Config{
			Issuer: os.Getenv("ISSUER"), ClientID: os.Getenv("CLIENT_ID"), Audience: os.Getenv("AUDIENCE"),
			RedirectURI: "http://localhost/callback", Scope: "openid profile offline_access",
		},
		Browser: loginwindow.New(loginwindow.Options{}),
		Store:   keyring.New("minimal"),
	})
	if err != nil {
		return nil, err
	}
	api, err := apiclient.New(apiclient.Options{BaseURL: os.Getenv("API_URL"), Tokens: session})
	return &App{session, api}, err
}

func (a *App) startup(ctx context.Context) {
	go a.session.Follow(ctx, func(s auth.Snapshot) { runtime.EventsEmit(ctx, "session", s) })
	go a.session.Start(ctx) // if it fails, the log says why
}

// shutdown waits until a running log-out has finished, and closes the login window.
func (a *App) shutdown(context.Context) { a.session.Close() }

// GetSession returns the current session. The event "session" carries each later one.
func (a *App) GetSession() auth.Snapshot { return a.session.Snapshot() }

// LogIn opens the login window. It returns when the user is signed in, or an error that says why not.
func (a *App) LogIn() error { return a.session.Login(context.Background()) }

// LogOut ends the session here and at the provider.
func (a *App) LogOut() error { return a.session.Logout(context.Background()) }

// GetMessage calls the API.
func (a *App) GetMessage() (string, error) { return a.api.GetText(context.Background(), "/private") }
