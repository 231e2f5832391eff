package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// ownFile is the user's own settings file in a new folder. It does not exist if text is empty.
func ownFile(t *testing.T, text string) File {
	t.Helper()
	if text == "" {
		return OnDisk(filepath.Join(t.TempDir(), "none"))
	}
	return OnDisk(onDisk(t, text))
}

// short shows a field in a few words.
func short(f Field) string {
	words := f.Key + "=" + f.Value + " " + string(f.Source)
	if f.Place != "" {
		words += " " + filepath.Base(f.Place)
	}
	if !f.Editable {
		words += " fixed"
	}
	if f.Err != nil {
		words += " (" + f.Err.Problem + ")"
	}
	return words
}

func TestLook(t *testing.T) {
	const own = " own env-variables.json"
	fallbacks := []string{"apiUrl=http://localhost:3000 default", "loginWith=webview default"}
	missing := append([]string{"issuer= default (is missing)", "clientId= default (is missing)", "apiIdentifier= default (is missing)"}, fallbacks...)
	tests := []struct {
		name, own, beside, carried string
		env                        []string
		want                       []string
		editable                   bool
	}{
		{name: "nothing", want: missing, editable: true},
		{name: "the user's own file", own: tutorial, editable: true,
			want: append([]string{"issuer=https://example.auth0.com/" + own, "clientId=app" + own, "apiIdentifier=https://api" + own}, fallbacks...)},
		{name: "a variable stands above it", own: tutorial, env: []string{prefix + "CLIENT_ID", "other", "API_URL", "https://not.read"}, editable: true,
			want: append([]string{"issuer=https://example.auth0.com/" + own, "clientId=other environment WAILS_OPENID_CLIENT_ID fixed", "apiIdentifier=https://api" + own}, fallbacks...)},
		{name: "the domain is in a variable", env: []string{prefix + "AUTH0_DOMAIN", "op.example"}, editable: true,
			want: append([]string{"issuer=https://op.example/ environment WAILS_OPENID_AUTH0_DOMAIN fixed"}, missing[1:]...)},
		{name: "a file beside the program stands above it", own: tutorial, beside: `{"issuer":"https://op.example"}`,
			want: []string{"issuer=https://op.example file env-variables.json fixed", "clientId= default fixed (is missing)", "apiIdentifier= default fixed (is missing)",
				"apiUrl=http://localhost:3000 default fixed", "loginWith=webview default fixed"}},
		{name: "the program carries its own", own: tutorial, carried: `{"issuer":"https://op.example","clientId":"a","apiIdentifier":"b","loginWith":"either"}`,
			env: []string{prefix + "CLIENT_ID", "planted"},
			want: []string{"issuer=https://op.example carried env-variables.json inside this app fixed", "clientId=a carried env-variables.json inside this app fixed",
				"apiIdentifier=b carried env-variables.json inside this app fixed", "apiUrl=http://localhost:3000 default fixed",
				"loginWith=either carried env-variables.json inside this app fixed"}},
		{name: "the program carries what cannot be used", own: tutorial, carried: `{`,
			want: []string{"issuer= default fixed (is missing)", "clientId= default fixed (is missing)", "apiIdentifier= default fixed (is missing)",
				"apiUrl=http://localhost:3000 default fixed", "loginWith=webview default fixed"}},
		{name: "the program carries its own, and allows others", carried: `{"issuer":"https://op.example","clientId":"a","apiIdentifier":"b","allowOverride":true}`, editable: true,
			want: append([]string{"issuer=https://op.example carried env-variables.json inside this app", "clientId=a carried env-variables.json inside this app",
				"apiIdentifier=b carried env-variables.json inside this app"}, fallbacks...)},
		{name: "a file that is not JSON", own: `{"clientId": app}`, editable: true, want: missing},
		{name: "a file with one member that cannot be read", own: `{"clientId": "app", "scope": 7, "apiUrl": "http://api.example", "colour": "blue"}`, editable: true,
			want: []string{missing[0], "clientId=app" + own, missing[2], "apiUrl=http://api.example" + own + " (is neither https nor http on this machine)", fallbacks[1]}},
		{name: "values that cannot be used", own: `{"auth0Domain": "https://op.example", "clientId": "<YOUR_ID>", "apiIdentifier": "a", "loginWith": "pigeon"}`, editable: true,
			want: []string{"issuer=https://op.example" + own + " (is not a bare host name)", "clientId=<YOUR_ID>" + own + " (still holds the placeholder <YOUR_ID>)",
				"apiIdentifier=a" + own, fallbacks[0], "loginWith=pigeon" + own + " (is not supported)"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			places := Places{Environment: inEnv(tt.env...), Prefix: prefix, Sealed: true, Files: []File{ownFile(t, tt.beside)}, Own: ownFile(t, tt.own)}
			if tt.carried != "" {
				places.Carried = inFile(tt.carried)
			}
			look := Find(places).Look()
			var got []string
			for _, f := range look.Fields {
				got = append(got, short(f))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || look.Editable != tt.editable || look.Own != places.Own.Name {
				t.Errorf("editable %v at %s (-want +got):\n%s", look.Editable, look.Own, diff)
			}
			if _, err := LoadApp(places); (err == nil) != (look.Err == nil) {
				t.Errorf("LoadApp says %v, the overview %v", err, look.Err)
			}
		})
	}
}

var entered = Form{Issuer: "https://new.example", ClientID: "new", APIIdentifier: "https://new-api", APIURL: "https://api.new.example", LoginWith: Browser}

func TestDraft(t *testing.T) {
	const secret = `{"issuer":"https://op.example","clientId":"app","apiIdentifier":"https://api","clientSecret":"s3cret","scope":"openid","trustedAudiences":["a"],"allowOverride":true}`
	app := Form{Issuer: "https://op.example", ClientID: "app", APIIdentifier: "https://api", APIURL: "http://localhost:3000", LoginWith: Webview}
	plain := map[string]any{"issuer": "https://new.example", "clientId": "new", "apiIdentifier": "https://new-api", "apiUrl": "https://api.new.example", "loginWith": Browser}
	with := func(pairs ...any) map[string]any {
		all := map[string]any{}
		for key, value := range plain {
			all[key] = value
		}
		for i := 0; i < len(pairs); i += 2 {
			if all[pairs[i].(string)] = pairs[i+1]; pairs[i+1] == nil {
				delete(all, pairs[i].(string))
			}
		}
		return all
	}
	nowhere := filepath.Join(t.TempDir(), "nowhere.pem")
	tests := []struct {
		name, own string
		env       []string
		form      Form
		without   bool // what the file says beside the form
		want      map[string]any
		fails     string
		backup    bool
	}{
		{name: "the first settings", form: entered, want: plain},
		{name: "spaces do not count", form: Form{" https://new.example\n", " new", "https://new-api ", "", ""}, want: with("apiUrl", nil, "loginWith", nil)},
		{name: "another registration keeps no secret", own: secret, form: entered, want: with("scope", "openid", "trustedAudiences", []any{"a"})},
		{name: "another API keeps it", own: secret, form: with2(app, func(f *Form) { f.APIURL = "https://api.new.example" }),
			want: map[string]any{"issuer": "https://op.example", "clientId": "app", "apiIdentifier": "https://api", "apiUrl": "https://api.new.example",
				"clientSecret": "s3cret", "scope": "openid", "trustedAudiences": []any{"a"}}},
		{name: "a domain becomes an issuer", own: tutorial, form: entered, want: plain},
		{name: "a variable stays above", own: secret, env: []string{prefix + "ISSUER", "https://fixed.example", prefix + "CLIENT_ID", "fixed"}, form: entered,
			want: with("issuer", "https://op.example", "clientId", "app", "clientSecret", "s3cret", "scope", "openid", "trustedAudiences", []any{"a"})},
		{name: "nothing of the rest", own: secret, form: entered, without: true, want: plain, backup: true},
		{name: "a file that is not JSON", own: `{"clientId": app}`, form: entered, want: plain, backup: true},
		{name: "members that cannot be used", own: `{"scope": "openid email", "clientId": 7, "colour": "blue"}`, form: entered, want: with("scope", "openid email"), backup: true},
		{name: "a value that cannot be used", form: with2(entered, func(f *Form) { f.APIURL = "http://api.example" }), fails: "apiUrl is neither https"},
		{name: "an API with a query", form: with2(entered, func(f *Form) { f.APIURL += "?a=b" }), fails: "apiUrl has a query"},
		{name: "an issuer that cannot be used", form: with2(entered, func(f *Form) { f.Issuer = "http://op.example" }), fails: "issuer cannot be used"},
		{name: "an issuer with a query", form: with2(entered, func(f *Form) { f.Issuer += "?a=b" }), fails: "issuer cannot be used. Enter a domain"},
		{name: "an issuer that a variable has", env: []string{prefix + "ISSUER", "https://fixed.example"}, form: with2(entered, func(f *Form) { f.Issuer = "" }),
			want: with("issuer", nil)},
		{name: "a placeholder", form: with2(entered, func(f *Form) { f.ClientID = "<id>" }), fails: "clientId still holds the placeholder"},
		{name: "another user agent", form: with2(entered, func(f *Form) { f.LoginWith = "pigeon" }), fails: "loginWith is not supported"},
		{name: "an empty form", form: Form{}, fails: "issuer is missing"},
		{name: "a file of authorities that is gone", own: fmt.Sprintf(`{"caBundle": %q}`, nowhere), form: entered, fails: "caBundle names " + nowhere},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			places := Places{Environment: inEnv(tt.env...), Prefix: prefix, Sealed: true, Own: ownFile(t, tt.own)}
			d, err := Find(places).Draft(tt.form, !tt.without)
			if err != nil {
				t.Fatal(err)
			}
			if tt.fails != "" {
				if d.Err == nil || !strings.Contains(d.Err.Error(), tt.fails) {
					t.Errorf("got %v, want %q", d.Err, tt.fails)
				}
				return
			}
			if err := errors.Join(d.Err, d.Save()); err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(places.Own.Name)
			var got map[string]any
			if err := errors.Join(err, json.Unmarshal(text, &got)); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("the file (-want +got):\n%s", diff)
			}
			loaded, err := LoadApp(places)
			if diff := cmp.Diff(d.App, loaded); err != nil || diff != "" {
				t.Errorf("%v: what is loaded is not what was promised (-promised +loaded):\n%s", err, diff)
			}
			old, err := os.ReadFile(places.Own.Name + Backup)
			if tt.backup != (err == nil && string(old) == tt.own) || !tt.backup && !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("the old file: %q, %v", old, err)
			}
		})
	}
}

