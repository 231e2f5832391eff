package main

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	zalando "github.com/zalando/go-keyring"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/internal/app/bridge"
	"wails-openid-oauth/internal/app/settings"
	"wails-openid-oauth/internal/config"
	"wails-openid-oauth/internal/paths"
	"wails-openid-oauth/test/authtest"
)

// userFolders are the variables that say where the user's folders are.
var userFolders = []string{"XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "HOME", "AppData", "LocalAppData"}

// settingsWorld is an app whose user's folders are new, with a person signed in, or without settings.
type settingsWorld struct {
	*App
	t    *testing.T
	file string
	old  auth.Account
}

func newSettingsWorld(t *testing.T, signedIn bool) *settingsWorld {
	t.Helper()
	zalando.MockInit()
	for _, variable := range userFolders {
		folder := t.TempDir()
		if err := os.Chmod(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		t.Setenv(variable, folder)
	}
	own, err := paths.Config()
	if err != nil {
		t.Fatal(err)
	}
	w := &settingsWorld{App: newApp(slog.New(slog.DiscardHandler)), t: t, file: filepath.Join(own, config.FileName)}
	w.emit = func(bridge.Session) {}
	w.ask = func(question string) bool { t.Errorf("it asked: %s", question); return false }
	first := &parts{failed: config.ErrNothing}
	if signedIn {
		first = w.signIn()
	}
	w.start(first, func(*auth.Session, context.Context) error { return nil })
	close(w.ready)
	t.Cleanup(func() { w.stop(); w.done.Wait() })
	return w
}

func (w *settingsWorld) signIn() *parts {
	w.t.Helper()
	provider := authtest.NewProvider(w.t)
	cfg := auth.Config{Issuer: provider.Issuer, ClientID: provider.ClientID, RedirectURI: authtest.RedirectURI, Scope: "openid offline_access"}
	session, err := auth.New(auth.Options{Config: cfg, Browser: provider.Browser(), Store: w.store, HTTP: provider.Client(), Log: w.log})
	if err != nil {
		w.t.Fatal(err)
	}
	if err := session.Login(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	w.old = auth.Account{Issuer: cfg.Issuer, ClientID: cfg.ClientID}
	if !w.stored() {
		w.t.Fatal("the session was not stored")
	}
	return &parts{session: session, settings: config.App{Issuer: cfg.Issuer, ClientID: cfg.ClientID}, connections: new(http.Transport)}
}

// logInWith has every later log-in take place in this browser. The parts that are made are sent to made, unless that is nil.
func (w *settingsWorld) logInWith(browser auth.Browser, made chan<- *parts) {
	w.agents = func(p *parts, _ config.App, _ userAgentEvents) (auth.Browser, auth.Browser) {
		if made != nil {
			made <- p
		}
		return browser, nil
	}
}

func (w *settingsWorld) stored() bool {
	_, err := w.store.Load(w.t.Context(), w.old)
	return !errors.Is(err, auth.ErrNotFound)
}

func (w *settingsWorld) saved() string {
	text, err := os.ReadFile(w.file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		w.t.Fatal(err)
	}
	return string(text)
}

func formFor(provider *authtest.Provider) bridge.Form {
	return bridge.Form{Issuer: strings.TrimPrefix(provider.Issuer, "http://"), ClientID: "app", APIIdentifier: authtest.Audience, APIURL: "https://api.example", LoginWith: "webview"}
}

// TestSettingsChange: nothing changes before the user agrees. Then the session ends, and the new settings count at once.
func TestSettingsChange(t *testing.T) {
	w, provider := newSettingsWorld(t, true), authtest.NewProvider(t)
	host := strings.TrimPrefix(provider.Issuer, "http://")
	unchanged := func() {
		t.Helper()
		if now := w.GetSession(); now.State != "signed-in" || !w.stored() || w.saved() != "" {
			t.Errorf("the session is %+v, and the file holds %q", now, w.saved())
		}
	}
	if checked, err := w.CheckSettings(formFor(provider)); err != nil || !checked.Usable || checked.Issuer != provider.Issuer {
		t.Errorf("the check says %+v, %v", checked, err)
	}
	unchanged()
	for _, agrees := range []bool{false, true} {
		asked := ""
		w.ask = func(question string) bool {
			if asked != "" {
				t.Error("a second question is asked")
				return false
			}
			asked = question
			unchanged()
			if saved, err := w.SaveSettings(formFor(provider)); saved || err != nil {
				t.Errorf("a second form was taken while the first one waits: %v, %v", saved, err)
			}
			return agrees
		}
		saved, err := w.SaveSettings(formFor(provider))
		if err != nil || saved != agrees || !strings.Contains(asked, "\nProvider: "+host+"\nAPI: api.example\n") {
			t.Fatalf("saved %v, %v, after the question %s", saved, err, asked)
		}
		if !agrees {
			unchanged()
		}
	}
	if now := w.GetSession(); now.State != "signed-out" || now.Provider != host || now.SetUp || w.stored() {
		t.Errorf("the session is %+v, and stored: %v", now, w.stored())
	}
	if !strings.Contains(w.saved(), `"issuer": "`+provider.Issuer+`"`) {
		t.Errorf("the file holds %s", w.saved())
	}
	got, err := w.GetSettings()
	if err != nil || !got.Usable || got.Fields[0].Value != provider.Issuer || got.Fields[0].Source != "own" {
		t.Errorf("the settings are %+v, %v", got, err)
	}
}

// TestFirstSettings: from nothing to a session, without a restart. What an earlier app left in the keyring is removed.
func TestFirstSettings(t *testing.T) {
	w, provider := newSettingsWorld(t, false), authtest.NewProvider(t)
	if now := w.GetSession(); !now.SetUp {
		t.Errorf("the session is %+v", now)
	}
	w.old = auth.Account{Issuer: provider.Issuer, ClientID: "app"}
	left := auth.Grant{Account: w.old, RefreshToken: auth.NewSecret("left"), Subject: "ada"}
	if err := w.store.Save(t.Context(), left); err != nil || !w.stored() {
		t.Fatal(err)
	}
	w.ask = func(string) bool { return true }
	if saved, err := w.SaveSettings(formFor(provider)); err != nil || !saved || w.stored() {
		t.Fatalf("saved %v, %v; an old session is stored: %v", saved, err, w.stored())
	}
	if now := w.GetSession(); now.State != "signed-out" || now.SetUp || !now.CanLogIn {
		t.Errorf("the session is %+v", now)
	}
}

// TestFirstSettingsWithALockedKeyring: what an earlier app left there does not count, and is removed when the keyring is unlocked.
func TestFirstSettingsWithALockedKeyring(t *testing.T) {
	w, provider := newSettingsWorld(t, false), authtest.NewProvider(t)
	store := authtest.NewStore(auth.Grant{Account: auth.Account{Issuer: provider.Issuer, ClientID: "app"}, RefreshToken: auth.NewSecret("left"), Subject: "ada"})
	store.Lock()
	w.store = store
	sessions := make(chan bridge.Session, 100)
	w.emit = func(session bridge.Session) { sessions <- session }
	w.ask = func(string) bool { return true }
	if saved, err := w.SaveSettings(formFor(provider)); err != nil || !saved {
		t.Fatalf("saved %v, %v", saved, err)
	}
	if now := w.GetSession(); now.State != "signed-out" || now.Notice == nil || now.Notice.Code != "still_locked" {
		t.Errorf("the session is %+v", now)
	}
	store.Open()
	for told := true; told; {
		select {
		case now := <-sessions:
			told = now.Notice != nil
		case <-time.After(time.Minute):
			t.Fatal("the notice stays")
		}
	}
	if store.Len() != 0 {
		t.Error("the entry is still there")
	}
}

// TestSettingsThatCannotBeUsed are refused before anyone is asked or signed out.
func TestSettingsThatCannotBeUsed(t *testing.T) {
	w, provider := newSettingsWorld(t, true), authtest.NewProvider(t)
	for name, change := range map[string]func(*bridge.Form){
		"an API without TLS":      func(f *bridge.Form) { f.APIURL = "http://api.example" },
		"no client ID":            func(f *bridge.Form) { f.ClientID = " " },
		"no provider":             func(f *bridge.Form) { f.Issuer += "/elsewhere" },
		"nothing in a domain":     func(f *bridge.Form) { f.Issuer = "127.0.0.1:1" },
		"an unknown user agent":   func(f *bridge.Form) { f.LoginWith = "pigeon" },
		"an issuer with a script": func(f *bridge.Form) { f.Issuer = "javascript:alert(1)" },
		"an issuer with a query":  func(f *bridge.Form) { f.Issuer += "?a=b" },
		"an API with a query":     func(f *bridge.Form) { f.APIURL += "?a=b" },
	} {
		form := formFor(provider)
		change(&form)
		if saved, err := w.SaveSettings(form); err == nil || saved {
			t.Errorf("%s: saved %v, %v", name, saved, err)
		}
		if checked, err := w.CheckSettings(form); err != nil || len(checked.Problems) == 0 || checked.Usable {
			t.Errorf("%s: the check says %+v, %v", name, checked, err)
		}
		if now := w.GetSession(); now.State != "signed-in" || !w.stored() {
			t.Errorf("%s: the session is %+v", name, now)
		}
	}
	t.Run("only the API's client refuses it", func(t *testing.T) {
		form := formFor(provider)
		form.APIURL += "/a/%2e%2e/b"
		if saved, err := w.SaveSettings(form); saved || bridge.FaultOf(err).Code != "config" {
			t.Errorf("saved %v, %v", saved, err)
		}
	})
	t.Run("another place stands above", func(t *testing.T) {
		t.Setenv("WAILS_OPENID_API_URL", "https://fixed.example")
		t.Setenv("API_URL", "https://fixed.example") // builds with the tag e2e
		w.ask = func(question string) bool {
			if !strings.Contains(question, "API: fixed.example") {
				t.Errorf("it asked: %s", question)
			}
			return false
		}
		if saved, err := w.SaveSettings(formFor(provider)); err != nil || saved {
			t.Errorf("saved %v, %v", saved, err)
		}
	})
}

// TestSettingsWithoutAKeyring: a person decides when the earlier sign-in cannot be removed.
func TestSettingsWithoutAKeyring(t *testing.T) {
	for _, goOn := range []bool{false, true} {
		w, provider := newSettingsWorld(t, true), authtest.NewProvider(t)
		zalando.MockInitWithError(errors.New("locked"))
		var asked []string
		w.ask = func(question string) bool {
			asked = append(asked, question)
			return len(asked) == 1 || goOn
		}
		saved, err := w.SaveSettings(formFor(provider))
		if err != nil || saved != goOn || len(asked) != 2 || !strings.Contains(asked[1], "keyring") || (w.saved() != "") != goOn {
			t.Errorf("saved %v, %v, after %q; the file holds %q", saved, err, asked, w.saved())
		}
		if now := w.GetSession(); now.State != "signed-out" {
			t.Errorf("the session is %+v", now)
		}
	}
}

// TestTestLogIn: a log-in for a test leaves nothing behind, and the session as it is.
func TestTestLogIn(t *testing.T) {
	w, provider := newSettingsWorld(t, true), authtest.NewProvider(t)
	form := formFor(provider)
	form.ClientID = provider.ClientID
	w.logInWith(provider.Browser(), nil)
	asks := false
	w.ask = func(question string) bool {
		if asks {
			t.Error("a second log-in is tried while the first one waits")
			return false
		}
		asks = true
		if _, err := w.TestLogIn(form); !errors.Is(err, auth.ErrCancelled) {
			t.Errorf("a second one: %v", err)
		}
		if !strings.Contains(question, "\nProvider: "+strings.TrimPrefix(provider.Issuer, "http://")+"\n") {
			t.Errorf("it asked: %s", question)
		}
		return false
	}
	if who, err := w.TestLogIn(form); !errors.Is(err, auth.ErrCancelled) || who != (bridge.Profile{}) || len(provider.Requests(idp.PathAuthorize)) != 0 {
		t.Errorf("the answer was No: %+v, %v", who, err)
	}
	w.ask = func(string) bool { return true }
	who, err := w.TestLogIn(form)
	if err != nil || who.Name != "Ada Lovelace" {
		t.Errorf("%+v, %v", who, err)
	}
	if revoked := len(provider.Requests(idp.PathRevoke)); revoked != 1 {
		t.Errorf("%d tokens were revoked, want 1", revoked)
	}
	if now := w.GetSession(); now.State != "signed-in" || !w.stored() || w.saved() != "" {
		t.Errorf("the session is %+v, and the file holds %q", now, w.saved())
	}
	form.Issuer = w.old.Issuer
	if who, err := w.TestLogIn(form); !errors.Is(err, settings.ErrSignedIn) {
		t.Errorf("where the user is signed in: %+v, %v", who, err)
	}
	form.Issuer = "127.0.0.1:1"
	if who, err := w.TestLogIn(form); !errors.Is(err, auth.ErrOffline) {
		t.Errorf("where nothing answers: %+v, %v", who, err)
	}
}

// TestTestLogInIsNotStored: a log-in for a test never touches the keyring, and leaves no file.
func TestTestLogInIsNotStored(t *testing.T) {
	w, provider := newSettingsWorld(t, false), authtest.NewProvider(t)
	store := authtest.NewStore()
	w.store = store
	form := formFor(provider)
	form.ClientID = provider.ClientID
	w.logInWith(provider.Browser(), nil)
	w.ask = func(string) bool { return true }
	if _, err := w.TestLogIn(form); err != nil {
		t.Fatal(err)
	}
	if calls := store.Calls(); len(calls) != 0 {
		t.Errorf("the keyring was asked: %v", calls)
	}
	for _, variable := range userFolders {
		_ = filepath.WalkDir(os.Getenv(variable), func(path string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				t.Errorf("%s was written", path)
			}
			return err
		})
	}
}

// TestPartsOfAFormAreClosed: what was made for a form that does not count, or that counts no more, logs nobody in.
func TestPartsOfAFormAreClosed(t *testing.T) {
	w, provider := newSettingsWorld(t, true), authtest.NewProvider(t)
	made := make(chan *parts, 1)
	w.logInWith(provider.Browser(), made)
	save := func(agrees bool) *parts {
		t.Helper()
		w.ask = func(string) bool { return agrees }
		if saved, err := w.SaveSettings(formFor(provider)); err != nil || saved != agrees {
			t.Fatalf("saved %v, %v", saved, err)
		}
		return <-made
	}
	wantClosed := func(p *parts, why string) {
		t.Helper()
		if err := p.session.Login(t.Context()); !errors.Is(err, auth.ErrCancelled) {
			t.Errorf("%s: a log-in ends with %v, want ErrCancelled", why, err)
		}
	}
	wantClosed(save(false), "the answer was No")
	kept := save(true)
	if p := w.parts.Load(); p != kept {
		t.Error("other parts are in use than those of the form")
	}
	save(true)
	wantClosed(kept, "other settings count now")
}

// TestCancelTest: a log-in for a test ends when the user wants it.
func TestCancelTest(t *testing.T) {
	w, provider := newSettingsWorld(t, false), authtest.NewProvider(t)
	w.CancelTest() // nothing is under way
	w.ask = func(string) bool { return true }
	w.logInWith(waitingBrowser{w.App}, nil)
	if who, err := w.TestLogIn(formFor(provider)); !errors.Is(err, auth.ErrCancelled) && !errors.Is(err, context.Canceled) {
		t.Errorf("%+v, %v", who, err)
	}
}

// waitingBrowser waits for a user who cancels.
type waitingBrowser struct{ app *App }

func (b waitingBrowser) Open(ctx context.Context, _ auth.Request) (*url.URL, error) {
	b.app.CancelTest()
	<-ctx.Done()
	return nil, ctx.Err()
}
