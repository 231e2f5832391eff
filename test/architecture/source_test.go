package architecture

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"wails-openid-oauth/test/overlay"
)

// source returns the program's Go files by their path, without tests and files that only tests use.
func source(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && name != "." || name == "test/e2e" || name == "test/authtest"):
			return fs.SkipDir
		case path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		text, err := overlay.ReadFile("../../" + name)
		files[name] = string(text)
		return err
	})
	if err != nil || len(files) < 50 {
		t.Fatalf("%d files were read, want at least 50; %v", len(files), err)
	}
	return files
}

// TestNotInTheSource: the source does not contain what no setting may ever turn on.
func TestNotInTheSource(t *testing.T) {
	refused := map[string]*regexp.Regexp{
		"C-TLS-VERIFY": regexp.MustCompile(`InsecureSkipVerify|VersionTLS1[01]\b|VersionSSL30|tls(?:rsakex|10server|3des)=1`),
		"W-WEBSEC":     regexp.MustCompile(`disable-web-security|WebviewDisableRendererCodeIntegrity|allow-file-access|set_disable_web_security`),
		"W-OPEN":       regexp.MustCompile(`\bBrowserOpenURL\(`), // the method of Wails does not report a refused URL
	}
	for name, text := range source(t) {
		for id, pattern := range refused {
			if found := pattern.FindString(text); found != "" {
				t.Errorf("%s: %s has %s", id, name, found)
			}
		}
	}
}

// TestW_VER: before version 2.13 of Wails, a page of another origin could call bound methods. The version must be exact,
// because "latest" may resolve to an older one.
func TestW_VER(t *testing.T) {
	required := regexp.MustCompile(`(?m)^\s*(?:require )?github\.com/wailsapp/wails/v2 v2\.(\d+)\.(\d+)( // indirect)?$`)
	versions := map[string]bool{}
	for _, name := range []string{"go.mod", "tools/go.mod"} {
		text, err := overlay.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		match := required.FindStringSubmatch(string(text))
		if match == nil {
			t.Fatalf("%s names no released version of Wails", name)
		}
		if minor, err := strconv.Atoi(match[1]); err != nil || minor < 13 {
			t.Errorf("%s: Wails 2.%s.%s, want 2.13 or newer", name, match[1], match[2])
		}
		versions[match[1]+"."+match[2]] = true
	}
	if len(versions) != 1 {
		t.Errorf("the app and its command line are of different versions: %v", versions)
	}
}