func with2(form Form, change func(*Form)) Form {
	change(&form)
	return form
}

// TestOneLook: whatever is decided about the settings in one go is decided about one text of each file.
func TestOneLook(t *testing.T) {
	const text = `{"issuer":"https://op.example","clientId":"app","apiIdentifier":"https://api","scope":"openid"}`
	reads, own := 0, OnDisk(onDisk(t, text))
	read := own.text
	own.text = func() ([]byte, error) { reads++; return read() }
	found := Find(Places{Environment: inEnv(), Own: own})
	if err := os.WriteFile(own.Name, []byte(`{"scope":"openid later"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	app, err := found.App()
	d, draftErr := found.Draft(entered, true)
	if err := errors.Join(err, found.Look().Err, draftErr, d.Err); err != nil {
		t.Error(err)
	}
	if app.Scope != "openid" || d.App.Scope != "openid" || reads != 1 {
		t.Errorf("the scopes are %q and %q, after %d looks", app.Scope, d.App.Scope, reads)
	}
}

// TestDraftIsRefused: where the user's own file does not count, it is not written.
func TestDraftIsRefused(t *testing.T) {
	whole := asJSON(t, settingsFor("fixed"))
	for name, places := range map[string]Places{
		"carried":                    {Environment: inEnv(), Prefix: prefix, Sealed: true, Carried: inFile(whole)},
		"carried, and not usable":    {Environment: inEnv(), Prefix: prefix, Sealed: true, Carried: inFile(`{`)},
		"a file beside the program":  {Environment: inEnv(), Prefix: prefix, Sealed: true, Files: []File{OnDisk(onDisk(t, whole))}},
		"one that cannot be used":    {Environment: inEnv(), Prefix: prefix, Sealed: true, Files: []File{OnDisk(onDisk(t, `{`))}},
		"there is no folder for one": {Environment: inEnv(), Prefix: prefix, Sealed: true},
	} {
		if name != "there is no folder for one" {
			places.Own = ownFile(t, tutorial)
		}
		if d, err := Find(places).Draft(entered, true); !errors.Is(err, ErrFixed) {
			t.Errorf("%s: got %+v, %v", name, d, err)
		}
	}
}

// TestSaveReplacesWhatIsNotAFile: whatever is in the file's place, it locks nobody out.
func TestSaveReplacesWhatIsNotAFile(t *testing.T) {
	folder := onDisk(t, tutorial)
	own := OnDisk(folder)
	if err := errors.Join(os.Remove(own.Name), os.Mkdir(own.Name, 0o700)); err != nil {
		t.Fatal(err)
	}
	places := Places{Environment: inEnv(), Own: own}
	d, err := Find(places).Draft(entered, true)
	if err := errors.Join(err, d.Err, d.Save()); err != nil {
		t.Fatal(err)
	}
	if got, err := LoadApp(places); err != nil || got.ClientID != "new" {
		t.Errorf("got %+v, %v", got, err)
	}
	if info, err := os.Stat(own.Name); err != nil || info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		t.Errorf("%v, %v: others may read it", info, err)
	}
}

func TestIssuers(t *testing.T) {
	tests := []struct {
		text  string
		want  string // the first; empty: an error
		whole bool
	}{
		{"tenant.eu.auth0.com", "https://tenant.eu.auth0.com", false},
		{" tenant.eu.auth0.com/\n", "https://tenant.eu.auth0.com/", false},
		{"login.example:8443/realms/a", "https://login.example:8443/realms/a", false},
		{"https://op.example", "https://op.example", true},
		{"https://op.example/", "https://op.example/", true},
		{"https://op.example/a/.well-known/openid-configuration", "https://op.example/a", true},
		{"127.0.0.1:9096", "http://127.0.0.1:9096", false},
		{"localhost:9096", "http://localhost:9096", false},
		{"[::1]:9096", "http://[::1]:9096", false},
		{"http://127.0.0.1:9096", "http://127.0.0.1:9096", true},
		{text: ""}, {text: " "}, {text: "http://op.example"}, {text: "ftp://op.example"}, {text: "javascript://op.example"}, {text: "https://"},
		{text: "https://a@op.example"}, {text: "a@op.example"}, {text: "https://op.example?a=b"}, {text: "https://op.example#a"}, {text: "<YOUR_DOMAIN>"}, {text: "op example"},
	}
	for _, tt := range tests {
		all, whole, err := Issuers(tt.text)
		fault := new(Error)
		if tt.want == "" {
			if !errors.As(err, &fault) || fault.Problem == "" || fault.Remedy == "" {
				t.Errorf("%q: got %q, %v", tt.text, all, err)
			}
			continue
		}
		other, slash := strings.CutSuffix(tt.want, "/")
		if !slash {
			other += "/"
		}
		if diff := cmp.Diff([]string{tt.want, other}, all); diff != "" || err != nil || whole != tt.whole {
			t.Errorf("%q: whole %v, %v\n%s", tt.text, whole, err, diff)
		}
	}
}
