// Package house checks the directions in which the packages of this project may depend on each other.
package house

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

func TestDirections(t *testing.T) {
	const (
		module = "wails-openid-oauth"
		wails  = "github.com/wailsapp"
	)
	app := []string{module + "/auth", module + "/apiclient", module + "/backend-api"}
	tests := []struct {
		name, tags string
		packages   []string
		needs      string
		never      []string
	}{
		{"auth knows neither Wails nor apiclient", "", []string{"./auth/..."}, module + "/internal/jose",
			[]string{wails, module + "/apiclient", module + "/internal/devidp", module + "/internal/config"}},
		{"apiclient knows neither Wails nor auth", "", []string{"./apiclient"}, module + "/internal/endpoint",
			[]string{wails, module + "/auth", module + "/internal/config"}},
		{"the API knows nothing of the app", "", []string{"./backend-api/..."}, module + "/internal/jwks",
			[]string{wails, module + "/auth", module + "/apiclient", module + "/internal/devidp"}},
		{"the demo provider knows nothing of the app", "", []string{"./internal/devidp"}, "github.com/luikyv/go-oidc/pkg/provider", append(app, wails)},
		{"a production build has no demo provider", "desktop,production", []string{"."}, module + "/auth",
			[]string{module + "/internal/devidp", module + "/internal/demo", module + "/internal/authtest", module + "/internal/e2e", "github.com/luikyv"}},
		{"a development build has one", "dev", []string{"."}, module + "/internal/devidp", []string{module + "/internal/authtest", module + "/internal/e2e"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found := false
			for _, dependency := range dependencies(t, tt.tags, tt.packages...) {
				found = found || dependency == tt.needs
				for _, never := range tt.never {
					if dependency == never || strings.HasPrefix(dependency, never+"/") {
						t.Errorf("%s is needed", dependency)
					}
				}
			}
			if !found {
				t.Errorf("%s is not needed: the list cannot be right", tt.needs)
			}
		})
	}
}
