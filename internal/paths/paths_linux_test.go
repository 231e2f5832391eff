package paths

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPaths(t *testing.T) {
	base := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(base, "config"))
	t.Setenv("XDG_CACHE_HOME", filepath.Join(base, "cache"))
	t.Setenv("XDG_STATE_HOME", filepath.Join(base, "state"))
	tests := map[string]struct {
		path func() (string, error)
		want string
		made string // the folder that the function makes; empty if it makes none
	}{
		"Config": {Config, "config/" + App, ""},
		"State":  {State, "state/" + App, "state/" + App},
		"Log":    {Log, "state/" + App + "/app.log", "state/" + App},
		"Locks":  {Locks, "cache/" + App + "/locks", "cache/" + App + "/locks"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			for _, folder := range []string{"cache", "state"} {
				if err := os.RemoveAll(filepath.Join(base, folder)); err != nil {
					t.Fatal(err)
				}
			}
			for range 2 { // the second time it is there already
				got, err := test.path()
				if want := filepath.Join(base, test.want); err != nil || got != want {
					t.Fatalf("got %s, %v, want %s", got, err, want)
				}
			}
			if test.made == "" {
				if _, err := os.Stat(filepath.Join(base, test.want)); !os.IsNotExist(err) {
					t.Errorf("the folder was made: %v", err)
				}
				return
			}
			info, err := os.Stat(filepath.Join(base, test.made))
			if err != nil || info.Mode() != os.ModeDir|0o700 {
				t.Errorf("got %v, %v, want a folder for this user alone", info, err)
			}
		})
	}
	for _, unset := range []string{"", "relative/folder"} {
		t.Setenv("XDG_STATE_HOME", unset)
		t.Setenv("HOME", base)
		if got, err := State(); err != nil || got != filepath.Join(base, ".local/state", App) {
			t.Errorf("State with %q: got %s, %v", unset, got, err)
		}
	}
	t.Run("a folder that cannot be made", func(t *testing.T) {
		file := filepath.Join(base, "file")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		t.Setenv("XDG_CACHE_HOME", file)
		t.Setenv("XDG_STATE_HOME", file)
		for name, path := range map[string]func() (string, error){"Log": Log, "Locks": Locks} {
			if got, err := path(); err == nil || got != "" {
				t.Errorf("%s: got %q, want an error", name, got)
			}
		}
	})
}

// TestAnOpenFolderIsClosed: others could write to the folder, because of an earlier version or an unusual umask.
func TestAnOpenFolderIsClosed(t *testing.T) {
	base := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", base)
	t.Setenv("XDG_STATE_HOME", filepath.Join(base, "state"))
	folders := []string{filepath.Join(base, App), filepath.Join(base, App, "locks"), filepath.Join(base, "state", App)}
	for _, folder := range folders {
		if err := errors.Join(os.MkdirAll(folder, 0o777), os.Chmod(folder, 0o777)); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []func() (string, error){Locks, State} {
		if _, err := path(); err != nil {
			t.Fatal(err)
		}
	}
	for _, folder := range folders {
		if info, err := os.Stat(folder); err != nil || info.Mode() != os.ModeDir|0o700 {
			t.Errorf("%s: %v, %v", folder, info.Mode(), err)
		}
	}
	if info, err := os.Stat(base); err != nil || info.Mode().Perm()&0o055 == 0 {
		t.Errorf("the folder of all apps was closed, too: %v, %v", info.Mode(), err)
	}
}

// TestAnotherUsersFolderIsNotUsed: no function uses a folder of another user.
func TestAnotherUsersFolderIsNotUsed(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give a folder away")
	}
	base := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", base)
	t.Setenv("XDG_STATE_HOME", base)
	folder := filepath.Join(base, App)
	if err := errors.Join(os.Mkdir(folder, 0o777), os.Chmod(folder, 0o777), os.Chown(folder, 65534, 65534)); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]func() (string, error){"Log": Log, "Locks": Locks, "Cache": Cache, "State": State} {
		if got, err := path(); got != "" || err == nil || !strings.Contains(err.Error(), folder+" belongs to another user") {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
	if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o777 {
		t.Errorf("the folder was changed: %v, %v", info.Mode(), err)
	}
}

// TestRelativeFolders: nothing may depend on the folder in which the program was started.
func TestRelativeFolders(t *testing.T) {
	home := t.TempDir()
	t.Chdir(t.TempDir())
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", "config")
	t.Setenv("XDG_CACHE_HOME", "../cache")
	for want, path := range map[string]func() (string, error){".config/" + App: Config, ".cache/" + App: Cache} {
		if got, err := path(); err != nil || got != filepath.Join(home, want) {
			t.Errorf("got %q, %v, want %s in the home folder", got, err, want)
		}
	}
	for _, home := range []string{"", "here"} {
		t.Setenv("HOME", home)
		for _, xdg := range []string{"", "relative"} {
			t.Setenv("XDG_CONFIG_HOME", xdg)
			t.Setenv("XDG_CACHE_HOME", xdg)
			for name, path := range map[string]func() (string, error){"Config": Config, "Cache": Cache, "Log": Log} {
				if got, err := path(); err == nil || got != "" {
					t.Errorf("HOME=%s, XDG=%s, %s: got %q", home, xdg, name, got)
				}
			}
		}
	}
	if made, err := filepath.Glob("*"); err != nil || len(made) > 0 {
		t.Errorf("the functions made %v in the working folder; %v", made, err)
	}
}
