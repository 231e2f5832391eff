package bridge

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/internal/app/settings"
	"wails-openid-oauth/internal/config"
)

func TestNewSettings(t *testing.T) {
	running := config.App{Issuer: "https://op.example", ClientID: "app", Audience: "https://api", APIURL: "http://localhost:3000", LoginWith: "webview",
		ClientSecret: config.NewSecret("s3cret")}
	missing := &config.Error{Place: "the environment", Key: "CLIENT_ID", Problem: "is missing", Remedy: "Set it"}
	elsewhere := &config.Error{Place: "/file", Key: "scope", Problem: `lacks "openid"`, Remedy: "Add it"}
	broken := &config.Error{Place: "/file", Problem: "is not JSON", Remedy: "Mend it"}
	field := config.Field{Key: "clientId", Value: "mine", Source: config.FromOwn, Place: "/file", Editable: true}
	faulty := field
	faulty.Value, faulty.Err = "", missing
	shown := Field{Key: "clientId", Value: "mine", Source: "own", Place: "/file", Editable: true}
	with := func(change func(*Field)) []Field { f := shown; change(&f); return []Field{f} }
	tests := []struct {
		name     string
		overview config.Overview
		running  config.App
		want     Settings
	}{
		{"good", config.Overview{Fields: []config.Field{field}, Own: "/file", Editable: true, RedirectURI: "http://localhost/callback"}, running,
			Settings{Fields: []Field{shown}, Editable: true, File: "/file", RedirectURI: "http://localhost/callback", Usable: true}},
		{"nothing", config.Overview{Fields: []config.Field{faulty}, Err: fmt.Errorf("%w. Put", config.ErrNothing)}, config.App{},
			Settings{Fields: with(func(f *Field) { f.Value = "" })}},
		{"the demo", config.Overview{Fields: []config.Field{faulty}, Err: config.ErrNothing}, running,
			Settings{Fields: with(func(f *Field) { f.Value, f.Source = "app", "demo" }), Usable: true}},
		{"a field", config.Overview{Fields: []config.Field{faulty}, Err: missing}, config.App{},
			Settings{Fields: with(func(f *Field) { f.Value, f.Problem = "", &Fault{Code: "setting", Message: "is missing. Set it."} })}},
		{"a file that cannot be read", config.Overview{Fields: []config.Field{faulty}, Err: broken}, config.App{},
			Settings{Fields: with(func(f *Field) { f.Value = "" }), Problem: &Fault{Code: "config", Message: "/file: is not JSON. Mend it"}}},
		{"another setting", config.Overview{Fields: []config.Field{field}, Err: elsewhere}, config.App{},
			Settings{Fields: []Field{shown}, Problem: &Fault{Code: "config", Message: `/file: scope lacks "openid". Add it`}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := NewSettings(tt.overview, tt.running)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if text, err := json.Marshal(got); err != nil || strings.Contains(string(text), "s3cret") {
				t.Errorf("the page gets %s, %v", text, err)
			}
		})
	}
}

func TestNewChecked(t *testing.T) {
	of := func(provider, err error, usable bool, fields ...config.Field) settings.Checked {
		return settings.Checked{Draft: config.Draft{App: config.App{Issuer: "https://op.example"}, Err: err, Fields: fields}, Provider: provider, Usable: usable}
	}
	bad := &config.Error{Problem: "is bad", Remedy: "Mend it"}
	faulty := []config.Field{{Key: "apiUrl", Err: bad}, {Key: "clientId"}}
	elsewhere := &config.Error{Place: "the environment", Key: "CA_BUNDLE", Problem: "is bad", Remedy: "Mend it"}
	apiURL := map[string]*Fault{"apiUrl": {Code: "setting", Message: "is bad. Mend it."}}
	issuer := map[string]*Fault{"issuer": {Code: "offline"}}
	for name, tt := range map[string]struct{ got, want Checked }{
		"good":            {NewChecked(of(nil, nil, true)), Checked{Issuer: "https://op.example", Problems: map[string]*Fault{}, Usable: true}},
		"a field":         {NewChecked(of(nil, bad, false, faulty...)), Checked{Problems: apiURL}},
		"a provider":      {NewChecked(of(auth.ErrOffline, nil, true)), Checked{Problems: issuer, Usable: true}},
		"another setting": {NewChecked(of(nil, elsewhere, false)), Checked{Problems: map[string]*Fault{}, Problem: &Fault{Code: "config", Message: "the environment: CA_BUNDLE is bad. Mend it"}}},
	} {
		if diff := cmp.Diff(tt.want, tt.got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// TestFormIsBounded: a page can send anything.
func TestFormIsBounded(t *testing.T) {
	got := Form{Issuer: strings.Repeat("\u00e9", maxText), ClientID: "a\xff"}.Texts()
	if len(got.Issuer) != maxText || got.ClientID != "a" {
		t.Errorf("%d bytes, %q", len(got.Issuer), got.ClientID)
	}
}

func TestNotReady(t *testing.T) {
	for err, setUp := range map[error]bool{
		config.ErrNothing: true, &config.Error{Place: "file", Problem: "is bad"}: true, auth.ErrConfig: true, errors.New("no web view"): false,
	} {
		if got := NotReady(fmt.Errorf("around: %w", err)); got.State != "signed-out" || got.CanLogIn || got.SetUp != setUp || got.Error == nil {
			t.Errorf("%v: %+v", err, got)
		}
	}
}
