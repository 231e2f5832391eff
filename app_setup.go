package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"wails-openid-oauth/apiclient"
	"wails-openid-oauth/auth"
	"wails-openid-oauth/auth/filelock"
	"wails-openid-oauth/auth/keyring"
	"wails-openid-oauth/auth/systembrowser"
	"wails-openid-oauth/internal/config"
	"wails-openid-oauth/internal/paths"
	"wails-openid-oauth/internal/transport"
)

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
	a.transport, err = transport.New(cfg.CABundle)
	if err != nil {
		return fmt.Errorf("%w: %w", auth.ErrConfig, err)
	}
	client := &http.Client{Transport: a.transport, Timeout: requestTimeout}
	a.host, a.issuer = hostOf(cfg.Issuer), cfg.Issuer
	a.session, err = auth.New(auth.Options{
		Config: auth.Config{
			Issuer: cfg.Issuer, ClientID: cfg.ClientID, RedirectURI: cfg.RedirectURI, Audience: cfg.Audience, Scope: cfg.Scope,
		},
		Browser: a.userAgent(cfg.LoginWith), Store: keyring.New(paths.App), Log: a.log, HTTP: client,
		Locker: a.locker(), CacheFolder: a.cacheFolder(), StateFolder: a.stateFolder(),
	})
	if err != nil {
		return err
	}
	a.api, err = apiclient.New(apiclient.Options{
		BaseURL: cfg.APIURL, Tokens: a.session, RoundTripper: a.transport, Timeout: requestTimeout, MaxBody: maxAnswer,
	})
	return err
}

// locker and cacheFolder are nice to have: an app whose folders cannot be made works without.
func (a *App) locker() auth.Locker {
	folder, err := paths.Locks()
	if err != nil {
		a.log.Warn("refreshing without a lock", "err", err)
		return nil
	}
	return filelock.New(folder)
}

func (a *App) cacheFolder() string {
	folder, err := paths.Cache()
	if err != nil {
		a.log.Warn("the provider's metadata are not kept", "err", err)
	}
	return folder
}

// stateFolder is where a log-out is recorded that the keyring does not take at once.
func (a *App) stateFolder() string {
	folder, err := paths.State()
	if err != nil {
		a.log.Warn("log-outs are not recorded", "err", err)
	}
	return folder
}

// userAgent is where people log in: a window of this app, or their own browser.
func (a *App) userAgent(loginWith string) auth.Browser {
	if loginWith == config.Browser {
		return systembrowser.New(systembrowser.Options{OnLink: a.offersLink, Log: a.log})
	}
	a.inWindow = true
	return a.window
}

// configuration reads the settings. A production build that carries some uses those alone, unless they say otherwise: it
// must obey neither the environment nor the folder in which it happens to lie, because the settings decide where access
// tokens go. With nothing at all, a development build runs its own provider.
func (a *App) configuration() (config.App, error) {
	places := config.Places{
		Environment: os.Getenv, Prefix: variablePrefix,
		Files:   append(developmentFiles(), config.BesideExecutable()),
		Carried: config.Carried(carried), Sealed: sealed,
	}
	own, err := paths.Config()
	if err == nil {
		places.Files = append(places.Files, config.OnDisk(own))
	}
	cfg, err := config.LoadApp(places)
	if errors.Is(err, config.ErrNothing) {
		return a.unconfigured(own, err)
	}
	return cfg, err
}
