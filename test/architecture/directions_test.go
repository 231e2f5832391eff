// Package architecture checks the directions in which the packages of this project may depend on each other.
package architecture

import (
	"os/exec"
	"strings"
	"testing"
)

// dependencies returns every package that pkg needs, under the given build tags.
func dependencies(t *testing.T, tags string, pkg ...string) []string {
	t.Helper()
	args := append([]string{"list", "-deps", "-tags", tags}, pkg...)
	cmd := exec.Command("go", args...)
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go %s: %v", strings.Join(args, " "), err)
	}
	return strings.Fields(string(out))
}

// module is the path of this project's module, which "make rename" changes.
var module = func() string {
	out, err := exec.Command("go", "list", "-m").Output()
	if err != nil {
		panic(err)
	}
	return strings.TrimSpace(string(out))
}()

func TestDirections(t *testing.T) {
	const wails = "github.com/wailsapp"
	app := []string{module + "/auth", module + "/apiclient", module + "/backend-api"}
	tests := []struct {
		name, tags string
		packages   []string
		needs      string
		never      []string
	}{
		{"auth knows neither Wails nor apiclient", "", []string{"./auth/..."}, module + "/internal/jose",
			[]string{wails, module + "/apiclient", module + "/demo", module + "/internal/config"}},
		{"apiclient knows neither Wails nor auth", "", []string{"./apiclient"}, module + "/internal/endpoint",
			[]string{wails, module + "/auth", module + "/internal/config"}},
		{"the API knows nothing of the app", "", []string{"./backend-api/..."}, module + "/internal/jwks",
			[]string{wails, module + "/auth", module + "/apiclient", module + "/demo"}},
		{"the demo provider knows nothing of the app", "", []string{"./demo/idp"}, "github.com/luikyv/go-oidc/pkg/provider", append(app, wails)},
		{"a production build has no demo provider", "desktop,production", []string{"."}, module + "/auth",
			[]string{module + "/demo", module + "/test", "github.com/luikyv"}},
		{"a development build has one", "dev", []string{"."}, module + "/demo/idp", []string{module + "/test"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found := false
			for _, dependency := range dependencies(t, tt.tags, tt.packages...) {
				found = found || dependency == tt.needs
				for _, never := range tt.never {
					if dependency == never || strings.HasPrefix(dependency, never+"/") {
						t.Errorf("%s is needed, but must not be", dependency)
					}
				}
			}
			if !found {
				t.Errorf("%s is not needed: the list cannot be right", tt.needs)
			}
		})
	}
}

// layers are the folders from top to bottom. A package may import packages of its own layer and of lower layers.
var layers = []string{"test/", "demo/", "examples/", "main/", "auth/", "internal/"}

// layer returns the position of a package in layers. "main/" stands for the app, which is the root of the module and
// internal/app, and for the API.
func layer(t *testing.T, pkg string) int {
	t.Helper()
	folder := strings.TrimPrefix(strings.TrimPrefix(pkg, module), "/") + "/"
	switch first, _, _ := strings.Cut(folder, "/"); first {
	case "", "backend-api":
		folder = "main/"
	case "apiclient", "firstframe":
		folder = "auth/"
	case "internal":
		if strings.HasPrefix(folder, "internal/app/") {
			folder = "main/"
		}
	}
	for i, name := range layers {
		if strings.HasPrefix(folder, name) {
			return i
		}
	}
	t.Fatalf("%s belongs to no layer", pkg)
	return 0
}

// TestLayers: no package imports a package of a higher layer, so what ships imports neither demo nor test. Only in a
// development build the app imports demo, to start the demo provider.
func TestLayers(t *testing.T) {
	for _, tags := range []string{"", "desktop,production", "e2e,interop,packages,replicas", "dev"} {
		cmd := exec.Command("go", "list", "-tags", tags, "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "./...")
		cmd.Dir = "../.."
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("go list: %v", err)
		}
		imports := 0
		for line := range strings.Lines(string(out)) {
			fields := strings.Fields(line)
			for _, to := range fields[1:] {
				if to != module && !strings.HasPrefix(to, module+"/") {
					continue
				}
				imports++
				allowed := tags == "dev" && fields[0] == module && to == module+"/demo"
				if layer(t, to) < layer(t, fields[0]) && !allowed {
					t.Errorf("with the tags %q, %s needs %s, which is in a layer above it", tags, fields[0], to)
				}
			}
		}
		if imports < 50 {
			t.Errorf("only %d imports were found: the list cannot be right", imports)
		}
	}
}
