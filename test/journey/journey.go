//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"wails-openid-oauth/test/driver"
)

const (
	somebody = `document.querySelector("#profile-name").innerText === "Ada Lovelace"`
	answered = `document.querySelector("#private-message").innerText.includes("Only authenticated users can read this message.")`
	readable = `document.querySelector("#scoped-message").innerText.includes("Only users who may read messages can read this message.")`
)

var mainTitle = regexp.MustCompile(`^Wails OpenID Connect$`)

// traveller makes the journey.
type traveller struct {
	desktop *driver.Desktop
	report  *driver.Report
	command driver.Command
	app     *driver.App
	page    *driver.View
	login   *driver.View
}

// travel does the steps in their order and stops at the first that fails, which the report has told by then.
func (t *traveller) travel(ctx context.Context) error {
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"the app started, and the login window opened", t.open},
		{"Ada was chosen, and the provider asked for consent", t.choose},
		{"after consent the home page came, with name and picture", t.consent},
		{"the API gave the private message", t.message},
		{"and the message that needs a permission", t.scopedMessage},
		{"the app was closed, and all its processes are gone", t.close},
		{"the app was opened again, and came back without a log-in", t.reopen},
		{"the API gave the private message again", t.message},
		{"Logout led to the signed-out page, and emptied the keyring", t.logOut},
		{"the next log-in asks who you are", t.askAgain},
		{"the app was closed, with the login window open", t.close},
	} {
		if err := t.report.Step(ctx, step.name, step.do); err != nil {
			return errors.New("the journey ended early")
		}
	}
	return nil
}

func (t *traveller) open(ctx context.Context) (err error) {
	if t.app, err = t.desktop.Launch(ctx, t.command); err != nil {
		return err
	}
	_, took, err := t.app.FirstWindow(ctx)
	if err != nil {
		return err
	}
	t.report.Note("after %d ms", took.Milliseconds())
	if t.page, err = t.app.MainView(ctx); err != nil {
		return err
	}
	return t.awaitLogin(ctx)
}

// awaitLogin waits for the provider's log-in page.
func (t *traveller) awaitLogin(ctx context.Context) (err error) {
	if t.login, err = t.app.LoginView(ctx); err != nil {
		return err
	}
	return t.login.WaitFor(ctx, `document.querySelector("#login-ada") !== null`)
}

func (t *traveller) choose(ctx context.Context) error {
	if err := t.login.Click(ctx, "#login-ada"); err != nil {
		return err
	}
	return t.login.WaitFor(ctx, `document.querySelector("#consent-accept") !== null`)
}

func (t *traveller) consent(ctx context.Context) error {
	if err := t.login.Click(ctx, "#consent-accept"); err != nil {
		return err
	}
	return t.awaitHome(ctx)
}

// awaitHome waits for the home page, in the one window that is left.
func (t *traveller) awaitHome(ctx context.Context) error {
	const picture = `((p) => p.checkVisibility() && p.complete && p.naturalWidth > 0)(document.querySelector("#profile-picture"))`
	if err := t.page.WaitState(ctx, "signed-in"); err != nil {
		return err
	}
	for _, condition := range []string{somebody, picture} {
		if err := t.page.WaitFor(ctx, condition); err != nil {
			return err
		}
	}
	if _, err := t.app.Window(ctx, mainTitle); err != nil {
		return err
	}
	return t.awaitNoLogin(ctx)
}

func (t *traveller) awaitNoLogin(ctx context.Context) error {
	return t.app.AwaitNoView(ctx, "login view", func(v driver.Target) bool { return strings.HasPrefix(v.URL, "http") })
}

func (t *traveller) message(ctx context.Context) error {
	if err := t.page.Click(ctx, "#get-private-message"); err != nil {
		return err
	}
	return t.page.WaitFor(ctx, answered)
}

func (t *traveller) scopedMessage(ctx context.Context) error {
	if err := t.page.Click(ctx, "#get-scoped-message"); err != nil {
		return err
	}
	return t.page.WaitFor(ctx, readable)
}

func (t *traveller) close(ctx context.Context) error {
	window, err := t.app.Window(ctx, mainTitle)
	if err != nil {
		return err
	}
	t.report.Note("(they were %d, with %d MiB)", len(t.app.Processes()), t.app.PSS()>>20)
	if err := window.Close(ctx); err != nil {
		return err
	}
	return t.app.AwaitGone(ctx, driver.WaitLimit)
}

func (t *traveller) reopen(ctx context.Context) (err error) {
	if t.app, err = t.desktop.Launch(ctx, t.command); err != nil {
		return err
	}
	if t.page, err = t.app.MainView(ctx); err != nil {
		return err
	}
	return t.awaitHome(ctx)
}

func (t *traveller) logOut(ctx context.Context) error {
	if err := t.page.Click(ctx, "#log-out"); err != nil {
		return err
	}
	if err := t.page.WaitState(ctx, "signed-out"); err != nil {
		return err
	}
	if err := t.awaitNoLogin(ctx); err != nil {
		return err
	}
	items, err := t.desktop.Items(ctx, nil)
	if err == nil && len(items) > 0 {
		err = fmt.Errorf("the keyring still holds %v", items)
	}
	return err
}

func (t *traveller) askAgain(ctx context.Context) error {
	if err := t.page.Click(ctx, "#log-in"); err != nil {
		return err
	}
	return t.awaitLogin(ctx)
}
