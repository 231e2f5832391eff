package settings

import (
	"context"
	"errors"
	"slices"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/internal/config"
)

// Checked is a form that was compared with what its provider publishes.
type Checked struct {
	config.Draft
	// Form is the form with the issuer that the provider publishes.
	Form config.Form
	// Provider says why the provider does not confirm the issuer, or is nil.
	Provider error
	// Usable says that the form can be used. That is so without the provider's word if only the network is missing.
	Usable bool

	found config.Found
}

// Check checks every field of a form by itself, and then the issuer at its provider. discover fetches the provider's discovery
// document.
//
// Errors: [config.ErrFixed].
func Check(ctx context.Context, found config.Found, form config.Form, discover func(context.Context, config.App) error) (Checked, error) {
	issuers, whole, err := config.Issuers(form.Issuer)
	if err != nil {
		issuers = []string{form.Issuer} // the draft says what is wrong with it
	}
	var first *Checked
	for _, issuer := range issuers {
		form.Issuer = issuer
		c, err := draft(found, form)
		if err != nil || c.Err != nil {
			return c, err
		}
		c.Provider = discover(ctx, c.App)
		c.Usable = c.Provider == nil || whole && errors.Is(c.Provider, auth.ErrOffline)
		if !errors.Is(c.Provider, auth.ErrIssuer) {
			return c, nil
		}
		if first == nil {
			first = &c
		}
	}
	return *first, nil
}

// draft leaves out what a file says beside the form if that cannot be used. The form could not be saved otherwise.
func draft(found config.Found, form config.Form) (Checked, error) {
	d, err := found.Draft(form, true)
	c := Checked{Draft: d, Form: form, found: found}
	if err == nil && d.Err != nil && !c.hasProblem() {
		if bare := c; bare.LeaveOut() == nil {
			c = bare
		}
	}
	return c, err
}

// hasProblem reports whether one of the fields cannot be used.
func (c *Checked) hasProblem() bool {
	return slices.ContainsFunc(c.Fields, func(f config.Field) bool { return f.Err != nil })
}

// LeaveOut leaves out what the user's file says beside the form.
//
// Errors: [config.ErrFixed]; those of config.LoadApp.
func (c *Checked) LeaveOut() error {
	d, err := c.found.Draft(c.Form, false)
	if err == nil {
		err = d.Err
	}
	c.Draft = d
	return err
}
