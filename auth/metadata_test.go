package auth_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/demo/idp"
)

// TestC_DISC_CACHE starts the app while discovery fails and the rest of the provider works.
func TestC_DISC_CACHE(t *testing.T) {
	start := func(t *testing.T, spoil func(path string) error) *party {
		t.Helper()
		p := newParty(t)
		p.cacheFolder = t.TempDir()
		if err := os.Chmod(p.cacheFolder, 0o700); err != nil {
			t.Fatal(err)
		}
		p.reopen(t)
		p.logIn(t)
		files, err := filepath.Glob(filepath.Join(p.cacheFolder, "metadata-*"))
		if err != nil || len(files) != 1 {
			t.Fatalf("metadata in the cache folder: %v, %v; want one", files, err)
		}
		if err := spoil(files[0]); err != nil {
			t.Fatal(err)
		}
		p.provider.Inject(idp.Fault{Path: idp.PathDiscovery, Status: 503})
		p.reopen(t)
		if err := p.Restore(ctx(t)); err != nil {
			t.Fatal(err)
		}
		return p
	}
	t.Run("the last good metadata serve", func(t *testing.T) {
		p := start(t, func(string) error { return nil })
		p.want(t, auth.SignedIn)
		p.provider.ClearFaults()
		if err := p.Logout(ctx(t)); err != nil {
			t.Fatal(err)
		}
		if n := len(p.provider.Requests(idp.PathDiscovery)); n < 2 {
			t.Error("the app did not ask for the metadata again")
		}
	})
	edited := func(edit func(text string) string) func(path string) error {
		return func(path string) error {
			text, err := os.ReadFile(path)
			return errors.Join(err, os.WriteFile(path, []byte(edit(string(text))), 0o600))
		}
	}
	for name, spoil := range map[string]func(path string) error{
		"another issuer's": edited(func(text string) string { return strings.Replace(text, `"issuer":"http://`, `"issuer":"http://x.`, 1) }),
		"an endpoint elsewhere": edited(func(text string) string {
			return strings.ReplaceAll(text, `"token_endpoint":"http://127.0.0.1`, `"token_endpoint":"http://op.example`)
		}),
		"the issuer twice": edited(func(text string) string {
			return strings.Replace(text, "{", `{"issuer":"http://127.0.0.1:1",`, 1)
		}),
		"text behind it":                 edited(func(text string) string { return text + "x" }),
		"no UTF-8":                       edited(func(text string) string { return strings.Replace(text, "{", "{\"x\":\"\xff\",", 1) }),
		"half of it":                     edited(func(text string) string { return text[:len(text)/2] }),
		"nothing":                        edited(func(string) string { return "" }),
		"a file that all may write":      func(path string) error { return os.Chmod(path, 0o666) },
		"in a folder that all may write": func(path string) error { return os.Chmod(filepath.Dir(path), 0o777) },
		"larger than any answer":         func(path string) error { return os.Truncate(path, 2<<20) },
	} {
		t.Run("not used: "+name, func(t *testing.T) {
			needModes(t, strings.HasSuffix(name, "that all may write"))
			p := start(t, spoil)
			if s := p.Snapshot(); s.State != auth.Offline || !errors.Is(s.Err, auth.ErrOffline) {
				t.Errorf("got %+v, want offline with ErrOffline", s)
			}
		})
	}
	t.Run("the last good metadata serve where the new ones cannot be read", func(t *testing.T) {
		p := start(t, func(string) error { return nil })
		p.provider.ClearFaults()
		p.provider.Inject(answer(idp.PathDiscovery, 200, `{"issuer":"a","issuer":"b"}`))
		p.reopen(t)
		if err := p.Restore(ctx(t)); err != nil {
			t.Fatal(err)
		}
		p.want(t, auth.SignedIn)
	})
	t.Run("nothing is written when nothing changed", func(t *testing.T) {
		p := newParty(t)
		p.cacheFolder = t.TempDir()
		p.reopen(t)
		p.logIn(t)
		if err := os.Chmod(p.cacheFolder, 0o500); err != nil {
			t.Fatal(err)
		}
		p.reopen(t)
		p.logIn(t)
		if os.Geteuid() != 0 && strings.Contains(p.log.String(), "cannot be stored") {
			t.Error("the metadata were written again")
		}
	})
}
