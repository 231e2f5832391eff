package auth_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
	"wails-openid-oauth/test/authtest"
)

// newCachingParty is a party with a cache folder, in which Ada has logged in.
func newCachingParty(t *testing.T) *party {
	t.Helper()
	p := newParty(t)
	p.cacheFolder = t.TempDir()
	if err := os.Chmod(p.cacheFolder, 0o700); err != nil {
		t.Fatal(err)
	}
	p.reopen(t)
	p.logIn(t)
	p.Close() // writes what is to be written
	if !auth.Remembers(p.cacheFolder) {
		t.Error("the cache does not tell that a user is remembered")
	}
	p.reopen(t)
	return p
}

// profileFiles returns the files of the profile cache.
func (p *party) profileFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(p.cacheFolder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, file := range files {
		if !strings.HasPrefix(filepath.Base(file), "metadata-") {
			found = append(found, file)
		}
	}
	return found
}

// keepsNoProfile closes the session. No profile may be left in the cache.
func (p *party) keepsNoProfile(t *testing.T) {
	t.Helper()
	p.Close()
	if files := p.profileFiles(t); len(files) != 0 || auth.Remembers(p.cacheFolder) {
		t.Errorf("the cache still has %v", files)
	}
}

// remembered is what the cache has of a person.
func remembered(person idp.Person) auth.Profile {
	return auth.Profile{Subject: person.Subject(), Name: person.Name, Email: person.Email}
}

func people() (ada, grace idp.Person) {
	all := idp.DemoPeople()
	return all[0], all[1]
}

// refuse makes the provider end the session at the next refresh.
func (p *party) refuse() {
	p.provider.Inject(answer(idp.PathToken, 400, `{"error":"invalid_grant"}`))
}

// TestProfileCache: a start shows whose session is stored before the provider answers, and in every state that follows.
func TestProfileCache(t *testing.T) {
	ada, _ := people()
	t.Run("while the provider hangs", func(t *testing.T) {
		p := newCachingParty(t)
		gate := make(chan struct{})
		p.provider.Inject(idp.Fault{Path: idp.PathToken, Times: 1, Gate: gate})
		restored := make(chan error, 1)
		go func() { restored <- p.Restore(ctx(t)) }()
		if err := p.provider.WaitRequests(ctx(t), idp.PathToken, 1); err != nil {
			t.Fatal(err)
		}
		want := auth.Snapshot{State: auth.SigningIn, Step: auth.Restoring, Remembered: remembered(ada)}
		if got := p.Snapshot(); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
		close(gate)
		if err := <-restored; err != nil {
			t.Fatal(err)
		}
		if s := p.Snapshot(); s.State != auth.SignedIn || s.Step != 0 || s.Profile.Name != ada.Name || s.Person() != s.Profile {
			t.Errorf("got %+v", s)
		}
	})
	t.Run("offline", func(t *testing.T) {
		p := newCachingParty(t)
		p.provider.GoOffline()
		if err := p.Restore(ctx(t)); err != nil {
			t.Fatal(err)
		}
		if s := p.Snapshot(); s.State != auth.Offline || s.Step != 0 || s.Profile != (auth.Profile{}) || s.Remembered != remembered(ada) {
			t.Errorf("got %+v", s)
		}
		if err := p.provider.GoOnline(); err != nil {
			t.Fatal(err)
		}
		if s := p.recover(t); s.Profile.Name != ada.Name {
			t.Errorf("got %+v", s)
		}
	})
	t.Run("expired", func(t *testing.T) {
		p := newCachingParty(t)
		p.refuse()
		if err := p.Restore(ctx(t)); !errors.Is(err, auth.ErrLoginRequired) {
			t.Fatal(err)
		}
		expired := func() {
			t.Helper()
			if s := p.Snapshot(); s.State != auth.Expired || s.Profile != (auth.Profile{}) || s.Remembered != remembered(ada) {
				t.Errorf("got %+v", s)
			}
		}
		expired()
		walksAway(p.browser)
		walking, cancel := context.WithCancel(ctx(t))
		ended := make(chan error, 1)
		go func() { ended <- p.Login(walking) }()
		if s := p.wait(t, auth.SigningIn); s.Remembered != remembered(ada) || s.Step != auth.LoggingIn {
			t.Errorf("during the next log-in: %+v", s)
		}
		cancel()
		if err := <-ended; !errors.Is(err, auth.ErrCancelled) {
			t.Fatal(err)
		}
		expired()
		p.keepsNoProfile(t)
	})
	t.Run("no ID token, and no name before the UserInfo endpoint answers", func(t *testing.T) {
		p := newCachingParty(t)
		p.provider.Tamper(idp.PathToken, authtest.EditJSON(func(body map[string]any) { delete(body, "id_token") }))
		gate := make(chan struct{})
		p.provider.Inject(idp.Fault{Path: idp.PathUserInfo, Times: 1, Gate: gate})
		p.provider.Tamper(idp.PathUserInfo, authtest.EditJSON(func(body map[string]any) { delete(body, "email") }))
		if err := p.Restore(ctx(t)); err != nil {
			t.Fatal(err)
		}
		s := p.Snapshot()
		if s.State != auth.SignedIn || s.Profile != (auth.Profile{Subject: ada.Subject()}) || s.Person() != remembered(ada) {
			t.Errorf("before the answer: %+v", s)
		}
		close(gate)
		await(t, "the profile never got its name", func() bool { return p.Snapshot().Profile.Name != "" })
		if s := p.Snapshot(); s.Person() != s.Profile || s.Profile.Email != "" {
			t.Errorf("an address that the provider tells no more is still shown: %+v", s)
		}
	})
}

