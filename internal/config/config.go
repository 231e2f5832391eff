// Package config reads the settings of the app and of its API: the keys of the tutorial's env-variables.json, and
// environment variables above them.
//
// A value is looked up in the environment first, then in the one settings file that was found. Nothing is guessed: an
// unknown key, a missing value, a placeholder that was left in, or an issuer that is neither https nor on this machine
// is an [Error] that names the place, the key and the remedy. [ErrNothing] tells that nothing at all was configured.
//
// It holds no secrets, because a native app has none (RFC 8252, section 8.5).
package config

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"wails-openid-oauth/internal/endpoint"
)

// ErrNothing says that there is neither a settings file nor a single environment variable.
var ErrNothing = errors.New("nothing is configured")

// Error is one setting that cannot be used.
type Error struct {
	// Place is the file, or "the environment".
	Place string
	// Key is the setting as it is spelled in that place.
	Key string
	// Problem says what is wrong, Remedy what to do about it.
	Problem, Remedy string
}

// Error implements error: one line, the remedy last.
func (e *Error) Error() string {
	if e.Key == "" {
		return fmt.Sprintf("%s: %s. %s", e.Place, e.Problem, e.Remedy)
	}
	return fmt.Sprintf("%s: %s %s. %s", e.Place, e.Key, e.Problem, e.Remedy)
}

// App is what the desktop app needs.
type App struct {
	// Issuer is the provider's issuer identifier; "auth0Domain: d" means "https://d/".
	Issuer string
	// ClientID is the registration's client_id.
	ClientID string
	// Audience is the API identifier, sent as "audience".
	Audience string
	// APIURL is where the API answers, without a slash at its end.
	APIURL string
	// RedirectURI is the registered callback. With Webview nothing listens there; with Browser its host gives way to a
	// loopback address, and its port, where it has none, to a free one.
	RedirectURI string
	// Scope is what is asked for, space separated, with "openid" in it.
	Scope string
	// LoginWith is the user agent: Webview or Browser.
	LoginWith string
	// CABundle is the path of a PEM file with certificate authorities to trust beside those of the system, or empty.
	CABundle string
}

// What people can log in with.
const (
	Webview = "webview" // a window of the app's own
	Browser = "browser" // the browser that they have, with a listener on this machine
)

// LoadApp reads the app's settings from the environment and the first of files that exists.
func LoadApp(env func(string) string, files ...File) (App, error) {
	v, err := load(env, files)
	if err != nil {
		return App{}, err
	}
	app := App{
		Issuer:      v.issuer(),
		ClientID:    v.required(clientID),
		Audience:    v.required(apiIdentifier),
		APIURL:      strings.TrimSuffix(v.httpURL(apiURL), "/"),
		RedirectURI: v.httpURL(redirectURI),
		Scope:       v.scope(),
		CABundle:    v.text(caBundle),
		LoginWith:   v.oneOf(loginWith, Webview, Browser),
	}
	return app, v.err
}

// values answers for one key at a time and remembers the first fault, so that the reader above stays a list.
type values struct {
	env  func(string) string
	file File
	keys map[string]string
	err  error
}

func load(env func(string) string, files []File) (*values, error) {
	v := &values{env: env}
	for _, file := range files {
		found, err := file.read()
		if err != nil {
			return nil, err
		}
		if found != nil {
			v.file, v.keys = file, found
			break
		}
	}
	if v.keys == nil && !slices.ContainsFunc(settings, func(s setting) bool { return env(s.variable) != "" }) {
		return nil, ErrNothing
	}
	return v, nil
}

// get returns a value, or its default, and where it was found.
func (v *values) get(s setting) (value, place, key string) {
	if value = strings.TrimSpace(v.env(s.variable)); value != "" {
		return value, "the environment", s.variable
	}
	if value = strings.TrimSpace(v.keys[s.key]); value != "" {
		return value, v.file.Name, s.key
	}
	return s.fallback, "the default", s.key
}

func (v *values) fail(s setting, problem, remedy string) {
	if v.err != nil {
		return
	}
	_, place, key := v.get(s)
	if place == "the default" {
		place = v.file.Name
		if v.keys == nil {
			place, key = "the environment", s.variable
		}
	}
	v.err = &Error{Place: place, Key: key, Problem: problem, Remedy: remedy}
}

// text returns a value, which may be empty, and refuses placeholders.
func (v *values) text(s setting) string {
	value, _, _ := v.get(s)
	if strings.ContainsAny(value, "<>") {
		v.fail(s, "still holds the placeholder "+value, "Put your own value there: "+s.meaning)
		return ""
	}
	return value
}

func (v *values) required(s setting) string {
	value := v.text(s)
	if value == "" {
		v.fail(s, "is missing", "Set it: "+s.meaning)
	}
	return value
}

// issuer prefers "issuer"; "auth0Domain" is the tutorial's way to say it.
func (v *values) issuer() string {
	if value := v.text(issuer); value != "" {
		if _, err := endpoint.Parse(value); err != nil {
			v.fail(issuer, err.Error(), "Write it as the provider's discovery document does")
		}
		return value
	}
	domain := v.required(auth0Domain)
	if domain != "" && !isHost(domain) {
		v.fail(auth0Domain, "is not a bare host name", "Write it without https:// and without a path, such as example.eu.auth0.com")
	}
	return "https://" + domain + "/"
}

func (v *values) httpURL(s setting) string {
	value := v.text(s)
	if _, err := endpoint.Parse(value); value != "" && err != nil {
		v.fail(s, err.Error(), "Write it like "+cmp.Or(s.fallback, "https://op.example/keys"))
	}
	return value
}

func (v *values) scope() string {
	value := v.text(scope)
	if !slices.Contains(strings.Fields(value), "openid") {
		v.fail(scope, `lacks "openid"`, "Without it the provider sends no ID token; the default is "+scope.fallback)
	}
	return value
}

func (v *values) oneOf(s setting, allowed ...string) string {
	value := v.text(s)
	if !slices.Contains(allowed, value) {
		v.fail(s, "is not supported", "Use "+strings.Join(allowed, " or "))
	}
	return value
}

func isHost(s string) bool {
	u, err := url.Parse("https://" + s)
	return err == nil && u.Host == s && u.Path == "" && u.RawQuery == "" && u.User == nil
}
