package architecture

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/internal/app/assets"
)

// contents returns the text of the files that match.
func contents(t *testing.T, pattern string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../..", pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %v, %v", pattern, files, err)
	}
	var all strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}

// found returns what the first group of the pattern matches in a text, sorted and each once.
func found(text, pattern string) []string {
	var all []string
	for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		all = append(all, match[1])
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// between returns the part of a text from one word up to another.
func between(t *testing.T, text, from, to string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, from)
	part, _, ended := strings.Cut(rest, to)
	if !ok || !ended {
		t.Fatalf("the text has no part from %q to %q", from, to)
	}
	return part
}

// TestRoutes: the documents and HAProxy's configuration list exactly the routes of the API. HAProxy does not offer the
// internal ones to the outside.
func TestRoutes(t *testing.T) {
	routes := found(contents(t, "backend-api/api/api.go"), `"(?:GET|POST|PUT|PATCH|DELETE) (/[^"{]*)`)
	routes = append(routes, "/.well-known/oauth-protected-resource")
	slices.Sort(routes)
	routes = slices.Compact(routes)
	inside := []string{"/healthz", "/metrics", "/readyz"}
	offered := slices.DeleteFunc(slices.Clone(routes), func(route string) bool { return slices.Contains(inside, route) })
	for where, tt := range map[string]struct{ named, want []string }{
		"docs/running-the-api.md":    {found(contents(t, "docs/running-the-api.md"), "(?m)^\\| `GET (/[^`]*)` \\|"), routes},
		"deploy/haproxy/haproxy.cfg": {found(strings.Join(found(contents(t, "deploy/haproxy/haproxy.cfg"), `(?m)^\s*acl offered path(?:_beg)? (.*)$`), " "), `(/\S+)`), offered},
	} {
		if diff := cmp.Diff(tt.want, tt.named); diff != "" {
			t.Errorf("%s (-wanted +named):\n%s", where, diff)
		}
	}
}

// TestPolicy: the page tests use the content security policy of the app. They are a separate module, so they have a copy.
func TestPolicy(t *testing.T) {
	var policy strings.Builder
	declaration := between(t, contents(t, "frontend/test/server_test.go"), "const csp = ", "\n\n")
	for _, match := range regexp.MustCompile(`"([^"]*)"`).FindAllStringSubmatch(declaration, -1) {
		policy.WriteString(match[1])
	}
	if diff := cmp.Diff(assets.ContentSecurityPolicy, policy.String()); diff != "" {
		t.Errorf("-app +page tests:\n%s", diff)
	}
}