// TestProfileCacheFile: the file holds no token, its name tells nothing, and only its owner can read it.
func TestProfileCacheFile(t *testing.T) {
	p := newCachingParty(t)
	files := p.profileFiles(t)
	if len(files) != 1 {
		t.Fatalf("files: %v, want one", files)
	}
	info, err := os.Stat(files[0])
	if err != nil || info.Mode().Perm() != 0o600 && runtime.GOOS != "windows" {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
	ada, _ := people()
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	if name := filepath.Base(files[0]); !regexp.MustCompile(`^profile-[0-9a-f]{32}\.json$`).MatchString(name) {
		t.Errorf("the name %s tells something", name) // letters of a hash may be a name by chance
	}
	var members map[string]any
	if err := json.Unmarshal(text, &members); err != nil {
		t.Fatal(err)
	}
	for name := range members {
		switch name {
		case "issuer", "client_id", "account", "sub", "name", "email", "picture":
		default:
			t.Errorf("the file has a member %q", name)
		}
	}
	if strings.Contains(string(text), p.refreshToken(t)) {
		t.Error("the file has the refresh token")
	}
	p.leaks(t, ada.Name, ada.Email)
}

// TestProfileCacheOfOthers: a file that is not exactly what this session would have written is passed over.
func TestProfileCacheOfOthers(t *testing.T) {
	ada, grace := people()
	edited := func(edit func(text string) string) func(string) error {
		return func(path string) error {
			text, err := os.ReadFile(path)
			return errors.Join(err, os.WriteFile(path, []byte(edit(string(text))), 0o600))
		}
	}
	member := func(name string, value any) func(string) error {
		return edited(func(text string) string {
			var file struct {
				Issuer   string `json:"issuer"`
				ClientID string `json:"client_id"`
				Account  string `json:"account"`
				Subject  string `json:"sub"`
				Name     string `json:"name"`
				Email    string `json:"email"`
				Picture  []byte `json:"picture"`
			}
			if json.Unmarshal([]byte(text), &file) != nil {
				panic(text)
			}
			change, _ := json.Marshal(map[string]any{name: value})
			_ = json.Unmarshal(change, &file)
			out, _ := json.Marshal(file)
			return string(out)
		})
	}
	for name, spoil := range map[string]func(path string) error{
		"another provider":               member("issuer", "https://op.example/"),
		"another client":                 member("client_id", "other"),
		"another account":                member("account", "work"),
		"another person":                 member("sub", grace.Subject()),
		"nobody":                         member("sub", ""),
		"a member more":                  edited(func(text string) string { return strings.Replace(text, "{", `{"admin":true,`, 1) }),
		"a member twice":                 edited(func(text string) string { return strings.Replace(text, "{", `{"name":"Mallory",`, 1) }),
		"a member in capitals":           edited(func(text string) string { return strings.Replace(text, `"name"`, `"NAME"`, 1) }),
		"a number for a name":            edited(func(text string) string { return strings.Replace(text, `"name":"`, `"name":1,"x":"`, 1) }),
		"half of it":                     edited(func(text string) string { return text[:len(text)/2] }),
		"nothing":                        edited(func(string) string { return "" }),
		"a file that all may write":      func(path string) error { return os.Chmod(path, 0o666) },
		"in a folder that all may write": func(path string) error { return os.Chmod(filepath.Dir(path), 0o777) },
		"very large":                     func(path string) error { return os.Truncate(path, 2<<20) },
	} {
		t.Run(name, func(t *testing.T) {
			needModes(t, strings.HasSuffix(name, "that all may write"))
			p := newCachingParty(t)
			if err := spoil(p.profileFiles(t)[0]); err != nil {
				t.Fatal(err)
			}
			p.provider.GoOffline()
			if err := p.Restore(ctx(t)); err != nil {
				t.Fatal(err)
			}
			if s := p.Snapshot(); s.State != auth.Offline || s.Person() != (auth.Profile{}) || p.RememberedPicture(ada.Subject()) != nil {
				t.Errorf("got %+v", s)
			}
		})
	}
	t.Run("a session of another registration", func(t *testing.T) {
		p := newCachingParty(t)
		p.edit = func(c *auth.Config) { c.Account = "work" }
		p.reopen(t)
		if err := p.Restore(ctx(t)); !errors.Is(err, auth.ErrLoginRequired) || p.Snapshot().Person() != (auth.Profile{}) {
			t.Errorf("got %+v, %v", p.Snapshot(), err)
		}
		p.edit = nil
		p.reopen(t)
		p.provider.GoOffline()
		if err := p.Restore(ctx(t)); err != nil || p.Snapshot().Person().Name == "" {
			t.Errorf("the profile of the first registration is gone: %+v, %v", p.Snapshot(), err)
		}
	})
}

// TestProfileCacheAtLogout: from every state a log-out removes the file at once, whether or not the store answers.
func TestProfileCacheAtLogout(t *testing.T) {
	logOut := func(t *testing.T, p *party) {
		t.Helper()
		if err := p.Logout(ctx(t)); err != nil {
			t.Error(err)
		}
		if s := p.Snapshot(); s.Person() != (auth.Profile{}) || p.RememberedPicture("") != nil {
			t.Errorf("after the log-out: %+v", s)
		}
		p.keepsNoProfile(t)
	}
	t.Run("before anything else", func(t *testing.T) { logOut(t, newCachingParty(t)) })
	t.Run("signed in", func(t *testing.T) {
		p := newCachingParty(t)
		if err := p.Restore(ctx(t)); err != nil {
			t.Fatal(err)
		}
		logOut(t, p)
	})
	t.Run("offline", func(t *testing.T) {
		p := newCachingParty(t)
		p.provider.GoOffline()
		if err := p.Restore(ctx(t)); err != nil {
			t.Fatal(err)
		}
		logOut(t, p)
	})
	t.Run("while the session is restored", func(t *testing.T) {
		p := newCachingParty(t)
		gate := make(chan struct{})
		p.provider.Inject(idp.Fault{Path: idp.PathToken, Times: 1, Gate: gate})
		restored := make(chan error, 1)
		go func() { restored <- p.Restore(ctx(t)) }()
		if err := p.provider.WaitRequests(ctx(t), idp.PathToken, 1); err != nil {
			t.Fatal(err)
		}
		if err := p.Logout(ctx(t)); err != nil {
			t.Error(err)
		}
		close(gate)
		<-restored
		logOut(t, p)
	})
	t.Run("expired", func(t *testing.T) {
		p := newCachingParty(t)
		p.refuse()
		if err := p.Restore(ctx(t)); !errors.Is(err, auth.ErrLoginRequired) {
			t.Fatal(err)
		}
		logOut(t, p)
	})
	t.Run("the store does not answer, and the process is killed", func(t *testing.T) {
		p := newCachingParty(t)
		before, open := gate(t, authtest.Delete)
		p.store.Before(before)
		ended := make(chan error, 1)
		go func() { ended <- p.Logout(ctx(t)) }()
		p.awaitCall(t, authtest.Delete, 1)
		if files := p.profileFiles(t); len(files) != 0 {
			t.Errorf("the cache still has %v", files)
		}
		p.staysOut(t)
		open()
		<-ended
	})
	t.Run("the next start finishes it", func(t *testing.T) {
		p := newCachingParty(t)
		file := p.profileFiles(t)[0]
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		p.store.Before(authtest.Fail(errors.New("locked"), authtest.Delete))
		if err := p.Logout(ctx(t)); !errors.Is(err, auth.ErrNotErased) {
			t.Errorf("got %v, want ErrNotErased", err)
		}
		if err := os.WriteFile(file, text, 0o600); err != nil { // as if the process had been killed before it was removed
			t.Fatal(err)
		}
		p.staysOut(t)
		p.keepsNoProfile(t)
	})
}

// TestProfileCacheOfTwoProcesses: what another process does to the session also holds for the profile.
func TestProfileCacheOfTwoProcesses(t *testing.T) {
	start := func(t *testing.T) (*party, *party) {
		t.Helper()
		p := newCachingParty(t)
		p.locker = newLocker()
		p.reopen(t)
		other := p.second(t)
		if err := errors.Join(p.Restore(ctx(t)), other.Restore(ctx(t))); err != nil {
			t.Fatal(err)
		}
		return p, other
	}
	ada, _ := people()
	t.Run("it logs out", func(t *testing.T) {
		p, other := start(t)
		if err := other.Logout(ctx(t)); err != nil {
			t.Fatal(err)
		}
		p.RememberPicture(ada.Subject(), []byte("late")) // p has not noticed yet, and writes anew
		p.keepsNoProfile(t)
	})
	t.Run("it logs out, and this one notices", func(t *testing.T) {
		p, other := start(t)
		if err := other.Logout(ctx(t)); err != nil {
			t.Fatal(err)
		}
		p.clock.Advance(time.Hour)
		if _, err := p.Token(ctx(t), ""); !errors.Is(err, auth.ErrLoginRequired) {
			t.Fatal(err)
		}
		if s := p.Snapshot(); s.State != auth.Expired || s.Person() != (auth.Profile{}) {
			t.Errorf("got %+v, want expired, and nobody on the screen", s)
		}
	})
	t.Run("the entry is removed by hand", func(t *testing.T) {
		p, _ := start(t)
		if err := p.store.Delete(ctx(t), p.account); err != nil {
			t.Fatal(err)
		}
		p.clock.Advance(time.Hour)
		if _, err := p.Token(ctx(t), ""); !errors.Is(err, auth.ErrLoginRequired) {
			t.Fatal(err)
		}
		p.keepsNoProfile(t)
	})
	t.Run("the entry is removed by hand while no app runs", func(t *testing.T) {
		p, other := start(t)
		other.Close()
		p.reopen(t)
		if err := p.store.Delete(ctx(t), p.account); err != nil {
			t.Fatal(err)
		}
		if err := p.Restore(ctx(t)); !errors.Is(err, auth.ErrLoginRequired) {
			t.Fatal(err)
		}
		p.keepsNoProfile(t)
	})
}

// TestProfileCacheAtLogin: the file is about the person whose session is stored, and about nobody else.
func TestProfileCacheAtLogin(t *testing.T) {
	_, grace := people()
	logInAsGrace := func(t *testing.T, p *party) {
		t.Helper()
		p.browser.Set(func(b *authtest.Browser) { b.Person = grace.Key })
		p.logIn(t)
	}
	t.Run("of somebody else", func(t *testing.T) {
		p := newCachingParty(t)
		if err := p.Restore(ctx(t)); err != nil {
			t.Fatal(err)
		}
		p.RememberPicture(p.Snapshot().Profile.Subject, []byte("Ada"))
		logInAsGrace(t, p)
		if p.RememberedPicture(grace.Subject()) != nil {
			t.Error("Grace has Ada's picture")
		}
		p.reopen(t)
		p.provider.GoOffline()
		if err := p.Restore(ctx(t)); err != nil {
			t.Fatal(err)
		}
		if s := p.Snapshot(); s.Remembered != remembered(grace) || p.RememberedPicture(grace.Subject()) != nil {
			t.Errorf("got %+v, want Grace", s)
		}
	})
	for name, spoil := range map[string]func(p *party){
		"that is not stored": func(p *party) { p.store.Before(authtest.Fail(errors.New("locked"), authtest.Save)) },
		"that brings no refresh token": func(p *party) {
			p.provider.Tamper(idp.PathToken, authtest.EditJSON(func(body map[string]any) { delete(body, "refresh_token") }))
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := newCachingParty(t)
			spoil(p)
			logInAsGrace(t, p)
			p.keepsNoProfile(t)
		})
	}
}

