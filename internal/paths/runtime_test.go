package paths

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestRuntime(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the folders of other systems have other variables")
	}
	run, cache := t.TempDir(), t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	open := filepath.Join(run, App)
	if err := os.Mkdir(open, 0o777); err != nil {
		t.Fatal(err)
	}
	for value, want := range map[string]string{
		run: open, "": filepath.Join(cache, App, "run"), "relative": filepath.Join(cache, App, "run"),
		filepath.Join(run, "missing"): filepath.Join(cache, App, "run"),
	} {
		t.Setenv("XDG_RUNTIME_DIR", value)
		got, err := Runtime()
		if got != want || err != nil {
			t.Errorf("%q: got %s, %v", value, got, err)
			continue
		}
		if info, err := os.Stat(got); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%q: %v, %v", value, info.Mode(), err)
		}
	}
}
