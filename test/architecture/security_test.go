package architecture

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

var webID = regexp.MustCompile(`\bW-[A-Z-]+[A-Z]\b`)

// TestSecurity: every test, journey and folder that SECURITY.md names exists, and every requirement that it names is in
// docs/requirements.md. Whether a test shows what the row claims is left to the reader.
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
			t.Errorf("docs/requirements.md has no row for %s", id)
		}
	}
	if read < 100 {
		t.Errorf("only %d names were read: the pattern cannot be right", read)
	}
}
