package main

import (
	"go/types"
	"path/filepath"
	"slices"
	"testing"

	"wails-openid-oauth/test/gosource"
)

// TestMutantsCompile: a mutant that does not compile removes nothing, and would be noticed only when it is run, after hours. Files
// that are in no ordinary build are left out.
func TestMutantsCompile(t *testing.T) {
	t.Chdir("../..")
	packages := listPackages(t)
	before := map[string][]string{}
	checked := 0
	for _, m := range slices.Concat(api, elsewhere) {
		path, changed, err := m.apply()
		if err != nil {
			t.Errorf("%s, %s: %v", m.id, m.words, err)
			continue
		}
		path, _ = filepath.Abs(path)
		p := packages[filepath.Dir(path)]
		if p == nil || !slices.Contains(p.Files(), path) {
			continue
		}
		if _, known := before[p.ImportPath]; !known {
			before[p.ImportPath] = problems(p, "", "") // with cgo there are some, because nothing reads C
		}
		for _, problem := range problems(p, path, changed) {
			if !slices.Contains(before[p.ImportPath], problem) {
				t.Errorf("%s, %s: %s", m.id, m.words, problem)
			}
		}
		checked++
	}
	if checked < 800 {
		t.Errorf("only %d mutants were looked at", checked)
	}
}

// listPackages returns the packages of the project, by folder.
func listPackages(t *testing.T) map[string]*gosource.Package {
	t.Helper()
	all, err := gosource.List(".", "-tags", webkitTags(), "./...")
	if err != nil {
		t.Fatal(err)
	}
	folders := map[string]*gosource.Package{}
	for _, p := range all {
		if !p.Standard {
			folders[p.Dir] = p
		}
	}
	return folders
}

// problems are what the compiler says about a package if one of its files has another text.
func problems(p *gosource.Package, path, text string) (list []string) {
	config := types.Config{Error: func(err error) {
		list = append(list, err.(types.Error).Msg) // without the line, which a mutant may move
	}}
	if _, err := p.Check(config, path, text); err != nil && len(list) == 0 {
		list = []string{err.Error()} // it cannot be parsed
	}
	return list
}
