package architecture

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// requirement is a row of docs/requirements.md.
type requirement struct {
	id string
	// tests are the tests that the row names. notApplicable is the reason if there are none.
	tests         []string
	notApplicable string
}

const notApplicable = "does not apply: "

var inBackquotes = regexp.MustCompile("`([^`]+)`")

// cells returns the cells of a table's row, or nil.
func cells(line string) []string {
	if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| ID ") || strings.HasPrefix(line, "| module ") {
		return nil
	}
	row := strings.Split(strings.Trim(line, "| "), " | ")
	for i := range row {
		row[i] = strings.TrimSpace(row[i])
	}
	return row
}

// readRequirements returns the rows, the IDs of requirements that are not built yet, and the modules with their last cell.
func readRequirements(t *testing.T) (rows []requirement, unbuilt []string, modules map[string]string) {
	t.Helper()
	text, err := os.ReadFile("../../docs/requirements.md")
	if err != nil {
		t.Fatal(err)
	}
	modules = map[string]string{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if id, _, found := strings.Cut(strings.TrimPrefix(line, "- "), ":"); found && strings.HasPrefix(line, "- ") && wholeID.MatchString(id) {
			unbuilt = append(unbuilt, id)
		}
		row := cells(line)
		switch {
		case len(row) == 5 && wholeID.MatchString(row[0]):
			r := requirement{id: row[0]}
			if r.notApplicable, _ = strings.CutPrefix(row[4], notApplicable); r.notApplicable == row[4] {
				r.notApplicable = ""
			}
			for _, match := range inBackquotes.FindAllStringSubmatch(row[4], -1) {
				r.tests = append(r.tests, match[1])
			}
			rows = append(rows, r)
		case len(row) == 3 && strings.Contains(row[0], "-client-test"):
			modules[row[0]] = row[2]
		case len(row) > 0 && !strings.HasPrefix(row[0], "---"):
			t.Errorf("docs/requirements.md: this row cannot be read: %s", line)
		}
	}
	return rows, unbuilt, modules
}

// TestRequirements: every requirement has a test that carries its ID, or a reason why not; every test that the table
// names exists, and carries the ID; no test carries an ID that the table does not know.
func TestRequirements(t *testing.T) {
	rows, unbuilt, _ := readRequirements(t)
	if len(rows) < 100 {
		t.Fatalf("only %d rows were read: the pattern cannot be right", len(rows))
	}
	known := map[string]bool{}
	for _, id := range unbuilt {
		known[id] = true
	}
	for _, row := range rows {
		if known[row.id] {
			t.Errorf("docs/requirements.md has two rows for %s", row.id)
		}
		known[row.id] = true
	}
	found := readTests(t, func(id string) bool { return known[id] })
	for _, row := range rows {
		if row.notApplicable != "" {
			continue
		}
		if len(row.tests) == 0 || len(found.ids[row.id]) == 0 {
			t.Errorf("%s: the row names no test, or no test carries the ID", row.id)
		}
		for _, test := range row.tests {
			if !found.tests[test] {
				t.Errorf("%s: there is no test %s", row.id, test)
			} else if !found.by(row.id, test) {
				t.Errorf("%s: the test %s does not carry the ID", row.id, test)
			}
		}
	}
	for id, where := range found.ids {
		if !known[id] {
			t.Errorf("docs/requirements.md has no row for %s, which these tests carry: %v", id, where)
		}
	}
}

// TestOIDFModules: the table of modules lists exactly the modules that TestOIDF runs.
func TestOIDFModules(t *testing.T) {
	_, _, modules := readRequirements(t)
	var listed []string
	for name, here := range modules {
		if !strings.HasPrefix(here, notApplicable) {
			listed = append(listed, name)
		}
	}
	source, err := os.ReadFile("../../auth/oidf_test.go")
	if err != nil {
		t.Fatal(err)
	}
	prefix := regexp.MustCompile(`const fapi2 = "([^"]+)"`).FindStringSubmatch(string(source))
	if prefix == nil {
		t.Fatal("auth/oidf_test.go does not say how the names of FAPI 2.0 modules begin")
	}
	var run []string
	for _, match := range regexp.MustCompile(`(?m)^\t\{(fapi2 \+ )?"([^"]+)", "`).FindAllStringSubmatch(string(source), -1) {
		name := match[2]
		if match[1] != "" {
			name = prefix[1] + name
		}
		run = append(run, name)
	}
	slices.Sort(listed)
	slices.Sort(run)
	if diff := cmp.Diff(listed, run); diff != "" {
		t.Errorf("modules (-in the table +run):\n%s", diff)
	}
}
