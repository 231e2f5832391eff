package settings

import (
	"context"
	"errors"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/internal/config"
)

// Checked is a form that was compared with what its provider publishes.
type Checked struct {
	config.Draft
	// Form is the form with the issuer that the provider publishes.
	Form config.Form
	// Provider says why the provider does not confirm the issuer, or is nil. Usable says that the form can be used all the same,
	// because only the network is missing.
	Provider error
	Usable   bool
}

// Check checks every field of a form by itself, and then the issuer at its provider. discover fetches the provider's discovery
// document.
//
// Errors: [config.ErrFixed].
func Check(ctx context.Context, places config.Places, form config.Form, discover func(context.Context, config.App) error) (Checked, error) {
	issuers, whole, err := config.Issuers(form.Issuer)
	if err != nil {
		issuers = []string{form.Issuer} // the draft says what is wrong with it
	}
	var first *Checked
	for _, issuer := range issuers {
		form.Issuer = issuer
		c, err := draft(places, form)
		if err != nil || c.Problem() != nil {
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
func draft(places config.Places, form config.Form) (Checked, error) {
	d, err := places.Draft(form, true)
	if err == nil && d.Err != nil && (&Checked{Draft: d}).Problem() == nil {
		if bare, err := places.Draft(form, false); err == nil && bare.Err == nil {
			d = bare
		}
	}
	return Checked{Draft: d, Form: form}, err
}

// Problem is what is wrong with the first field that cannot be used, or nil.
func (c *Checked) Problem() error {
	for _, field := range c.Fields {
		if field.Err != nil {
			return field.Err
		}
	}
	return nil
}

// LeaveOut leaves out what the user's file says beside the form.
//
// Errors: [config.ErrFixed]; those of config.LoadApp.
func (c *Checked) LeaveOut(places config.Places) error {
	d, err := places.Draft(c.Form, false)
	if err == nil {
		err = d.Err
	}
	c.Draft = d
	return err
}
