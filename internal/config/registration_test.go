package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// beside is the tutorial's file with further members.
func beside(members string) string { return strings.Replace(tutorial, "{", "{"+members+",", 1) }

// TestRegistration reads the settings that some providers need.
func TestRegistration(t *testing.T) {
	type got struct {
		Secret, Audience, PostLogout, Alg string
		Parameters                        map[string]string
		Trusted                           []string
	}
	defaults := got{Audience: "audience", Alg: "RS256"}
	with := func(change func(*got)) got { one := defaults; change(&one); return one }
	for name, tt := range map[string]struct {
		file string
		env  []string
		want got
	}{
		"nothing of it": {tutorial, nil, defaults},
		"a secret":      {beside(`"clientSecret":"s3<cr>t"`), nil, with(func(g *got) { g.Secret = "s3<cr>t" })},
		"resource":      {beside(`"audienceParameter":"resource"`), nil, with(func(g *got) { g.Audience = AsResource })},
		"neither":       {tutorial, []string{"AUDIENCE_PARAMETER", "none"}, with(func(g *got) { g.Audience = NotSent })},
		"a log-out URL": {beside(`"postLogoutRedirectUri":"http://127.0.0.1:8400/bye"`), nil,
			with(func(g *got) { g.PostLogout = "http://127.0.0.1:8400/bye" })},
		"an algorithm": {beside(`"idTokenSigningAlg":"ES256"`), nil, with(func(g *got) { g.Alg = "ES256" })},
		"parameters": {beside(`"authorizationParameters":{"prompt":"consent","x":"a=b&c d+ü<>"}`), nil,
			with(func(g *got) { g.Parameters = map[string]string{"prompt": "consent", "x": "a=b&c d+ü<>"} })},
		"no parameters": {beside(`"authorizationParameters":{}`), nil, defaults},
		"parameters in the environment": {beside(`"authorizationParameters":{"prompt":"consent"}`),
			[]string{"AUTHORIZATION_PARAMETERS", "acr_values=silver%20gold&max_age=300"},
			with(func(g *got) { g.Parameters = map[string]string{"acr_values": "silver gold", "max_age": "300"} })},
		"audiences":                    {beside(`"trustedAudiences":["1234@project","5678"]`), nil, with(func(g *got) { g.Trusted = []string{"1234@project", "5678"} })},
		"audiences in the environment": {tutorial, []string{"TRUSTED_AUDIENCES", " a  b "}, with(func(g *got) { g.Trusted = []string{"a", "b"} })},
	} {
		t.Run(name, func(t *testing.T) {
			app, err := LoadApp(Places{Environment: inEnv(tt.env...), Carried: inFile(tt.file)})
			if err != nil {
				t.Fatal(err)
			}
			read := got{app.ClientSecret.Reveal(), app.AudienceParameter, app.PostLogoutRedirectURI, app.IDTokenSigningAlg,
				app.AuthorizationParameters, app.TrustedAudiences}
			if len(read.Trusted) == 0 {
				read.Trusted = nil
			}
			if diff := cmp.Diff(tt.want, read); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRegistrationRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		file   string
		env    []string
		key    string
		remedy string
	}{
		"a parameter that is a number":  {beside(`"authorizationParameters":{"max_age":300}`), nil, "authorizationParameters", "Write it as {"},
		"parameters as a text":          {beside(`"authorizationParameters":"prompt=consent"`), nil, "authorizationParameters", "Write it as {"},
		"parameters as a list":          {beside(`"authorizationParameters":["prompt"]`), nil, "authorizationParameters", "Write it as {"},
		"a name twice":                  {tutorial, []string{"AUTHORIZATION_PARAMETERS", "a=1&a=2"}, "AUTHORIZATION_PARAMETERS", "Write it as name=value"},
		"a bad escape":                  {tutorial, []string{"AUTHORIZATION_PARAMETERS", "a=%zz"}, "AUTHORIZATION_PARAMETERS", "Write it as name=value"},
		"audiences as a text":           {beside(`"trustedAudiences":"a"`), nil, "trustedAudiences", "Write it as ["},
		"an audience that is a number":  {beside(`"trustedAudiences":[7]`), nil, "trustedAudiences", "Write it as ["},
		"an audience with a space":      {beside(`"trustedAudiences":["a b"]`), nil, "trustedAudiences", "Write it as ["},
		"an empty audience":             {beside(`"trustedAudiences":[""]`), nil, "trustedAudiences", "Write it as ["},
		"HS256":                         {beside(`"idTokenSigningAlg":"HS256"`), nil, "idTokenSigningAlg", "Use RS256, PS256 or ES256"},
		"no algorithm":                  {beside(`"idTokenSigningAlg":"none"`), nil, "idTokenSigningAlg", "Use RS256"},
		"an unknown audience parameter": {beside(`"audienceParameter":"api"`), nil, "audienceParameter", "Use audience, resource or none"},
		"a log-out URL elsewhere":       {beside(`"postLogoutRedirectUri":"http://op.example/bye"`), nil, "postLogoutRedirectUri", "Write it like http://localhost/callback"},
		"a secret that is a number":     {beside(`"clientSecret":7`), nil, "clientSecret", "Put the value in double quotes"},
		"a secret left as it was":       {beside(`"clientSecret":"<YOUR_CLIENT_SECRET>"`), nil, "clientSecret", "Put your own value"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := LoadApp(Places{Environment: inEnv(tt.env...), Carried: inFile(tt.file)})
			refused := new(Error)
			if !errors.As(err, &refused) || refused.Key != tt.key || !strings.HasPrefix(refused.Remedy, tt.remedy) {
				t.Errorf("got %v, want an error about %s that says %q", err, tt.key, tt.remedy)
			}
		})
	}
}

// TestSecret: nothing shows a client secret.
func TestSecret(t *testing.T) {
	const text = "hunter2-hunter2"
	app, err := LoadApp(Places{Environment: inEnv(), Carried: inFile(beside(`"clientSecret":"` + text + `"`))})
	if err != nil || app.ClientSecret.Reveal() != text {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(app)
	if err != nil {
		t.Fatal(err)
	}
	var logged strings.Builder
	slog.New(slog.NewTextHandler(&logged, nil)).Info("settings", "app", app, "secret", app.ClientSecret)
	shown := []string{string(encoded), logged.String(), fmt.Sprint(app), fmt.Sprint(&app)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		shown = append(shown, fmt.Sprintf(verb, app), fmt.Sprintf(verb, app.ClientSecret))
	}
	for _, one := range shown {
		if strings.Contains(one, text) || strings.Contains(one, fmt.Sprintf("%x", text)) {
			t.Errorf("the secret is in %.300s", one)
		}
	}
}
