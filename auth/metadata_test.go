package auth_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wails-openid-oauth/auth"
	"wails-openid-oauth/internal/devidp"
)

// TestC_DISC_CACHE starts while discovery does not answer and the rest of the provider does.
func TestC_DISC_CACHE(t *testing.T) {
	start := func(t *testing.T, edit func(text string) string) *party {
		t.Helper()
		p := newParty(t)
		p.cacheFolder = t.TempDir()
		p.reopen(t)
		p.logIn(t)
		files, err := filepath.Glob(filepath.Join(p.cacheFolder, "*"))
		if err != nil || len(files) != 1 {
			t.Fatalf("%v, %v", files, err)
		}
		text, err := os.ReadFile(files[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(files[0], []byte(edit(string(text))), 0o600); err != nil {
			t.Fatal(err)
		}
		p.provider.Inject(devidp.Fault{Path: devidp.PathDiscovery, Status: 503})
		p.reopen(t)
		if err := p.Restore(ctx(t)); err != nil {
			t.Fatal(err)
		}
		return p
	}
	t.Run("the last good metadata serve", func(t *testing.T) {
		p := start(t, func(text string) string { return text })
		p.want(t, auth.SignedIn)
		p.provider.ClearFaults()
		if err := p.Logout(ctx(t)); err != nil {
			t.Fatal(err)
		}
		if n := len(p.provider.Requests(devidp.PathDiscovery)); n < 2 {
			t.Error("the provider is not asked again")
		}
	})
	for name, edit := range map[string]func(string) string{
		"another issuer's": func(text string) string { return strings.Replace(text, `"issuer":"http://`, `"issuer":"http://x.`, 1) },
		"an endpoint elsewhere": func(text string) string {
			return strings.ReplaceAll(text, `"token_endpoint":"http://127.0.0.1`, `"token_endpoint":"http://op.example`)
		},
		"the issuer twice": func(text string) string {
			return strings.Replace(text, "{", `{"issuer":"http://127.0.0.1:1",`, 1)
		},
		"text behind it": func(text string) string { return text + "x" },
		"no UTF-8":       func(text string) string { return strings.Replace(text, "{", "{\"x\":\"\xff\",", 1) },
		"half of it":     func(text string) string { return text[:len(text)/2] },
		"nothing":        func(string) string { return "" },
	} {
		t.Run("not used: "+name, func(t *testing.T) {
			p := start(t, edit)
			if s := p.Snapshot(); s.State != auth.Offline || !errors.Is(s.Err, auth.ErrOffline) {
				t.Errorf("got %+v", s)
			}
		})
	}
	t.Run("the last good metadata serve where the new ones cannot be read", func(t *testing.T) {
		p := start(t, func(text string) string { return text })
		p.provider.ClearFaults()
		p.provider.Inject(answer(devidp.PathDiscovery, 200, `{"issuer":"a","issuer":"b"}`))
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
		if os.Geteuid() != 0 && strings.Contains(p.log.String(), "cannot be kept") {
			t.Error("it was written again")
		}
	})
}
