// Package config reads the settings of the app and of its API: the keys of the tutorial's env-variables.json, and environment
// variables that override them.
//
// Settings decide where access tokens go, so only the user may be able to set them. A sealed program that carries settings uses
// only those. Other programs look a value up in the environment first, and then in one settings file: the first file that
// exists counts as a whole. Only the user or root may be able to write that file.
//
// The package guesses nothing. An unknown key, a missing value, a placeholder that was left in, or an issuer that is neither
// https nor on this machine is an [Error] that names the place, the key and the remedy. [ErrNothing] says that nothing at all is
// configured.
//
// The settings contain no secrets that protect anything, because a native app cannot keep one (RFC 8252, section 8.5). A client
// secret that a provider wants all the same is a [Secret], which is never shown.
package config

import (
	"cmp"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"wails-openid-oauth/internal/endpoint"
	"wails-openid-oauth/internal/safefile"
	"wails-openid-oauth/internal/urlscheme"
)

// maxAuthorities bounds a file of certificate authorities, in bytes. All authorities of a system take a quarter of it.
const maxAuthorities = 1 << 20

// ErrNothing says that there is neither a settings file nor a single environment variable.
var ErrNothing = errors.New("nothing is configured")

// Error is one setting that cannot be used.
type Error struct {
	// Place is the file, or "the environment".
	Place string
	// Key is the name of the setting in that place.
	Key string
	// Problem says what is wrong, and Remedy what to do about it.
	Problem, Remedy string
}

// Error implements error: one line, the remedy last.
func (e *Error) Error() string {
	if e.Key == "" {
		return fmt.Sprintf("%s: %s. %s", e.Place, e.Problem, e.Remedy)
	}
	return fmt.Sprintf("%s: %s %s. %s", e.Place, e.Key, e.Problem, e.Remedy)
}

// App has the settings of the desktop app.
type App struct {
	// Issuer is the provider's issuer identifier; "auth0Domain: d" means "https://d/".
	Issuer string
	// ClientID is the registration's client_id.
	ClientID string
	// ClientSecret is empty for most providers.
	ClientSecret Secret
	// Audience is the API identifier.
	Audience string
	// AudienceParameter says how it is sent: AsAudience, AsResource or NotSent.
	AudienceParameter string
	// APIURL is the URL of the API, without a slash at its end.
	APIURL string
	// RedirectURI is the registered callback. With Webview nothing listens there. In the system browser a loopback address
	// replaces its host, and if it has no port, the app adds a free one.
	RedirectURI string
	// PostLogoutRedirectURI is the registered URL to return to after a log-out. It may be empty.
	PostLogoutRedirectURI string
	// Scope is the requested scope, separated by spaces. It contains "openid".
	Scope string
	// AuthorizationParameters are further parameters of the authentication request, or nil. Package auth checks their names.
	AuthorizationParameters map[string]string
	// TrustedAudiences may be in "aud" of an ID token beside the client ID.
	TrustedAudiences []string
	// IDTokenSigningAlg is the algorithm of the ID tokens.
	IDTokenSigningAlg string
	// LoginWith is the user agent: Webview, Browser or Either.
	LoginWith string
	// OpenSchemes are the URL schemes that log-in pages may have opened by another program, beside those that the login
	// window knows.
	OpenSchemes []string
	// CABundle holds certificate authorities to trust in addition to the system's, in PEM form. It may be empty.
	CABundle []byte
}

// The user agents for a log-in.
const (
	Webview = "webview" // a window of the app
	Browser = "browser" // the system browser, with a listener on this machine
	Either  = "either"  // a window of the app, unless the user prefers the system browser
)

// The ways to send the API identifier.
const (
	AsAudience = "audience" // as "audience"
	AsResource = "resource" // as "resource" (RFC 8707)
	NotSent    = "none"
)

// Places are where settings may come from.
type Places struct {
	// Environment looks up a variable. Prefix comes before each name.
	Environment func(string) string
	Prefix      string
	// Files are tried in this order, and then Own, which is the user's own. Only the first that exists counts.
	Files []File
	Own   File
	// Carried is the file inside the program. It is tried last. But if it exists and the program is sealed, neither the
	// environment nor any other file is read, unless it says "allowOverride": true.
	Carried File
	Sealed  bool
}

// LoadApp reads the app's settings. Errors: [Error], [ErrNothing].
func LoadApp(places Places) (App, error) { return Find(places).App() }

