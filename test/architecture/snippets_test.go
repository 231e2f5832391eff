package architecture

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var goBlocks = regexp.MustCompile("(?ms)^```go\n(.*?)^```")

// TestSnippets: every piece of Go in a document stands in a file that is compiled, line for line.
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
	var source strings.Builder
	for _, name := range list("*.go") {
		source.WriteString(text(name))
	}
	blocks := 0
	for _, document := range list("*.md") {
		for _, block := range goBlocks.FindAllStringSubmatch(text(document), -1) {
			blocks++
			if !strings.Contains(source.String(), block[1]) {
				t.Errorf("%s: this is compiled nowhere:\n%s", document, block[1])
			}
		}
	}
	if blocks == 0 {
		t.Error("no document has Go in it: the pattern cannot be right")
	}
}
