package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"slices"
	"strings"

	"wails-openid-oauth/internal/endpoint"
	"wails-openid-oauth/internal/safefile"
)

// Form has the settings that people can enter in the app itself, as they enter them.
type Form struct {
	// Issuer is an issuer identifier; [Issuers] makes one of a domain.
	Issuer        string
	ClientID      string
	APIIdentifier string
	APIURL        string
	LoginWith     string
}

// formSettings are the settings of a Form, in its order.
var formSettings = []setting{issuer, clientID, apiIdentifier, apiURL, loginWith}

func (f Form) texts() map[setting]string {
	return map[setting]string{issuer: f.Issuer, clientID: f.ClientID, apiIdentifier: f.APIIdentifier, apiURL: f.APIURL, loginWith: f.LoginWith}
}

// Source is the kind of place that a value comes from.
type Source string

// The sources.
const (
	FromDefault     Source = "default"
	FromOwn         Source = "own"     // the user's own file
	FromFile        Source = "file"    // another file, such as one beside the program
	FromCarried     Source = "carried" // the file inside the program
	FromEnvironment Source = "environment"
)

// Field is one setting of the form as it counts now.
type Field struct {
	// Key is its name in a settings file.
	Key   string
	Value string
	// Source is where the value comes from. Place is the name of the variable or of the file, and empty for a default.
	Source Source
	Place  string
	// Editable says that a value in the user's own file would count.
	Editable bool
	// Err says why the value cannot be used, or is nil.
	Err *Error
}

// Overview is what people see of the settings.
type Overview struct {
	Fields []Field
	// Own is the path of the user's own file.
	Own string
	// Editable says that the user's own file counts, or would count if it existed.
	Editable bool
	// RedirectURI is the callback that has to be registered at the provider.
	RedirectURI string
	// Err is why the app cannot use the settings, or nil. It may be about a setting that no field has. Errors: those of LoadApp.
	Err error
}

// Look returns the settings of the form as they are. If something is wrong with them, it returns what could be read.
func (f Found) Look() Overview {
	o := Overview{Fields: f.fields(), Own: f.places.Own.Name, Editable: f.editable()}
	o.RedirectURI, _, _ = f.values().get(redirectURI)
	_, o.Err = f.App()
	return o
}

// editable reports whether the user's own file counts, or would count if it existed.
func (f Found) editable() bool {
	return f.places.Own.Name != "" && !f.alone && f.source != FromFile
}

// fields returns the settings of the form, each with its own problem.
func (f Found) fields() (all []Field) {
	v := f.values()
	for _, s := range formSettings {
		field := v.field(s, f.source)
		field.Editable = f.editable() && field.Source != FromEnvironment
		all = append(all, field)
	}
	return all
}

// field returns a setting with its own problem. from is the source of the values in the file.
func (v *values) field(s setting, from Source) Field {
	one := *v
	one.err = nil
	field := Field{Key: s.key, Source: from}
	switch s {
	case issuer:
		field.Value = one.issuer()
		if value, _, _ := one.get(issuer); value == "" {
			s = auth0Domain
			if value, _, _ = one.get(s); value == "" || one.err != nil {
				field.Value = value // what issuer() made of it is not what is there
			}
		}
	case apiURL:
		field.Value = one.api()
	case loginWith:
		field.Value = one.oneOf(s, Webview, Browser, Either)
	default:
		field.Value = one.required(s)
	}
	value, place, key := one.get(s)
	switch field.Place = place; place {
	case environment:
		field.Source, field.Place = FromEnvironment, key
	case byDefault:
		field.Source, field.Place = FromDefault, ""
	}
	if field.Value == "" {
		field.Value = value // such as a placeholder
	}
	errors.As(one.err, &field.Err)
	return field
}

// Draft is the form as it would be saved.
type Draft struct {
	// App is what the app would then be configured with. Err says why it could not be, or is nil. Errors: those of LoadApp.
	App App
	Err error
	// Fields are those of the overview then.
	Fields []Field
	// LeavesOut says that the old file has something that cannot be used and is not kept.
	LeavesOut bool

	text []byte
	own  File
	keep bool // the old file cannot be used
}