// App returns the app's settings. Errors: [Error], [ErrNothing].
func (f Found) App() (App, error) {
	v, err := f.usable()
	if err != nil {
		return App{}, err
	}
	app := App{
		Issuer:      v.issuer(),
		ClientID:    v.required(clientID),
		Audience:    v.required(apiIdentifier),
		APIURL:      strings.TrimSuffix(v.api(), "/"),
		RedirectURI: v.httpURL(redirectURI, redirectURI.fallback),
		Scope:       v.scope(),
		CABundle:    v.authorities(),
		LoginWith:   v.oneOf(loginWith, Webview, Browser, Either),
		OpenSchemes: v.schemes(),

		ClientSecret:            v.secret(clientSecret),
		AudienceParameter:       v.oneOf(audienceParameter, AsAudience, AsResource, NotSent),
		PostLogoutRedirectURI:   v.httpURL(postLogoutRedirectURI, redirectURI.fallback),
		AuthorizationParameters: v.parameters(authorizationParameters),
		TrustedAudiences:        v.words(trustedAudiences),
		IDTokenSigningAlg:       v.oneOf(idTokenSigningAlg, algorithmNames()...),
	}
	return app, v.err
}

// values returns one value at a time and keeps the first error, so that the function above can stay a plain list.
type values struct {
	env    func(string) string
	prefix string
	file   File
	keys   map[string]string
	err    error
}

func load(places Places) (*values, error) { return Find(places).usable() }

// usable returns the values, or why there are none.
func (f Found) usable() (*values, error) {
	if f.err != nil {
		return nil, f.err
	}
	v := f.values()
	if v.keys == nil && !v.inEnvironment(settings...) {
		if words := v.spelling(settings...); words != "" {
			return nil, fmt.Errorf("%w. %s", ErrNothing, words)
		}
		return nil, ErrNothing
	}
	return v, nil
}

// Found is the settings file that counts, as it was when it was read. Whatever is decided about the settings in one go is decided
// about one Found, so that a file that changes meanwhile cannot come between.
type Found struct {
	places Places
	file   File
	source Source
	text   []byte
	// keys are nil if there is no file. If err says why the file cannot be used, they are those that could be read.
	keys map[string]string
	err  error
	// alone says that nothing stands above the file.
	alone bool
}

// Find looks for the file that counts. It reads each file once at most.
func Find(places Places) Found {
	if places.Sealed {
		f := places.read(places.Carried, FromCarried)
		if f.alone = f.exists() && f.keys[allowOverride] != "true"; f.alone {
			return f
		}
	}
	all := []Found{{file: places.Own, source: FromOwn}, {file: places.Carried, source: FromCarried}}
	for i := range places.Files {
		all = slices.Insert(all, i, Found{file: places.Files[i], source: FromFile})
	}
	for _, f := range all {
		if f = places.read(f.file, f.source); f.exists() {
			return f
		}
	}
	return Found{places: places}
}

func (p Places) read(file File, source Source) Found {
	text, err := file.read()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Found{places: p}
	case err != nil:
		return Found{places: p, file: file, source: source, err: err}
	}
	return p.found(file, source, text)
}

// found is a file with this text.
func (p Places) found(file File, source Source, text []byte) Found {
	f := Found{places: p, file: file, source: source, text: text}
	f.keys, f.err = file.parse(text)
	return f
}

func (f Found) exists() bool { return f.keys != nil || f.err != nil }

// values returns the values of the file, and of the environment unless the file counts alone.
func (f Found) values() *values {
	if f.alone {
		return &values{env: func(string) string { return "" }, file: f.file, keys: f.keys}
	}
	return &values{env: f.places.Environment, prefix: f.places.Prefix, file: f.file, keys: f.keys}
}

// inEnvironment reports whether a variable has one of the settings.
func (v *values) inEnvironment(of ...setting) bool {
	return slices.ContainsFunc(of, func(s setting) bool { return strings.TrimSpace(v.env(v.variable(s))) != "" })
}

// variable is the name of the environment variable for a setting.
func (v *values) variable(s setting) string { return v.prefix + s.variable }

// spelling is a hint for users who set variables by the names of other builds. It says which names to use. It is empty if the
// hint does not apply.
func (v *values) spelling(of ...setting) string {
	var read, not []string
	for _, s := range of {
		if v.prefix != "" && v.env(s.variable) != "" {
			read, not = append(read, v.variable(s)), append(not, s.variable)
		}
	}
	if read == nil {
		return ""
	}
	return fmt.Sprintf("This build reads %s, not %s", strings.Join(read, ", "), strings.Join(not, ", "))
}

