// Package gosource type-checks packages from their source, for tests of the source. It leaves out cgo, so that no C library has to be
// installed: what comes from C has no type.
package gosource

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
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
)

// Package is a package as "go list" describes it.
type Package struct {
	ImportPath, Dir, Export string
	GoFiles, CgoFiles       []string
	Standard                bool

	set      *token.FileSet
	importer types.Importer
	parsed   map[string]*ast.File
}

// List runs "go list" in a folder, with arguments that name packages. It returns these, and all that they need, by their import paths.
func List(folder string, args ...string) (map[string]*Package, error) {
	command := exec.Command("go", append([]string{"list", "-e", "-deps", "-export", "-json=ImportPath,Dir,Export,GoFiles,CgoFiles,Standard"}, args...)...)
	command.Dir = folder
	out, err := command.Output()
	if failed := new(exec.ExitError); errors.As(err, &failed) {
		return nil, fmt.Errorf("go list: %w\n%s", err, failed.Stderr)
	}
	if err != nil {
		return nil, err
	}
	set, all := token.NewFileSet(), map[string]*Package{}
	compiled := importer.ForCompiler(set, "gc", func(path string) (io.ReadCloser, error) { return os.Open(all[path].Export) })
	for decoder := json.NewDecoder(bytes.NewReader(out)); decoder.More(); {
		p := &Package{set: set, importer: compiled, parsed: map[string]*ast.File{}}
		if err := decoder.Decode(p); err != nil {
			return nil, err
		}
		all[p.ImportPath] = p
	}
	return all, nil
}

// Files are the paths of the package's files in Go.
func (p *Package) Files() (paths []string) {
	for _, name := range slices.Concat(p.GoFiles, p.CgoFiles) {
		paths = append(paths, filepath.Join(p.Dir, name))
	}
	return paths
}

// Check type-checks the package. The configuration needs no importer. If changed is not empty, the file of that path has another text.
func (p *Package) Check(config types.Config, changed, text string) (*types.Package, error) {
	var files []*ast.File
	for _, path := range p.Files() {
		file, err := p.parse(path, changed, text)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	config.Importer, config.FakeImportC = p.importer, true
	return config.Check(p.ImportPath, p.set, files, nil)
}

func (p *Package) parse(path, changed, text string) (*ast.File, error) {
	if path == changed {
		return parser.ParseFile(p.set, path, text, parser.SkipObjectResolution)
	}
	if file := p.parsed[path]; file != nil {
		return file, nil
	}
	file, err := parser.ParseFile(p.set, path, nil, parser.SkipObjectResolution)
	p.parsed[path] = file
	return file, err
}