// TestRememberedPicture: the picture is kept for the person who is signed in, and for as long as the profile.
func TestRememberedPicture(t *testing.T) {
	ada, grace := people()
	picture := []byte("\x89PNG")
	restored := func(t *testing.T) *party {
		t.Helper()
		p := newCachingParty(t)
		if err := p.Restore(ctx(t)); err != nil {
			t.Fatal(err)
		}
		return p
	}
	// next returns the picture at the next start, before the provider answers.
	next := func(t *testing.T, p *party) []byte {
		t.Helper()
		p.reopen(t)
		p.provider.GoOffline()
		if err := p.Restore(ctx(t)); err != nil {
			t.Fatal(err)
		}
		if s := p.Snapshot(); s.Remembered != remembered(ada) {
			t.Errorf("got %+v", s)
		}
		if p.RememberedPicture(grace.Subject()) != nil {
			t.Error("the picture is also somebody else's")
		}
		return p.RememberedPicture(ada.Subject())
	}
	t.Run("is there at the next start", func(t *testing.T) {
		p := restored(t)
		p.RememberPicture(ada.Subject(), picture)
		if got := next(t, p); !bytes.Equal(got, picture) {
			t.Errorf("got %q", got)
		}
	})
	t.Run("is replaced", func(t *testing.T) {
		p := restored(t)
		p.RememberPicture(ada.Subject(), picture)
		p.RememberPicture(ada.Subject(), nil)
		if got := next(t, p); got != nil {
			t.Errorf("got %q, want none", got)
		}
	})
	t.Run("of somebody else", func(t *testing.T) {
		p := restored(t)
		p.RememberPicture(grace.Subject(), picture)
		if got := next(t, p); got != nil {
			t.Errorf("got %q, want none", got)
		}
	})
	t.Run("too large", func(t *testing.T) {
		p := restored(t)
		p.RememberPicture(ada.Subject(), make([]byte, 128<<10+1))
		if got := next(t, p); got != nil {
			t.Errorf("got %d bytes, want none", len(got))
		}
	})
	t.Run("after a log-out", func(t *testing.T) {
		p := restored(t)
		if err := p.Logout(ctx(t)); err != nil {
			t.Fatal(err)
		}
		p.RememberPicture(ada.Subject(), picture)
		p.keepsNoProfile(t)
	})
}

// needModes skips a test that changes the mode of a file where there is none. On Windows, the tests of safefile change lists of rights.
func needModes(t *testing.T, needed bool) {
	t.Helper()
	if needed && runtime.GOOS == "windows" {
		t.Skip("Windows has no modes")
	}
}
