package deploy

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	core "k8s.io/api/core/v1"
)

// TestOverlay: the overlay in the README works, and replaces every placeholder.
func TestOverlay(t *testing.T) {
	text, err := os.ReadFile(root + "/deploy/README.md")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindSubmatch(text)
	if block == nil {
		t.Fatal("the README shows no overlay")
	}
	folder, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	base, err := filepath.Abs(root + "/deploy/kubernetes")
	if err == nil {
		base, err = filepath.Rel(folder, base) // Kustomize accepts no absolute path.
	}
	if err != nil {
		t.Fatal(err)
	}
	overlay := strings.Replace(string(block[1]), "../wails-openid-oauth/deploy/kubernetes", base, 1)
	if err := os.WriteFile(filepath.Join(folder, "kustomization.yaml"), []byte(overlay), 0o600); err != nil {
		t.Fatal(err)
	}

	documents := renderFolder(t, folder)
	for kind, document := range documents {
		if err := validate(t, document); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
	d, _, container := deployment(t, documents)
	settings := read[core.ConfigMap](t, documents, "ConfigMap")
	got := []string{d.Namespace, container.Image, container.EnvFrom[0].ConfigMapRef.Name}
	if diff := cmp.Diff([]string{"messages", "registry.example/mine:1.2.3", settings.Name}, got); diff != "" {
		t.Error(diff)
	}
	before := read[core.ConfigMap](t, render(t), "ConfigMap")
	for name, value := range settings.Data {
		if name != "TOKEN_PROFILE" && value == before.Data[name] {
			t.Errorf("%s is still %s", name, value)
		}
	}
	if settings.Name == before.Name {
		t.Error("the changed settings have the name of the old ones, so the change would not be rolled out")
	}
}
