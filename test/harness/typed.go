//go:build linux

package harness

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"wails-openid-oauth/test/authtest"
	"wails-openid-oauth/test/driver"
)

// patience bounds one wait for what a person does. Other programs may keep the machine busy.
const patience = 2 * time.Minute

// AskForName is a tamper that puts a field into the log-in page, for journeys without an inspector. The field has the keyboard. Return
// in it presses the first button of the form, which is Ada's.
func AskForName(r *authtest.Response) {
	r.Body = bytes.Replace(r.Body, []byte(`<button class="person" id="login-ada"`),
		[]byte(`<p><input aria-label="Name" autocomplete="off" autofocus></p><button class="person" id="login-ada"`), 1)
}

// TypeLogIn logs in as Ada in the login window, by the keyboard alone. The provider has the tamper [AskForName]. consent says whether it
// asks for her consent.
func (j *Journey) TypeLogIn(ctx context.Context, window driver.Window, provider *authtest.Provider, consent bool) error {
	// The page is there when it asks for its pictures; the app itself asks only for Ada's. Before that, the keys would go to the button
	// that cancels.
	if err := provider.WaitRequests(ctx, "/picture/alan.png", 1); err != nil {
		return err
	}
	posted := func(field string) func() bool {
		return func() bool {
			return slices.ContainsFunc(provider.Requests(""), func(r authtest.Request) bool { return r.Form.Has(field) })
		}
	}
	err := j.Again(ctx, "the log-in", posted("person"), func() error {
		return errors.Join(window.Type(ctx, "ada"), window.Key(ctx, "Return"))
	})
	if err != nil || !consent {
		return err
	}
	return j.Again(ctx, "the consent", posted("decision"), func() error { return window.Key(ctx, "Tab", "Tab", "Return") })
}

// Again does something every few seconds until it has the effect. What comes before a page is ready has none. It may fail when the
// effect closes a window.
func (j *Journey) Again(ctx context.Context, what string, effect func() bool, do func() error) error {
	var last time.Time
	var failed error
	err := j.Await(ctx, what, func() bool {
		if effect() {
			return true
		}
		if time.Since(last) > 3*time.Second {
			last, failed = time.Now(), do()
		}
		return false
	})
	if err != nil {
		err = errors.Join(err, failed)
	}
	return err
}

// Await waits until a condition holds. If it does not, the error names a picture of the screen.
func (j *Journey) Await(ctx context.Context, what string, holds func() bool) error {
	for end := time.Now().Add(patience); !holds(); {
		if time.Now().After(end) {
			picture, err := j.Desktop.Picture(ctx, what)
			return errors.Join(fmt.Errorf("waited in vain for %s; picture: %s", what, picture), err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
	return nil
}