// Draft puts a form into the user's own file, in memory. The file keeps what the form does not have if others says so, but no client
// secret of another registration. A setting that does not come from that file stays as it is.
//
// Errors: [ErrFixed].
func (f Found) Draft(form Form, others bool) (Draft, error) {
	if !f.editable() {
		return Draft{}, ErrFixed
	}
	members, texts := map[string]any{}, form.texts()
	if others {
		members = f.members()
	}
	delete(members, allowOverride)
	fields := f.fields()
	for i, s := range formSettings {
		field, text := fields[i], strings.TrimSpace(texts[s])
		if !field.Editable {
			continue
		}
		if (s == issuer || s == clientID) && text != field.Value {
			delete(members, clientSecret.key)
		}
		if s == issuer {
			delete(members, auth0Domain.key)
		}
		if members[s.key] = text; text == "" || text == s.fallback {
			delete(members, s.key)
		}
	}
	text := new(bytes.Buffer)
	encoder := json.NewEncoder(text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(members); err != nil {
		return Draft{}, err
	}
	_, cause := f.App()
	own := f.places.Own
	d := Draft{text: text.Bytes(), own: own, keep: cause != nil || !others, LeavesOut: !others || f.source == FromOwn && f.err != nil}
	next := f.places.found(own, FromOwn, d.text)
	d.App, d.Err = next.App()
	d.Fields = next.fields()
	d.judgeIssuer(form.Issuer)
	return d, nil
}

// judgeIssuer puts what a person may enter above what a file may say.
func (d *Draft) judgeIssuer(text string) {
	field := &d.Fields[slices.Index(formSettings, issuer)]
	fault := new(Error)
	if _, _, err := Issuers(text); field.Editable && errors.As(err, &fault) {
		fault.Place = d.own.Name
		field.Err, d.Err = fault, fault
	}
}

// ErrFixed says that the user's own settings file does not count: the program carries its settings, or another file stands above.
var ErrFixed = errors.New("these settings cannot be changed here")

// members returns the members of the file that can be used.
func (f Found) members() map[string]any {
	if f.keys == nil {
		return map[string]any{}
	}
	object, _ := f.file.decode(f.text) // it has keys, so it can be decoded
	maps.DeleteFunc(object, func(key string, _ any) bool { _, ok := f.keys[key]; return !ok })
	return object
}

// Backup is the end of the name of an old settings file.
const Backup = ".backup"

// ErrNotSaved says that the user's own file could not be written.
var ErrNotSaved = errors.New("the settings could not be saved")

// Save writes the user's own settings file, for this user alone. An old file that cannot be used, or of which something is left
// out, is kept under another name, which ends in [Backup].
//
// Errors: [ErrNotSaved].
func (d Draft) Save() error {
	if err := safefile.Folder(d.own.folder); err != nil {
		return fmt.Errorf("%w: %w", ErrNotSaved, err)
	}
	if d.keep {
		if err := os.Rename(d.own.Name, d.own.Name+Backup); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%w: keep the old file: %w", ErrNotSaved, err)
		}
	}
	if err := safefile.Replace(d.own.Name, d.text); err != nil {
		if d.keep {
			_ = os.Rename(d.own.Name+Backup, d.own.Name) // the error below says what went wrong
		}
		return fmt.Errorf("%w: %w", ErrNotSaved, err)
	}
	return nil
}

// discoveryPath is where a provider's discovery document is, below its issuer (OpenID Connect Discovery, section 4).
const discoveryPath = "/.well-known/openid-configuration"

// Issuers returns the issuer identifiers that a person may mean by text, the likeliest one first: a domain, an issuer with or
// without the slash at its end, or the address of a discovery document. All have the same discovery document, which says what the
// issuer is. They are https, unless the text names http or a loopback address. whole says that the text names a scheme, so that the
// first one can be used although the provider does not answer.
//
// Errors: [Error].
func Issuers(text string) (all []string, whole bool, err error) {
	text, whole = strings.TrimSpace(text), strings.Contains(text, "://")
	if text == "" {
		return nil, false, &Error{Key: issuer.key, Problem: "is missing", Remedy: "Enter your provider's domain, such as example.eu.auth0.com, or its issuer"}
	}
	if !whole {
		scheme := "https://"
		if u, err := url.Parse("http://" + text); err == nil && endpoint.IsLoopback(u.Hostname()) {
			scheme = "http://"
		}
		text = scheme + text
	}
	text = strings.TrimSuffix(text, discoveryPath)
	if _, err := endpoint.Parse(text); err != nil || strings.ContainsAny(text, "<>?") {
		return nil, false, &Error{Key: issuer.key, Problem: "cannot be used",
			Remedy: "Enter a domain, such as example.eu.auth0.com, or an https address without a query"}
	}
	if bare, slash := strings.CutSuffix(text, "/"); slash {
		return []string{text, bare}, whole, nil
	}
	return []string{text, text + "/"}, whole, nil
}
