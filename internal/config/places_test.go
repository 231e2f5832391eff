package config

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const prefix = "WAILS_OPENID_"

// settingsFor returns complete settings that show from which place they came.
func settingsFor(place string) map[string]any {
	return map[string]any{"issuer": "https://" + place + ".example", "clientId": place, "apiIdentifier": "https://" + place, "apiUrl": "https://api." + place + ".example"}
}

func asJSON(t *testing.T, keys map[string]any, pairs ...any) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		keys[pairs[i].(string)] = pairs[i+1]
	}
	text, err := json.Marshal(keys)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// onDisk writes a settings file and returns its folder.
func onDisk(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	if err := errors.Join(os.Chmod(dir, 0o700), os.WriteFile(filepath.Join(dir, FileName), []byte(text), 0o600)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// untouched fails the test if a place outside the program is read.
func untouched(t *testing.T) Places {
	return Places{
		Environment: func(name string) string { t.Errorf("the app read the variable %s", name); return "planted" },
		Prefix:      prefix,
		Files: []File{{Name: "planted", text: func() ([]byte, error) {
			t.Error("the app read a file outside of the program")
			return nil, errors.New("planted")
		}}},
		Sealed: true,
	}
}

func TestASealedFileCountsAlone(t *testing.T) {
	for name, text := range map[string]string{
		"without a word on it": asJSON(t, settingsFor("carried")),
		"with false":           asJSON(t, settingsFor("carried"), allowOverride, false),
	} {
		t.Run(name, func(t *testing.T) {
			places := untouched(t)
			places.Carried = inFile(text)
			got, err := LoadApp(places)
			want := App{Issuer: "https://carried.example", ClientID: "carried", Audience: "https://carried", APIURL: "https://api.carried.example",
				RedirectURI: "http://localhost/callback", Scope: "openid profile offline_access", LoginWith: Webview,
				AudienceParameter: AsAudience, IDTokenSigningAlg: "RS256"}
			if err != nil || cmp.Diff(want, got) != "" {
				t.Errorf("%v\n%s", err, cmp.Diff(want, got))
			}
		})
	}
	for name, text := range map[string]string{
		"empty": "", "nothing in it": `{}`, "incomplete": `{"clientId":"carried"}`, "not JSON": `{`, "an override that is a text": asJSON(t, settingsFor("carried"), allowOverride, "true"),
	} {
		t.Run(name+" is completed from nowhere", func(t *testing.T) {
			places := untouched(t)
			places.Carried = inFile(text)
			fault := new(Error)
			if _, err := LoadApp(places); !errors.As(err, &fault) || fault.Place != FileName+" inside this app" {
				t.Errorf("got %v, want a fault of the carried file", err)
			}
		})
	}
}

func TestOverride(t *testing.T) {
	carried := inFile(asJSON(t, settingsFor("carried"), allowOverride, true, "scope", "openid carried"))
	beside := OnDisk(onDisk(t, asJSON(t, settingsFor("beside"))))
	own := OnDisk(onDisk(t, asJSON(t, settingsFor("own"), "scope", "openid own")))
	none := OnDisk(t.TempDir())
	tests := []struct {
		name          string
		env           []string
		files         []File
		client, scope string
	}{
		{"nothing above it", nil, []File{none, none}, "carried", "openid carried"},
		{"a file in the user's folder replaces it", nil, []File{none, own}, "own", "openid own"},
		{"a file beside the program replaces both, also where it says nothing", nil, []File{beside, own}, "beside", "openid profile offline_access"},
		{"a variable stands above one value", []string{prefix + "CLIENT_ID", "variable"}, []File{none, none}, "variable", "openid carried"},
		{"a variable stands above the files, too", []string{prefix + "CLIENT_ID", "variable"}, []File{beside, own}, "variable", "openid profile offline_access"},
		{"a variable without the prefix does not", []string{"CLIENT_ID", "planted"}, []File{none, own}, "own", "openid own"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := LoadApp(Places{Environment: inEnv(tt.env...), Prefix: prefix, Files: tt.files, Carried: carried, Sealed: true})
			if err != nil || got.ClientID != tt.client || got.Scope != tt.scope {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
	t.Run("only the carried file can allow it", func(t *testing.T) {
		places := untouched(t)
		places.Files = []File{OnDisk(onDisk(t, asJSON(t, settingsFor("beside"), allowOverride, true)))}
		places.Carried = inFile(asJSON(t, settingsFor("carried")))
		if got, err := LoadApp(places); err != nil || got.ClientID != "carried" {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("a file outside may say it, and it means nothing", func(t *testing.T) {
		file := OnDisk(onDisk(t, asJSON(t, settingsFor("beside"), allowOverride, false)))
		got, err := LoadApp(Places{Environment: inEnv(prefix+"CLIENT_ID", "variable"), Prefix: prefix, Files: []File{file}, Sealed: true})
		if err != nil || got.ClientID != "variable" {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("an unsealed build has it last", func(t *testing.T) {
		got, err := LoadApp(Places{Environment: inEnv("CLIENT_ID", "variable"), Files: []File{own}, Carried: inFile(`broken`)})
		if err != nil || got.ClientID != "variable" || got.Issuer != "https://own.example" {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}

func TestPrefix(t *testing.T) {
	complete := []string{prefix + "ISSUER", "https://op.example", prefix + "CLIENT_ID", "app", prefix + "API_IDENTIFIER", "https://api"}
	tests := []struct {
		name string
		env  []string
		file string
		want string // in the error; empty: there is none
	}{
		{"every name has it", complete, "", ""},
		{"others do not count", append([]string{"API_URL", "http://planted.example", "SCOPE", "planted", "CA_BUNDLE", "/planted"}, complete...), "", ""},
		{"a fault names the variable as it is spelled", append([]string{prefix + "API_URL", "http://api.example"}, complete...), "", "the environment: WAILS_OPENID_API_URL is neither"},
		{"and so does a value that is missing", complete[:4], "", "the environment: WAILS_OPENID_API_IDENTIFIER is missing. Set it: "},
		{"one is there by its old name", append([]string{"API_IDENTIFIER", "https://api"}, complete[:4]...), "",
			"WAILS_OPENID_API_IDENTIFIER is missing. This build reads WAILS_OPENID_API_IDENTIFIER, not API_IDENTIFIER"},
		{"or beside a file", []string{"CLIENT_ID", "app"}, `{"issuer":"https://op.example","apiIdentifier":"https://api"}`,
			"clientId is missing. This build reads WAILS_OPENID_CLIENT_ID, not CLIENT_ID"},
		{"all are", []string{"ISSUER", "https://planted.example", "CLIENT_ID", "app"}, "",
			"nothing is configured. This build reads WAILS_OPENID_ISSUER, WAILS_OPENID_CLIENT_ID, not ISSUER, CLIENT_ID"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			places := Places{Environment: inEnv(tt.env...), Prefix: prefix, Sealed: true}
			if tt.file != "" {
				places.Files = []File{OnDisk(onDisk(t, tt.file))}
			}
			got, err := LoadApp(places)
			if tt.want != "" {
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("got %v", err)
				}
				return
			}
			if err != nil || got.ClientID != "app" || got.APIURL != "http://localhost:3000" || got.CABundle != nil {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
	t.Run("it is still nothing", func(t *testing.T) {
		if _, err := LoadApp(Places{Environment: inEnv("CLIENT_ID", "app"), Prefix: prefix}); !errors.Is(err, ErrNothing) {
			t.Errorf("got %v", err)
		}
	})
}
