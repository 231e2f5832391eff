package architecture

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

var (
	fences   = regexp.MustCompile("(?ms)^```.*?^```")
	links    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	headings = regexp.MustCompile(`(?m)^#{1,6} (.+)$`)
)

// anchor returns the name that GitHub gives a heading: lower case, hyphens for spaces, and no other punctuation.
func anchor(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
}

// TestLinks follows every relative link and anchor of the documents.
func TestLinks(t *testing.T) {
	out, err := exec.Command("git", "-C", "../..", "ls-files", "-co", "--exclude-standard", "*.md").Output()
	if err != nil {
		t.Fatal(err)
	}
	followed := 0
	for _, document := range strings.Fields(string(out)) {
		for _, link := range links.FindAllStringSubmatch(read(t, document), -1) {
			if strings.Contains(link[1], "://") {
				continue
			}
			followed++
			file, fragment, _ := strings.Cut(link[1], "#")
			target := document
			if file != "" {
				target = filepath.Join(filepath.Dir(document), file)
			}
			if _, err := os.Stat(filepath.Join("../..", target)); err != nil {
				t.Errorf("%s: the target of the link %s does not exist", document, link[1])
			} else if fragment != "" && !hasAnchor(read(t, target), fragment) {
				t.Errorf("%s: the target of the link %s has no such heading", document, link[1])
			}
		}
	}
	if followed < 20 {
		t.Errorf("only %d links were found: the pattern cannot be right", followed)
	}
}

// read returns a document without its blocks of code.
func read(t *testing.T, document string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../..", document))
	if err != nil {
		t.Fatal(err)
	}
	return fences.ReplaceAllString(string(text), "")
}

func hasAnchor(text, fragment string) bool {
	for _, heading := range headings.FindAllStringSubmatch(text, -1) {
		if anchor(strings.TrimSpace(heading[1])) == fragment {
			return true
		}
	}
	return false
}
