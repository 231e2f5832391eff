package main

import (
	"context"
	"errors"
	"net/http"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/internal/app/bridge"
	"wails-openid-oauth/internal/app/settings"
	"wails-openid-oauth/internal/config"
)

// This file has the bound methods of the page of the settings. The page may have been tampered with. So nothing that it sends
// counts before the user has agreed in a native dialog that names the provider and the API, and no method returns a secret.

const (
	// checkTimeout bounds a look at a provider while the user types.
	checkTimeout = 10 * time.Second
	// signOutLimit bounds what the provider does at a sign-out before other settings count. What is here is gone by then.
	signOutLimit = 12 * time.Second
	// testLimit bounds a log-in for a test. The user can end it earlier.
	testLimit = 10 * time.Minute
)

// GetSettings returns the settings, and where each comes from.
func (a *App) GetSettings() (bridge.Settings, error) {
	p, err := a.wait()
	if p == nil {
		return bridge.Settings{}, err
	}
	return bridge.NewSettings(findSettings().Look(), p.settings), nil
}

// CheckSettings checks a form, and looks whether its provider publishes that issuer. It changes nothing.
func (a *App) CheckSettings(form bridge.Form) (bridge.Checked, error) {
	c, err := a.check(form)
	if err != nil {
		return bridge.Checked{}, err
	}
	return bridge.NewChecked(c), nil
}

// SaveSettings has the app use a form from now on, if the user agrees: the user is signed out, then the settings are stored, and
// then there is a new session. It reports whether the user agreed. A second call while the first one asks is refused.
func (a *App) SaveSettings(form bridge.Form) (saved bool, err error) {
	if !a.changing.TryLock() {
		return false, nil
	}
	defer a.changing.Unlock()
	c, next, err := a.prepare(form)
	if err != nil {
		return false, err
	}
	defer func() {
		if !saved {
			next.close()
		}
	}()
	if !a.ask(settings.SaveQuestion(c)) || !a.signOut(next) {
		return false, nil
	}
	if err := c.Save(); err != nil {
		return false, err
	}
	a.replace(next)
	return true, nil
}

// TestLogIn takes the user through a log-in with a form, stores nothing, and logs the user out again. It returns who logged in. The
// user has to agree first, because a form that mixes up two providers would send the code of one to the other.
func (a *App) TestLogIn(form bridge.Form) (bridge.Profile, error) {
	if !a.changing.TryLock() {
		return bridge.Profile{}, auth.ErrCancelled
	}
	defer a.changing.Unlock()
	c, err := a.usable(form)
	if err != nil {
		return bridge.Profile{}, err
	}
	if p := a.parts.Load(); p.failed == nil && p.settings.Issuer == c.App.Issuer && p.session.Snapshot().State != auth.SignedOut {
		return bridge.Profile{}, settings.ErrSignedIn
	}
	if !a.ask(settings.TestQuestion(c.App)) {
		return bridge.Profile{}, auth.ErrCancelled
	}
	ctx, cancel := context.WithTimeout(a.ctx, testLimit)
	defer cancel()
	a.cancelTest.Store(&cancel)
	return a.tryLogIn(ctx, c.App)
}

// CancelTest ends a log-in for a test.
func (a *App) CancelTest() {
	if cancel := a.cancelTest.Load(); cancel != nil {
		(*cancel)()
	}
}

// tryLogIn logs a user in and out with a session of its own, which is kept in memory.
func (a *App) tryLogIn(ctx context.Context, cfg config.App) (bridge.Profile, error) {
	roundTripper, err := roundTripperFor(cfg)
	if err != nil {
		return bridge.Profile{}, err
	}
	p := &parts{connections: roundTripper}
	defer p.close()
	browser, alternative := a.agents(p, cfg, userAgentEvents{link: func(string) {}}) // the page shows another session
	p.session, err = auth.New(auth.Options{
		Config: registration(cfg), Browser: browser, Alternative: alternative, Store: new(settings.Memory), Log: a.log,
		HTTP: &http.Client{Transport: roundTripper, Timeout: requestTimeout},
	})
	if err != nil {
		return bridge.Profile{}, err
	}
	if err := p.session.Login(ctx); err != nil {
		return bridge.Profile{}, err
	}
	who := bridge.NewSession(p.session.Snapshot(), bridge.Around{}).Profile
	out, cancel := context.WithTimeout(a.ctx, signOutLimit)
	defer cancel()
	if err := p.session.Logout(out); err != nil {
		a.log.Warn("log-out after a test", "err", err)
	}
	return *who, nil
}

// prepare makes the parts for a form. Nothing uses them yet, so whoever does not start them has to close them.
func (a *App) prepare(form bridge.Form) (settings.Checked, *parts, error) {
	c, err := a.usable(form)
	if err != nil {
		return c, nil, err
	}
	next, err := a.wire(c.App)
	if errors.Is(err, auth.ErrConfig) { // something in the file that no field shows
		if err = c.LeaveOut(); err == nil {
			next, err = a.wire(c.App)
		}
	}
	return c, next, err
}

// usable returns a form that the app could use.
func (a *App) usable(form bridge.Form) (settings.Checked, error) {
	c, err := a.check(form)
	switch {
	case err != nil:
		return c, err
	case c.Err != nil:
		return c, c.Err
	case !c.Usable:
		return c, c.Provider
	}
	return c, nil
}

func (a *App) check(form bridge.Form) (settings.Checked, error) {
	ctx, cancel := context.WithTimeout(a.ctx, checkTimeout)
	defer cancel()
	return settings.Check(ctx, findSettings(), form.Texts(), discover)
}

// findSettings reads the settings as they are now.
func findSettings() config.Found { return config.Find(settings.Places(carried)) }

// discover asks the provider of the settings for its discovery document.
func discover(ctx context.Context, cfg config.App) error {
	roundTripper, err := roundTripperFor(cfg)
	if err != nil {
		return err
	}
	defer roundTripper.CloseIdleConnections()
	_, err = auth.Discover(ctx, &http.Client{Transport: roundTripper}, registration(cfg))
	return err
}

// signOut ends the session before other settings count, so that no token of it can go to another place. It also removes what the
// keyring may hold for the other settings, from an earlier time. It reports whether to go on: if the keyring cannot be used, the user
// decides.
func (a *App) signOut(next *parts) bool {
	p, failed := a.wait()
	if p == nil {
		return false
	}
	ctx, cancel := context.WithTimeout(a.ctx, signOutLimit)
	defer cancel()
	if failed == nil && p.session.Logout(ctx) != nil && !a.ask(settings.StayQuestion) {
		return false
	}
	a.removeEarlier(ctx, next)
	return true
}

// removeEarlier removes what the keyring may hold for parts that are not in use yet. If the keyring is locked, their session remembers
// that the entry does not count.
func (a *App) removeEarlier(ctx context.Context, next *parts) {
	account := auth.Account{Issuer: next.settings.Issuer, ClientID: next.settings.ClientID}
	_, err := a.store.Load(ctx, account)
	if errors.Is(err, auth.ErrNotFound) || errors.Is(err, auth.ErrNoKeyring) {
		return
	}
	if err := next.session.Logout(ctx); err != nil {
		a.log.Warn("an earlier session may still be in the keyring", "err", err)
	}
}

// replace puts other parts in the place of those that are in use, without a restart. Their session begins signed out.
func (a *App) replace(next *parts) {
	before := a.parts.Load()
	before.retire()
	<-before.retired
	a.start(next, func(*auth.Session, context.Context) error { return nil })
	a.log.Info("the settings have changed", "provider", next.provider.Host)
	a.publisher.Tell()
}
