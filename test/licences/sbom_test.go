//go:build supply

package licences

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/test/overlay"
)

// bills runs "make sbom", and returns the names of the modules in each file, and the files' texts.
func bills(t *testing.T) (modules map[string][]string, texts map[string]string) {
	t.Helper()
	script, err := overlay.ReadFile(filepath.Join(root, "scripts/sbom.sh"))
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	cmd := exec.Command("bash", "-c", string(script), "scripts/sbom.sh", folder)
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	modules, texts = map[string][]string{}, map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(folder, file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		var bill struct {
			BOMFormat  string
			Components []struct{ Name, Version string }
		}
		if err := json.Unmarshal(text, &bill); err != nil || bill.BOMFormat != "CycloneDX" {
			t.Fatalf("%s is no CycloneDX: %v", file.Name(), err)
		}
		program, _, _ := strings.Cut(file.Name(), "-")
		for _, component := range bill.Components {
			if component.Version == "" {
				t.Errorf("%s: %s has no version", file.Name(), component.Name)
			}
			modules[program] = append(modules[program], component.Name)
		}
		texts[file.Name()] = string(text)
	}
	return modules, texts
}

// TestSBOM: the bills of materials have the modules whose licences are listed, and a second run makes the same files.
func TestSBOM(t *testing.T) {
	modules, first := bills(t)
	for i, program := range []string{"app", "api"} {
		_, kinds, err := Programs[i].List(root)
		if err != nil {
			t.Fatal(err)
		}
		want := slices.DeleteFunc(slices.Sorted(maps.Keys(kinds)), func(name string) bool { return !strings.Contains(name, ".") || carried[name] != "" })
		got := modules[program]
		slices.Sort(got)
		got = slices.DeleteFunc(slices.Compact(got), func(name string) bool { return name == "std" })
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-licences +bill):\n%s", program, diff)
		}
	}
	if _, second := bills(t); !maps.Equal(first, second) {
		t.Error("two runs make different files")
	}
	if len(first) != 4 {
		t.Errorf("there are %d files, want those of the app on three systems, and of the API", len(first))
	}
}
