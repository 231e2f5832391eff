//go:build supply

package licences

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"wails-openid-oauth/test/overlay"
)

// scan runs "make vulnerabilities" with a database that knows a fault of each of the given modules, in every version.
func scan(t *testing.T, modules ...string) (output string, clean bool) {
	t.Helper()
	folder := t.TempDir()
	for i, module := range modules {
		entry := fmt.Sprintf(`{"schema_version": "1.3.1", "id": "GO-2000-%04d", "modified": "2000-01-01T00:00:00Z", "published": "2000-01-01T00:00:00Z",
			"affected": [{"package": {"name": %q, "ecosystem": "Go"}, "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}]}],
			"database_specific": {"url": "https://example.com"}}`, i, module)
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("GO-2000-%04d.json", i)), []byte(entry), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	script, err := overlay.ReadFile(filepath.Join(root, "scripts/vulnerabilities.sh"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("bash", "-c", string(script), "scripts/vulnerabilities.sh")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOVULNDB="+(&url.URL{Scheme: "file", Path: folder}).String())
	out, err := cmd.CombinedOutput()
	if failed := new(exec.ExitError); err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	return string(out), err == nil
}

// TestVulnerabilities: a fault is found in the app on each system, in the API, in what only a test imports, in the tools, and in the
// modules of tests.
func TestVulnerabilities(t *testing.T) {
	places := []struct{ where, module string }{
		{". (linux, .)", "github.com/godbus/dbus/v5"},
		{". (windows, .)", "github.com/danieljoos/wincred"},
		{". (darwin, .)", "github.com/zalando/go-keyring"},
		{". (linux, ./backend-api)", "github.com/prometheus/client_golang"},
		{". (linux, ./...)", "github.com/rogpeppe/go-internal"},
		{"tools (linux, tool)", "honnef.co/go/tools"},
		{"tools (linux, ./...)", "github.com/srwiley/oksvg"},
		{"tools/packages (linux, tool)", "github.com/goreleaser/nfpm/v2"},
		{"frontend/test (linux, ./...)", "github.com/chromedp/chromedp"},
		{"deploy/test (linux, ./...)", "sigs.k8s.io/kustomize/api"},
		{"test/differential (linux, ./...)", "github.com/coreos/go-oidc/v3"},
	}
	var modules []string
	for _, place := range places {
		modules = append(modules, place.module)
	}
	output, clean := scan(t, modules...)
	if clean {
		t.Error("the command passes with known faults")
	}
	for _, place := range places {
		_, found, _ := strings.Cut(output, place.where+": ")
		found, _, _ = strings.Cut(found, "more details.") // the end of a report
		if !strings.Contains(found, "Module: "+place.module+"\n") {
			t.Errorf("%s: no fault of %s is found", place.where, place.module)
		}
	}
	if t.Failed() {
		t.Log(output)
	}
}
