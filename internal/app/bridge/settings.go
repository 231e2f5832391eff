package bridge

import (
	"errors"
	"slices"
	"strings"

	"wails-openid-oauth/internal/app/settings"
	"wails-openid-oauth/internal/config"
)

// Settings are what the page of the settings shows. A client secret is not among them.
type Settings struct {
	Fields []Field `json:"fields"`
	// Editable says that the user's own file counts, or would count if it existed. File is its path.
	Editable bool   `json:"editable"`
	File     string `json:"file"`
	// RedirectURI is the callback that has to be registered at the provider.
	RedirectURI string `json:"redirectUri"`
	// Problem says why the app cannot use the settings, if the reason is not beside a field. It is null if they can be used, or if
	// nothing is configured yet.
	Problem *Fault `json:"problem"`
	// Usable says that the app has settings that it can use, so that there is another page to go back to.
	Usable bool `json:"usable"`
}

// Field is one setting.
type Field struct {
	Key   string `json:"key"`
	Value string `json:"value"`
	// Source is one of config.Source's values, or "demo". Place is the name of a variable or the path of a file.
	Source   string `json:"source"`
	Place    string `json:"place"`
	Editable bool   `json:"editable"`
	// Problem says why the value cannot be used, with the name of the setting in front. It is null if it can.
	Problem *Fault `json:"problem"`
}

// Form is what the page sends: the settings as the user entered them. Go checks each of them.
type Form struct {
	Issuer        string `json:"issuer"`
	ClientID      string `json:"clientId"`
	APIIdentifier string `json:"apiIdentifier"`
	APIURL        string `json:"apiUrl"`
	LoginWith     string `json:"loginWith"`
}

// Checked is what a check of the form found.
type Checked struct {
	// Issuer is what the provider calls itself; empty if it did not confirm what was entered.
	Issuer string `json:"issuer"`
	// Problems are those of single fields, by their keys. Problem is what else is wrong, or null.
	Problems map[string]*Fault `json:"problems"`
	Problem  *Fault            `json:"problem"`
	// Usable says that the form can be saved.
	Usable bool `json:"usable"`
}

// maxText bounds each text of a form, in bytes. No provider has identifiers that are nearly as long.
const maxText = 1 << 10

// Texts returns the form for package config.
func (f Form) Texts() config.Form {
	cut := func(text string) string { return strings.ToValidUTF8(text[:min(len(text), maxText)], "") }
	return config.Form{
		Issuer: cut(f.Issuer), ClientID: cut(f.ClientID), APIIdentifier: cut(f.APIIdentifier), APIURL: cut(f.APIURL), LoginWith: cut(f.LoginWith),
	}
}

// NewSettings makes the page's settings. running has the settings that the app uses now, which come from no file in the demo.
func NewSettings(o config.Overview, running config.App) Settings {
	s := Settings{Editable: o.Editable, File: o.Own, RedirectURI: o.RedirectURI, Usable: running.Issuer != ""}
	inDemo := map[string]string{
		"issuer": running.Issuer, "clientId": running.ClientID, "apiIdentifier": running.Audience, "apiUrl": running.APIURL, "loginWith": running.LoginWith,
	}
	nothing := errors.Is(o.Err, config.ErrNothing)
	if o.Err != nil && !nothing && !slices.ContainsFunc(o.Fields, func(f config.Field) bool { return isAbout(o.Err, f.Err) }) {
		s.Problem = FaultOf(o.Err)
	}
	for _, f := range o.Fields {
		field := Field{Key: f.Key, Value: f.Value, Source: string(f.Source), Place: f.Place, Editable: f.Editable}
		switch {
		case nothing && s.Usable:
			field.Value, field.Source = inDemo[f.Key], "demo"
		case !nothing && (f.Value != "" || s.Problem == nil): // of a file that cannot be read, everything is missing
			field.Problem = SettingFault(f.Err)
		}
		s.Fields = append(s.Fields, field)
	}
	return s
}

// isAbout reports whether err is the problem of one field.
func isAbout(err error, field *config.Error) bool {
	setting := new(config.Error)
	return field != nil && errors.As(err, &setting) && *setting == *field
}

// SettingFault is the fault of a single setting. It leaves out the place and the name, because the page shows it beside the field.
// It is nil for nil.
func SettingFault(e *config.Error) *Fault {
	if e == nil {
		return nil
	}
	return &Fault{Code: "setting", Message: e.Problem + ". " + e.Remedy + "."}
}

// NewChecked makes the page's result of a check.
func NewChecked(of settings.Checked) Checked {
	c := Checked{Problems: map[string]*Fault{}, Usable: of.Usable}
	for _, f := range of.Fields {
		if f.Err != nil {
			c.Problems[f.Key] = SettingFault(f.Err)
		}
	}
	switch {
	case of.Provider != nil:
		c.Problems["issuer"] = FaultOf(of.Provider)
	case of.Err == nil:
		c.Issuer = of.App.Issuer
	case len(c.Problems) == 0:
		c.Problem = FaultOf(of.Err)
	}
	return c
}