// get returns a value or its default, and where the value was found.
func (v *values) get(s setting) (value, place, key string) {
	if value = strings.TrimSpace(v.env(v.variable(s))); value != "" {
		return value, environment, v.variable(s)
	}
	if value = strings.TrimSpace(v.keys[s.key]); value != "" {
		return value, v.file.Name, s.key
	}
	return s.fallback, byDefault, s.key
}

const (
	environment = "the environment"
	byDefault   = "the default"
)

func (v *values) fail(s setting, problem, remedy string) {
	if v.err != nil {
		return
	}
	_, place, key := v.get(s)
	if place == byDefault {
		place = v.file.Name
		if v.keys == nil {
			place, key = environment, v.variable(s)
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

// secret returns a value that no error quotes.
func (v *values) secret(s setting) Secret {
	value, _, _ := v.get(s)
	if strings.HasPrefix(value, "<") && strings.HasSuffix(value, ">") {
		v.fail(s, "still holds a placeholder", "Put your own value there: "+s.meaning)
	}
	return NewSecret(value)
}

// parameters reads a list of names and values in the form of a URL's query, which may be empty.
func (v *values) parameters(s setting) map[string]string {
	query, err := url.ParseQuery(v.text(s))
	all := make(map[string]string, len(query))
	for name, several := range query {
		all[name] = several[0]
		if len(several) > 1 && err == nil {
			err = errors.New("a name is there twice")
		}
	}
	switch {
	case err != nil:
		v.fail(s, "cannot be read", "Write it as name=value&name=value, each name once, with every special character escaped as in a URL")
		return nil
	case len(all) == 0:
		return nil
	}
	return all
}

// words returns the words of a value, or nil if there are none.
func (v *values) words(s setting) []string {
	words := strings.Fields(v.text(s))
	if len(words) == 0 {
		return nil
	}
	return words
}

func (v *values) required(s setting) string {
	value := v.text(s)
	if value == "" {
		v.fail(s, "is missing", cmp.Or(v.spelling(s), "Set it: "+s.meaning))
	}
	return value
}

// issuer prefers "issuer"; "auth0Domain" is the tutorial's key for it.
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

func (v *values) httpURL(s setting, example string) string {
	value := v.text(s)
	if _, err := endpoint.Parse(value); value != "" && err != nil {
		v.fail(s, err.Error(), "Write it like "+example)
	}
	return value
}

// api is the URL of the API. The app's calls are paths below it.
func (v *values) api() string {
	value := v.httpURL(apiURL, apiURL.fallback)
	if strings.Contains(value, "?") {
		v.fail(apiURL, "has a query", "Write it without")
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
		last := len(allowed) - 1
		v.fail(s, "is not supported", "Use "+strings.Join(allowed[:last], ", ")+" or "+allowed[last])
	}
	return value
}

// schemes are names without colons, with spaces between them.
func (v *values) schemes() (names []string) {
	for _, name := range strings.Fields(v.text(openSchemes)) {
		names = append(names, name)
		if err := urlscheme.Check(name); err != nil {
			v.fail(openSchemes, fmt.Sprintf("names %q, which %v", name, err), "Name schemes of programs for log-ins, such as: vipps itsme")
		}
	}
	return names
}

// authorities reads the certificate authorities. They decide whom the app trusts, so the same rules hold as for a settings file.
// A relative path is relative to the settings file's folder.
func (v *values) authorities() []byte {
	path := v.text(caBundle)
	if path == "" {
		return nil
	}
	if _, place, _ := v.get(caBundle); place != environment && !filepath.IsAbs(path) {
		if v.file.folder == "" {
			v.fail(caBundle, "is not an absolute path", "A file inside the app has no folder at which it could begin")
			return nil
		}
		path = filepath.Join(v.file.folder, path)
	}
	text, err := safefile.Read(path, maxAuthorities)
	fault := new(safefile.Fault)
	switch {
	case errors.As(err, &fault):
		v.fail(caBundle, fmt.Sprintf("names %s, which %s", path, fault.Problem), fault.Remedy)
	case err != nil:
		v.fail(caBundle, fmt.Sprintf("names %s, which cannot be read", path), "It has to be a PEM file with certificates")
	case !x509.NewCertPool().AppendCertsFromPEM(text):
		v.fail(caBundle, fmt.Sprintf("names %s, which holds no certificate in PEM form", path), "It has to be a PEM file with certificates")
	}
	return text
}

func isHost(s string) bool {
	u, err := url.Parse("https://" + s)
	return err == nil && u.Host == s && u.Path == "" && u.RawQuery == "" && u.User == nil
}
