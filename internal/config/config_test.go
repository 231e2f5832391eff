package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// inFile is a settings file with text in it.
func inFile(text string) File {
	return Carried(fstest.MapFS{FileName: {Data: []byte(text)}})
}

func inEnv(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

const tutorial = `{"auth0Domain":"example.auth0.com","clientId":"app","apiIdentifier":"https://api"}`

func TestLoadApp(t *testing.T) {
	want := App{
		Issuer: "https://example.auth0.com/", ClientID: "app", Audience: "https://api",
		APIURL: "http://localhost:3000", RedirectURI: "http://localhost/callback",
		Scope: "openid profile offline_access", LoginWith: "webview", AudienceParameter: AsAudience, IDTokenSigningAlg: "RS256",
	}
	with := func(change func(*App)) App { app := want; change(&app); return app }
	tests := []struct {
		name, file string
		env        []string
		want       App
	}{
		{"the tutorial's three keys", tutorial, nil, want},
		{"a byte order mark", "\xef\xbb\xbf" + tutorial, nil, want},
		{"issuer wins over auth0Domain", strings.Replace(tutorial, "{", `{"issuer":"https://op.example/realm",`, 1), nil,
			with(func(a *App) { a.Issuer = "https://op.example/realm" })},
		{"the environment wins over the file", tutorial, []string{"CLIENT_ID", "other", "API_URL", "https://api.example/", "SCOPE", "openid"},
			with(func(a *App) { a.ClientID, a.APIURL, a.Scope = "other", "https://api.example", "openid" })},
		{"an empty variable is not set", tutorial, []string{"CLIENT_ID", " "}, want},
		{"the environment alone", "", []string{"AUTH0_DOMAIN", "example.auth0.com", "CLIENT_ID", "app", "API_IDENTIFIER", "https://api"}, want},
		{"the system browser", tutorial, []string{"LOGIN_WITH", "browser"}, with(func(a *App) { a.LoginWith = Browser })},
		{"the window or the system browser", tutorial, []string{"LOGIN_WITH", "either"}, with(func(a *App) { a.LoginWith = Either })},
		{"schemes", strings.Replace(tutorial, "{", `{"openSchemes":"vipps  itsme",`, 1), nil,
			with(func(a *App) { a.OpenSchemes = []string{"vipps", "itsme"} })},
		{"a provider on this machine", strings.Replace(tutorial, "{", `{"issuer":"http://[::1]:9000",`, 1), nil,
			with(func(a *App) { a.Issuer = "http://[::1]:9000" })},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			places := Places{Environment: inEnv(tt.env...), Files: []File{OnDisk(t.TempDir())}}
			if tt.file != "" {
				places.Carried = inFile(tt.file)
			}
			got, err := LoadApp(places)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLoadAppRefuses(t *testing.T) {
	change := func(old, new string) string { return strings.Replace(tutorial, old, new, 1) }
	const carried = FileName + " inside this app"
	tests := []struct {
		name, file string
		env        []string
		want       Error
	}{
		{"unknown key", change(`{`, `{"secret":"x",`), nil, Error{Place: carried, Key: "secret", Remedy: "It knows"}},
		{"key in the wrong case", change(`clientId`, `clientID`), nil, Error{Place: carried, Key: "clientID", Remedy: "Did you mean clientId?"}},
		{"variable as a key", change(`clientId`, `CLIENT_ID`), nil, Error{Place: carried, Key: "CLIENT_ID", Remedy: "Did you mean clientId?"}},
		{"missing value", change(`"clientId":"app",`, ``), nil, Error{Place: carried, Key: "clientId", Remedy: "Set it"}},
		{"empty value", change(`app`, ` `), nil, Error{Place: carried, Key: "clientId", Remedy: "Set it"}},
		{"placeholder", change(`example.auth0.com`, `<YOUR_AUTH0_DOMAIN>`), nil, Error{Place: carried, Key: "auth0Domain", Remedy: "Put your own"}},
		{"placeholder in the environment", tutorial, []string{"CLIENT_ID", "<id>"}, Error{Place: "the environment", Key: "CLIENT_ID", Remedy: "Put your own"}},
		{"no issuer", change(`"auth0Domain":"example.auth0.com",`, ``), nil, Error{Place: carried, Key: "auth0Domain", Remedy: "Set it"}},
		{"domain with a scheme", change(`example.auth0.com`, `https://example.auth0.com`), nil, Error{Place: carried, Key: "auth0Domain", Remedy: "Write it without"}},
		{"domain with a path", change(`example.auth0.com`, `example.auth0.com/`), nil, Error{Place: carried, Key: "auth0Domain", Remedy: "Write it without"}},
		{"http issuer", change(`{`, `{"issuer":"http://op.example",`), nil, Error{Place: carried, Key: "issuer", Remedy: "Write it as"}},
		{"issuer that only looks like loopback", change(`{`, `{"issuer":"http://127.0.0.1.example",`), nil, Error{Place: carried, Key: "issuer", Remedy: "Write it as"}},
		{"issuer with a user", change(`{`, `{"issuer":"https://a@op.example",`), nil, Error{Place: carried, Key: "issuer", Remedy: "Write it as"}},
		{"http API elsewhere", change(`{`, `{"apiUrl":"http://api.example",`), nil, Error{Place: carried, Key: "apiUrl", Remedy: "Write it like http://localhost:3000"}},
		{"redirect with a fragment", change(`{`, `{"redirectUri":"http://localhost/callback#x",`), nil, Error{Place: carried, Key: "redirectUri", Remedy: "Write it like http://localhost/callback"}},
		{"scope without openid", tutorial, []string{"SCOPE", "profile"}, Error{Place: "the environment", Key: "SCOPE", Remedy: "Without it"}},
		{"unknown log-in", change(`{`, `{"loginWith":"carrier pigeon",`), nil, Error{Place: carried, Key: "loginWith", Remedy: "Use webview, browser or either"}},
		{"scheme of a file", change(`{`, `{"openSchemes":"vipps file",`), nil, Error{Place: carried, Key: "openSchemes", Problem: `names "file"`, Remedy: "Name schemes"}},
		{"scheme with a colon", tutorial, []string{"OPEN_SCHEMES", "vipps:"}, Error{Place: "the environment", Key: "OPEN_SCHEMES", Problem: `names "vipps:"`, Remedy: "Name schemes"}},
		{"number", change(`"app"`, `7`), nil, Error{Place: carried, Key: "clientId", Remedy: "Put the value"}},
		{"array", `[]`, nil, Error{Place: carried, Problem: "is not a JSON object", Remedy: "Write it like"}},
		{"null", `null`, nil, Error{Place: carried, Problem: "is not a JSON object", Remedy: "Write it like"}},
		{"not JSON", "{\n\"clientId\": oops}", nil, Error{Place: carried, Problem: "is not JSON: line 2", Remedy: "Write it like"}},
		{"two values", tutorial + tutorial, nil, Error{Place: carried, Problem: "is not JSON", Remedy: "Write it like"}},
		{"no key at all", `{"":"x"}`, nil, Error{Place: carried, Problem: "is not a key", Remedy: "It knows"}},
		{"an override that is a text", change(`{`, `{"allowOverride":"true",`), nil, Error{Place: carried, Key: "allowOverride", Problem: "is neither true nor false", Remedy: "Write it without quotes"}},
		{"an override that is null", change(`{`, `{"allowOverride":null,`), nil, Error{Place: carried, Key: "allowOverride", Problem: "is neither"}},
		{"an override in another case", change(`{`, `{"allowoverride":true,`), nil, Error{Place: carried, Key: "allowoverride", Remedy: "Did you mean allowOverride?"}},
		{"environment only, incomplete", "", []string{"CLIENT_ID", "app"}, Error{Place: "the environment", Key: "AUTH0_DOMAIN", Remedy: "Set it"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			places := Places{Environment: inEnv(tt.env...)}
			if tt.file != "" {
				places.Carried = inFile(tt.file)
			}
			_, err := LoadApp(places)
			got := new(Error)
			if !errors.As(err, &got) {
				t.Fatalf("got %v, want an Error", err)
			}
			if got.Place != tt.want.Place || got.Key != tt.want.Key ||
				!strings.HasPrefix(got.Problem, tt.want.Problem) || !strings.HasPrefix(got.Remedy, tt.want.Remedy) {
				t.Errorf("got %q\nwant something like %+v", got, tt.want)
			}
		})
	}
}

func TestLoadAppNothing(t *testing.T) {
	if _, err := LoadApp(Places{Environment: inEnv(), Files: []File{OnDisk(t.TempDir())}}); !errors.Is(err, ErrNothing) {
		t.Errorf("got %v, want ErrNothing", err)
	}
}

func TestTheTemplateIsRefusedAsItIs(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", FileName+".template"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = LoadApp(Places{Environment: inEnv(), Carried: inFile(string(text))})
	if err == nil || !strings.Contains(err.Error(), "<YOUR_AUTH0_DOMAIN>") {
		t.Errorf("got %v, want an error about the placeholder", err)
	}
}

func TestLoadAPI(t *testing.T) {
	good, rs256 := []string{"ISSUER", "https://op.example", "API_IDENTIFIER", "https://api"}, []string{"RS256"}
	tests := []struct {
		name    string
		env     []string
		want    API
		problem string
	}{
		{name: "the defaults", env: good,
			want: API{Issuer: "https://op.example", Audience: "https://api", Resource: "https://api", Profile: Auth0, Algorithms: rs256,
				Host: "127.0.0.1", Port: 3000, Leeway: 30 * time.Second, Drain: 5 * time.Second}},
		{name: "everything", env: append([]string{"CLIENT_ID", "app", "JWKS_URI", "https://op.example/keys", "HOST", "::", "PORT", "0", "LEEWAY", "5s",
			"TOKEN_PROFILE", "rfc9068", "TOKEN_ALGORITHMS", "ES256, RS256 PS256", "TOKEN_PERMISSIONS", "scopes", "API_URL", "https://api.example/v1", "DRAIN", "0s"}, good...),
			want: API{Issuer: "https://op.example", Audience: "https://api", ClientID: "app", Resource: "https://api.example/v1", Profile: RFC9068,
				Algorithms: []string{"ES256", "RS256", "PS256"}, Permissions: true, JWKSURI: "https://op.example/keys", Host: "::", Leeway: 5 * time.Second}},
		{name: "an audience that is no URL", env: []string{"ISSUER", "https://op.example", "API_IDENTIFIER", "messages", "DRAIN", "60s"},
			want: API{Issuer: "https://op.example", Audience: "messages", Profile: Auth0, Algorithms: rs256,
				Host: "127.0.0.1", Port: 3000, Leeway: 30 * time.Second, Drain: time.Minute}},
		{name: "A-IDTOKEN one audience for both", env: append([]string{"CLIENT_ID", "https://api"}, good...), problem: "CLIENT_ID is the audience"},
		{name: "a profile that is none", env: append([]string{"TOKEN_PROFILE", "RFC9068"}, good...), problem: "TOKEN_PROFILE is not supported. Use auth0 or rfc9068"},
		{name: "A-ALG none", env: append([]string{"TOKEN_ALGORITHMS", "RS256,none"}, good...), problem: `TOKEN_ALGORITHMS names "none", which is not supported. Use one or more of RS256, PS256, ES256`},
		{name: "A-ALG a shared secret", env: append([]string{"TOKEN_ALGORITHMS", "HS256"}, good...), problem: `TOKEN_ALGORITHMS names "HS256", which is not supported`},
		{name: "A-ALG in another case", env: append([]string{"TOKEN_ALGORITHMS", "es256"}, good...), problem: `TOKEN_ALGORITHMS names "es256", which is not supported`},
		{name: "A-ALG nothing but a comma", env: append([]string{"TOKEN_ALGORITHMS", ","}, good...), problem: "TOKEN_ALGORITHMS names no algorithm"},
		{name: "permissions that are neither", env: append([]string{"TOKEN_PERMISSIONS", "yes"}, good...), problem: "TOKEN_PERMISSIONS is not supported. Use ignore or scopes"},
		{name: "an http URL", env: append([]string{"API_URL", "http://api.example"}, good...), problem: "API_URL is neither https"},
		{name: "a URL with a query", env: append([]string{"API_URL", "https://api.example?a=b"}, good...), problem: "API_URL has a query"},
		{name: "a drain too long", env: append([]string{"DRAIN", "61s"}, good...), problem: "DRAIN is not a time from 0s to 60s"},
		{name: "A-CONFIG-CLOSED nothing", problem: "nothing is configured"},
		{name: "A-CONFIG-CLOSED no issuer", env: good[2:], problem: "AUTH0_DOMAIN is missing"},
		{name: "A-CONFIG-CLOSED no audience", env: good[:2], problem: "API_IDENTIFIER is missing"},
		{name: "A-CONFIG-CLOSED http issuer", env: append([]string{"ISSUER", "http://op.example"}, good...), problem: "ISSUER is neither https"},
		{name: "A-CONFIG-CLOSED http keys", env: append([]string{"JWKS_URI", "http://op.example"}, good...), problem: "JWKS_URI is neither https"},
		{name: "a host name", env: append([]string{"HOST", "localhost"}, good...), problem: "HOST is not an IP address"},
		{name: "a port too high", env: append([]string{"PORT", "65536"}, good...), problem: "PORT is not a port"},
		{name: "A-SKEW", env: append([]string{"LEEWAY", "61s"}, good...), problem: "LEEWAY is not a time"},
		{name: "A-SKEW negative", env: append([]string{"LEEWAY", "-1s"}, good...), problem: "LEEWAY is not a time"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := loadAPI(Places{Environment: inEnv(tt.env...)})
			if tt.problem != "" {
				if err == nil || !strings.Contains(err.Error(), tt.problem) {
					t.Fatalf("got %v, want %q", err, tt.problem)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(tutorial))
	f.Add([]byte(`{"clientId":7}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, text []byte) {
		file := inFile(string(text))
		keys, err := file.parse(text)
		if keys == nil && err == nil {
			t.Error("neither keys nor an error")
		}
		for key := range keys {
			if key != allowOverride && !named(settings, key) {
				t.Errorf("it took the key %q", key)
			}
		}
	})
}
