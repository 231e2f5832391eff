package paths

import (
	"os"
	"path/filepath"
	"testing"
)

func TestPaths(t *testing.T) {
	base := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(base, "config"))
	t.Setenv("XDG_CACHE_HOME", filepath.Join(base, "cache"))
	tests := map[string]struct {
		path func() (string, error)
		want string
		made string // the folder that is there afterwards; empty when none is made
	}{
		"Config": {Config, "config/wails-openid-oauth", ""},
		"Log":    {Log, "cache/wails-openid-oauth/app.log", "cache/wails-openid-oauth"},
		"Locks":  {Locks, "cache/wails-openid-oauth/locks", "cache/wails-openid-oauth/locks"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if err := os.RemoveAll(filepath.Join(base, "cache")); err != nil {
				t.Fatal(err)
			}
			for range 2 { // the second time it is there already
				got, err := test.path()
				if want := filepath.Join(base, test.want); err != nil || got != want {
					t.Fatalf("got %s, %v, want %s", got, err, want)
				}
			}
			if test.made == "" {
				if _, err := os.Stat(filepath.Join(base, test.want)); !os.IsNotExist(err) {
					t.Errorf("it was made: %v", err)
				}
				return
			}
			info, err := os.Stat(filepath.Join(base, test.made))
			if err != nil || info.Mode() != os.ModeDir|0o700 {
				t.Errorf("got %v, %v, want a folder for this user alone", info, err)
			}
		})
	}
	t.Run("a folder that cannot be made", func(t *testing.T) {
		file := filepath.Join(base, "file")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		t.Setenv("XDG_CACHE_HOME", file)
		for name, path := range map[string]func() (string, error){"Log": Log, "Locks": Locks} {
			if got, err := path(); err == nil || got != "" {
				t.Errorf("%s: got %q, want an error", name, got)
			}
		}
	})
}
