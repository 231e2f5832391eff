package main

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// Every mutant fits the code of today; those of the API have a row in the document.
func TestMutants(t *testing.T) {
	t.Chdir("../..")
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, m := range slices.Concat(api, elsewhere) {
		changed, err := m.apply()
		if err != nil {
			t.Errorf("%s, %s: %v", m.file, m.words, err)
		}
		if original, _ := os.ReadFile(m.file); string(original) == changed {
			t.Errorf("%s, %s: it changes nothing", m.file, m.words)
		}
		if m.namesTest() {
			continue
		}
		row := "| " + m.id + " | " + m.short() + " | " + m.words + " | Test"
		if seen[row] || !strings.Contains(string(text), row) {
			t.Errorf("%s is not there once: make mutants", row)
		}
		seen[row] = true
	}
}

func TestFirstRed(t *testing.T) {
	for out, want := range map[string]string{
		"--- FAIL: TestA (0.00s)\n    --- FAIL: TestA/b (0.00s)\n        --- FAIL: TestA/b/c (0.00s)\nFAIL\n": "TestA/b/c",
		"--- FAIL: TestA (0.00s)\n--- FAIL: TestB (0.00s)\nFAIL\n":                                            "TestA",
		"panic: boom\nFAIL\n":                "(it panics)",
		"panic: test timed out after 2m0s\n": "(it does not end)",
	} {
		if got, err := firstRed(out); got != want || err != nil {
			t.Errorf("%q: %q, %v", out, got, err)
		}
	}
	for _, out := range []string{"FAIL\tx [build failed]\n", "exit status 1\n"} {
		if got, err := firstRed(out); err == nil {
			t.Errorf("%q: %q", out, got)
		}
	}
}
