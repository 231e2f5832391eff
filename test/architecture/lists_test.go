package architecture

import (
	"os"
	"os/exec"
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

// TestPolicy: "make ui" uses the content security policy of the app, with the pages in frames. It is in another language, so it has
// a copy.
func TestPolicy(t *testing.T) {
	framed := strings.NewReplacer("frame-src 'none'", "frame-src 'self'", "frame-ancestors 'none'", "frame-ancestors 'self'")
	var policy strings.Builder
	for _, match := range regexp.MustCompile(`"([^"]*)"`).FindAllStringSubmatch(between(t, contents(t, "frontend/ui/serve.mjs"), "const policy =", ";\n\n"), -1) {
		policy.WriteString(match[1])
	}
	if diff := cmp.Diff(framed.Replace(assets.ContentSecurityPolicy), policy.String()); diff != "" {
		t.Errorf("frontend/ui/serve.mjs (-app +copy):\n%s", diff)
	}
}

// TestEmbedded: the program holds what its pages are made of, the icon of its windows and its version, and nothing of their tests,
// types, pictures and documents.
func TestEmbedded(t *testing.T) {
	command := exec.Command("go", "list", "-tags", "webkit2_41", "-f", `{{join .EmbedFiles "\n"}}`, ".")
	command.Dir = "../.."
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	part := regexp.MustCompile(`^(wails\.json|env-variables\.json\S*|build/linux/[\w-]+\.png|frontend/(\w[\w-]*\.html|css/[\w-]+\.css|js/[\w-]+\.js|assets/\S+|wailsjs/\S+))$`)
	files := strings.Fields(string(out))
	for _, file := range files {
		if !part.MatchString(file) {
			t.Errorf("the program holds %s", file)
		}
	}
	if !slices.Contains(files, "frontend/home.html") || !slices.Contains(files, "frontend/js/home.js") {
		t.Errorf("the program does not hold its pages: %v", files)
	}
}
