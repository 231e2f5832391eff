package main

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every protection that SECURITY.md names has a test, and every test there is turned red by a mutant.
func TestClaims(t *testing.T) {
	t.Chdir("../..")
	security, err := os.ReadFile("SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	killers, err := killers()
	if err != nil {
		t.Fatal(err)
	}
	exists := map[string]bool{}
	for name := range tests(t) {
		exists[name[strings.LastIndex(name, ".")+1:]] = true
	}
	rows := 0
	for line := range strings.Lines(string(security)) {
		cells := strings.Split(strings.Trim(line, "| \n"), " | ")
		if !strings.HasPrefix(line, "| ") || cells[len(cells)-1] == "Shown by" {
			continue
		}
		rows++
		named := regexp.MustCompile("`(Test\\w+)`").FindAllStringSubmatch(cells[len(cells)-1], -1)
		if len(named) == 0 {
			t.Errorf("no test shows this: %s", line)
		}
		for _, test := range named {
			if !exists[test[1]] {
				t.Errorf("there is no test %s: %s", test[1], cells[0])
			} else if !killers[test[1]] {
				t.Errorf("no mutant shows that %s can fail: %s", test[1], cells[0])
			}
		}
	}
	if rows < 50 {
		t.Errorf("found %d protections", rows)
	}
}

// killers are the tests that some mutant turns red, without their folders. Which ones those of the API turn red stands in the document.
func killers() (map[string]bool, error) {
	text, err := os.ReadFile(document)
	if err != nil {
		return nil, err
	}
	all := map[string]bool{}
	for _, red := range regexp.MustCompile(`\| (Test\w+)[^|\n]* \|\n`).FindAllStringSubmatch(string(text), -1) {
		all[red[1]] = true
	}
	for _, m := range slices.Concat(api, elsewhere) {
		if m.namesTest() {
			all[m.id[strings.LastIndex(m.id, ".")+1:]] = true
		}
	}
	return all, nil
}
