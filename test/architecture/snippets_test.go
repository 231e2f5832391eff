package architecture

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestSnippets: every piece of Go or JavaScript in a document stands, line for line, in a file that is compiled or tested.
func TestSnippets(t *testing.T) {
	list := func(pattern string) []string {
		out, err := exec.Command("git", "-C", "../..", "ls-files", "-co", "--exclude-standard", pattern).Output()
		if err != nil {
			t.Fatal(err)
		}
		return strings.Fields(string(out))
	}
	text := func(name string) string {
		content, err := os.ReadFile(filepath.Join("../..", name))
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	for _, language := range []string{"go", "js"} {
		var source strings.Builder
		for _, name := range list("*." + language) {
			source.WriteString(text(name))
		}
		blocks := 0
		for _, document := range list("*.md") {
			for _, block := range regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```").FindAllStringSubmatch(text(document), -1) {
				blocks++
				if !strings.Contains(source.String(), block[1]) {
					t.Errorf("%s: this is in no file of the project:\n%s", document, block[1])
				}
			}
		}
		if blocks == 0 {
			t.Errorf("no document has %s in it: the pattern cannot be right", language)
		}
	}
}
