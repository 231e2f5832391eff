package settings

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/internal/config"
	"wails-openid-oauth/test/authtest"
)

// placesIn returns places in which only the user's own file counts. It exists if text is not empty.
func placesIn(t *testing.T, text string) config.Places {
	t.Helper()
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if text != "" {
		if err := os.WriteFile(filepath.Join(folder, config.FileName), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return config.Places{Environment: func(string) string { return "" }, Sealed: true, Own: config.OnDisk(folder)}
}

func entered(issuer string) config.Form {
	return config.Form{Issuer: issuer, ClientID: "app", APIIdentifier: "https://api", APIURL: "https://api.example", LoginWith: config.Either}
}

// TestCheck: the provider decides what the issuer is.
func TestCheck(t *testing.T) {
	offline := fmt.Errorf("%w: no route", auth.ErrOffline)
	tests := []struct {
		name, entered string
		published     string // the issuer of the discovery document; empty: there is none
		failure       error
		issuer        string
		asked         int
		provider      error
		usable        bool
	}{
		{name: "a domain", entered: "op.example", published: "https://op.example", issuer: "https://op.example", asked: 1, usable: true},
		{name: "a domain whose issuer ends in a slash", entered: "op.example", published: "https://op.example/", issuer: "https://op.example/", asked: 2, usable: true},
		{name: "a slash too many", entered: "https://op.example/", published: "https://op.example", issuer: "https://op.example", asked: 2, usable: true},
		{name: "another issuer", entered: "https://op.example", published: "https://other.example", issuer: "https://op.example", asked: 2, provider: auth.ErrIssuer},
		{name: "no provider", entered: "https://op.example", failure: auth.ErrDiscovery, issuer: "https://op.example", asked: 1, provider: auth.ErrDiscovery},
		{name: "an issuer, offline", entered: "https://op.example", failure: offline, issuer: "https://op.example", asked: 1, provider: auth.ErrOffline, usable: true},
		{name: "a domain, offline", entered: "op.example", failure: offline, issuer: "https://op.example", asked: 1, provider: auth.ErrOffline},
		{name: "nothing", entered: " ", issuer: " "},
		{name: "plain http", entered: "http://op.example", issuer: "http://op.example"},
		{name: "a query", entered: "https://op.example?a=b", issuer: "https://op.example?a=b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			asked := 0
			c, err := Check(t.Context(), config.Find(placesIn(t, "")), entered(tt.entered), func(_ context.Context, cfg config.App) error {
				asked++
				if tt.failure == nil && cfg.Issuer != tt.published {
					return auth.ErrIssuer
				}
				return tt.failure
			})
			if err != nil || asked != tt.asked || c.Form.Issuer != tt.issuer || !errors.Is(c.Provider, tt.provider) || c.Usable != tt.usable {
				t.Errorf("asked %d times for %q: provider %v, usable %v, %v", asked, c.Form.Issuer, c.Provider, c.Usable, err)
			}
			_, _, wrong := config.Issuers(tt.entered)
			if shown := c.Fields[0].Err; (wrong != nil) != (tt.asked == 0) || wrong != nil && (shown == nil || shown.Remedy != wrong.(*config.Error).Remedy) {
				t.Errorf("the field says %v, want %v", shown, wrong)
			}
			if (c.Err != nil) != (tt.asked == 0) || c.Usable && c.App.Issuer != tt.issuer {
				t.Errorf("the problem is %v, the issuer %q", c.Err, c.App.Issuer)
			}
		})
	}
}

// TestCheckOfAnotherProblem: what no field shows is not lost, and nobody is asked.
func TestCheckOfAnotherProblem(t *testing.T) {
	places := placesIn(t, "")
	places.Environment = func(name string) string { return map[string]string{"CA_BUNDLE": "/nowhere.pem"}[name] }
	c, err := Check(t.Context(), config.Find(places), entered("https://op.example"), func(context.Context, config.App) error {
		t.Error("the provider was asked")
		return nil
	})
	if fault := new(config.Error); err != nil || c.Usable || !errors.As(c.Err, &fault) || fault.Key != "CA_BUNDLE" {
		t.Errorf("%+v, %v", c, err)
	}
}

// TestCheckAtAProvider asks a real discovery document.
func TestCheckAtAProvider(t *testing.T) {
	provider := authtest.NewProvider(t)
	c, err := Check(t.Context(), config.Find(placesIn(t, "")), entered(provider.Issuer+"/"), func(ctx context.Context, cfg config.App) error {
		_, err := auth.Discover(ctx, provider.Client(), auth.Config{Issuer: cfg.Issuer})
		return err
	})
	if err != nil || c.Provider != nil || c.App.Issuer != provider.Issuer {
		t.Errorf("%+v, %v", c, err)
	}
}

// TestNobodyIsLockedOut: whatever the user's file says, the form can be saved.
func TestNobodyIsLockedOut(t *testing.T) {
	for name, tt := range map[string]struct {
		file      string
		leavesOut bool
	}{
		"not JSON":              {`{"clientId": oops`, true},
		"an unknown key":        {`{"colour": "blue"}`, true},
		"no file of that name":  {`{"caBundle": "/nowhere.pem"}`, true},
		"a scope without value": {`{"scope": "email"}`, true},
		"a bad API":             {`{"issuer": "https://op.example", "apiUrl": "http://api.example"}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			places := placesIn(t, tt.file)
			c, err := Check(t.Context(), config.Find(places), entered("https://op.example"), func(context.Context, config.App) error { return nil })
			if err != nil || c.Err != nil || !c.Usable || c.LeavesOut != tt.leavesOut {
				t.Fatalf("%+v, %v", c, err)
			}
			if err := c.Save(); err != nil {
				t.Fatal(err)
			}
			if got, err := Load(places); err != nil || got.Issuer != "https://op.example" || got.APIURL != "https://api.example" {
				t.Errorf("%+v, %v", got, err)
			}
			if old, err := os.ReadFile(places.Own.Name + config.Backup); err != nil || string(old) != tt.file {
				t.Errorf("the old file: %q, %v", old, err)
			}
		})
	}
	t.Run("what only a session refuses", func(t *testing.T) {
		places := placesIn(t, `{"authorizationParameters": {"state": "x"}, "scope": "openid"}`)
		c, err := Check(t.Context(), config.Find(places), entered("https://op.example"), func(context.Context, config.App) error { return nil })
		if err := errors.Join(err, c.LeaveOut()); err != nil || !c.LeavesOut || c.App.AuthorizationParameters != nil {
			t.Errorf("%+v, %v", c, err)
		}
	})
}

// TestQuestions: they name the hosts, in the form that names are resolved in, and nothing else that a page chose.
func TestQuestions(t *testing.T) {
	long := strings.Repeat("a", 300)
	for raw, want := range map[string]string{
		"https://op.example":                        "op.example",
		"https://op.example:8443/a?b":               "op.example:8443",
		"http://[::1]:9096":                         "[::1]:9096",
		"https://\u0430pple.example":                "xn--pple-43d.example",
		"https://op.example/\n\nAPI: good.example":  "?",
		"https://op.example/%0A%0AAPI: good":        "op.example",
		"https://" + long + ".example":              "?",
		"https://good.example@evil.example":         "evil.example",
		"https://evil.example\\@good.example":       "?",
		"https://evil\u202eexample.good/\u202emoc.": `evil\u202eexample.good`,
	} {
		got := hostOf(raw)
		if got != want {
			t.Errorf("%q: %q, want %q", raw, got, want)
		}
	}
	app := config.App{Issuer: "https://op.example/good.example", APIURL: "https://api.example/v1"}
	for _, question := range []string{SaveQuestion(Checked{Draft: config.Draft{App: app}}), TestQuestion(app)} {
		if !strings.Contains(question, "\nProvider: op.example\nAPI: api.example\n") || strings.Contains(question, "good") {
			t.Errorf("it asks: %s", question)
		}
	}
	if question := SaveQuestion(Checked{Draft: config.Draft{App: app, LeavesOut: true}, Provider: auth.ErrOffline}); !strings.Contains(question, "could not be checked") ||
		!strings.Contains(question, "left out") {
		t.Errorf("it asks: %s", question)
	}
}
