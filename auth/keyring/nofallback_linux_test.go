package keyring

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"

	"wails-openid-oauth/auth"
)

// TestK_NOFALLBACK uses the system's own keyring without a session bus: nothing is written anywhere else.
func TestK_NOFALLBACK(t *testing.T) {
	home := t.TempDir()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(home, "no-bus"))
	for _, folder := range []string{
		"HOME", "TMPDIR", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME",
	} {
		t.Setenv(folder, home)
	}
	t.Chdir(home)
	store := New("no-fallback")
	if err := store.Save(t.Context(), grant); !errors.Is(err, auth.ErrStore) {
		t.Errorf("save: got %v, want ErrStore", err)
	}
	if _, err := store.Load(t.Context(), grant.Account); !errors.Is(err, auth.ErrStore) {
		t.Errorf("load: got %v, want ErrStore", err)
	}
	err := filepath.WalkDir(home, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && path != home {
			t.Errorf("%s was written", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
