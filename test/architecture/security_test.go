package architecture

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

var webID = regexp.MustCompile(`\bW-[A-Z-]+[A-Z]\b`)

// TestSecurity: SECURITY.md names tests, journeys and folders that there are, and requirements that
// docs/requirements.md knows. Whether a test shows what stands beside it is left to the reader.
func TestSecurity(t *testing.T) {
	text, err := os.ReadFile("../../SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	rows, _, _ := readRequirements(t)
	known := map[string]bool{}
	for _, row := range rows {
		known[row.id] = true
	}
	names := map[string]bool{}
	for test := range readTests(t, func(string) bool { return false }).tests {
		names[test[strings.LastIndex(test, ".")+1:]] = true
	}
	threats, rest, _ := strings.Cut(string(text), "## What is left")
	read := 0
	for line := range strings.Lines(threats) {
		row := cells(strings.TrimSpace(line))
		if len(row) < 3 || row[0] == "Who" || strings.HasPrefix(row[0], "---") {
			continue
		}
		for _, match := range inBackquotes.FindAllStringSubmatch(row[len(row)-1], -1) {
			read++
			folder, err := os.Stat("../../" + match[1])
			if err == nil && folder.IsDir() {
				continue
			}
			if !names[match[1]] && !names["TestJourney"+match[1]] {
				t.Errorf("there is neither a test, nor a journey, nor a folder %s", match[1])
			}
		}
	}
	for _, id := range webID.FindAllString(rest, -1) {
		read++
		if !known[id] {
			t.Errorf("docs/requirements.md does not know %s", id)
		}
	}
	if read < 100 {
		t.Errorf("only %d names were read", read)
	}
}
