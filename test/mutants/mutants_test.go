package main

import (
	"os"
	"os/exec"
	"path"
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
	seen, exists := map[string]bool{}, tests(t)
	for _, m := range slices.Concat(api, elsewhere) {
		file, changed, err := m.apply()
		if err != nil {
			t.Errorf("%s, %s: %v", m.id, m.words, err)
		} else if original, _ := os.ReadFile(file); string(original) == changed {
			t.Errorf("%s, %s: it changes nothing", m.id, m.words)
		}
		if m.namesTest() {
			if !exists[strings.TrimPrefix(strings.TrimPrefix(m.id, windowsPrefix), macosPrefix)] {
				t.Errorf("%s, %s: there is no such test", m.id, m.words)
			}
			continue
		}
		row := "| " + m.id + " | " + m.in + " | " + m.words + " | Test"
		if seen[row] || !strings.Contains(string(text), row) {
			t.Errorf("%s is not there once: make mutants", row)
		}
		seen[row] = true
	}
}

// tests are the names of all tests, as a mutant writes them.
func tests(t *testing.T) map[string]bool {
	t.Helper()
	out, err := exec.Command("git", "grep", "--untracked", "-oE", `^func Test\w+`, "--", "*_test.go").Output()
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		file, declaration, _ := strings.Cut(strings.TrimSpace(line), ":func ")
		folder := path.Dir(file)
		if folder == "." {
			folder = "main"
		}
		names[folder+"."+declaration] = true
	}
	return names
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

// A statement is found wherever its declaration is, in whatever white space, and only if it is there once.
func TestLocate(t *testing.T) {
	const text = "package a\n\n// B is.\nfunc (c *C[T]) B() {\n\tx =\n\t\t1\n}\n\nconst (\n\td = 1\n\te = 2\n)\n\nfunc C() { x = 1; y(); y() }\n"
	all := sources{map[string]string{"f/a.go": text}, blocks("f/a.go", text)}
	for _, c := range []struct{ in, old, want string }{
		{"B", "x = 1", "x =\n\t\t1"}, {"C.B", "x = 1", "x =\n\t\t1"}, {"f.C", "x = 1", "x = 1"}, {"e", "2", "2"}, {"a.go", "package", "package"},
	} {
		if p, err := all.locate(c.in, c.old); err != nil || p.text[p.begin:p.end] != c.want {
			t.Errorf("%s: %+v, %v", c.in, p, err)
		}
	}
	for _, c := range []struct{ in, old string }{{"D", "x = 1"}, {"B", "x = 2"}, {"f.C", "y()"}, {"d", "2"}} {
		if p, err := all.locate(c.in, c.old); err == nil {
			t.Errorf("%s: %+v", c.in, p)
		}
	}
}

// Each mutant is in one share, and so are all of its group.
func TestShares(t *testing.T) {
	all := slices.Concat(api, elsewhere)
	home, tried := map[string]int{}, 0
	for number := 1; number <= 3; number++ {
		for _, m := range (share{number, 3}).pick(all) {
			tried++
			if before := home[m.group()]; before != 0 && before != number {
				t.Errorf("%s is in shares %d and %d", m.group(), before, number)
			}
			home[m.group()] = number
		}
	}
	if tried != len(all) {
		t.Errorf("%d mutants in the shares, want %d", tried, len(all))
	}
	for _, text := range []string{"", "0/2", "3/2", "half"} {
		if _, err := parseShare(text); err == nil {
			t.Errorf("%q is accepted", text)
		}
	}
}
