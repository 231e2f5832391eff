package main

import (
	"encoding/json"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
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
		if p == nil || !slices.Contains(p.files(), path) {
			continue
		}
		if _, known := before[p.ImportPath]; !known {
			before[p.ImportPath] = p.problems("", "") // with cgo there are some, because nothing reads C
		}
		for _, problem := range p.problems(path, changed) {
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

// goPackage is a package as "go list" describes it.
type goPackage struct {
	ImportPath, Export, Dir string
	GoFiles, CgoFiles       []string
	Standard                bool

	importer types.Importer
	set      *token.FileSet
	parsed   map[string]*ast.File
}

// listPackages returns the packages of the project, by folder.
func listPackages(t *testing.T) map[string]*goPackage {
	t.Helper()
	tags, err := exec.Command("bash", "-c", ". scripts/webkit.sh && webkit_tags").Output()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "list", "-export", "-deps", "-tags", strings.TrimSpace(string(tags)),
		"-json=ImportPath,Export,Dir,GoFiles,CgoFiles,Standard", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	set, exports, packages := token.NewFileSet(), map[string]string{}, map[string]*goPackage{}
	compiled := importer.ForCompiler(set, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	for decoder := json.NewDecoder(strings.NewReader(string(out))); decoder.More(); {
		p := &goPackage{importer: compiled, set: set, parsed: map[string]*ast.File{}}
		if err := decoder.Decode(p); err != nil {
			t.Fatal(err)
		}
		exports[p.ImportPath] = p.Export
		if !p.Standard {
			packages[p.Dir] = p
		}
	}
	return packages
}

func (p *goPackage) files() (paths []string) {
	for _, name := range slices.Concat(p.GoFiles, p.CgoFiles) {
		paths = append(paths, filepath.Join(p.Dir, name))
	}
	return paths
}

// problems are what the compiler says about the package if one of its files has another text.
func (p *goPackage) problems(path, text string) (list []string) {
	var files []*ast.File
	for _, file := range p.files() {
		tree, err := p.parsed[file], error(nil)
		if file == path {
			tree, err = parser.ParseFile(p.set, file, text, 0)
		} else if tree == nil {
			tree, err = parser.ParseFile(p.set, file, nil, 0)
			p.parsed[file] = tree
		}
		if err != nil {
			return []string{err.Error()}
		}
		files = append(files, tree)
	}
	config := types.Config{Importer: p.importer, FakeImportC: true, Error: func(err error) {
		list = append(list, err.(types.Error).Msg) // without the line, which a mutant may move
	}}
	_, _ = config.Check(p.ImportPath, p.set, files, nil)
	return list
}
