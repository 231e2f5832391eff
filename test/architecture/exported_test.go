package architecture

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/test/gosource"
)

// importable are the packages that other modules import.
var importable = []string{
	"auth", "auth/filelock", "auth/keyring", "auth/loginwindow", "auth/systembrowser", "apiclient", "backend-api/bearer", "firstframe",
}

// TestExportedTypes: no exported name of an importable package needs a type that an importer cannot name. Such types are in
// internal packages, and in packages that are not on the list.
func TestExportedTypes(t *testing.T) {
	module := strings.TrimSpace(goCommand(t, "list", "-m"))
	paths := make([]string, len(importable))
	for i, name := range importable {
		paths[i] = module + "/" + name
	}
	mayBeNamed := func(path string) bool {
		return !strings.HasPrefix(path, module+"/") || slices.Contains(paths, path)
	}
	checked := 0
	for _, p := range checkSources(t, paths) {
		checked += len(p.Scope().Names())
		for _, fault := range hiddenTypes(p, mayBeNamed) {
			t.Errorf("%s: %s", strings.TrimPrefix(p.Path(), module+"/"), fault)
		}
	}
	if checked < 100 {
		t.Errorf("only %d names were read: the list cannot be right", checked)
	}
}

// goCommand returns what the go command prints.
func goCommand(t *testing.T, args ...string) string {
	t.Helper()
	command := exec.Command("go", args...)
	command.Dir = "../.."
	out, err := command.Output()
	if failed := new(exec.ExitError); errors.As(err, &failed) {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, failed.Stderr)
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// checkSources type-checks packages for this system. No exported name has a type of C.
func checkSources(t *testing.T, paths []string) []*types.Package {
	t.Helper()
	all, err := gosource.List("../..", append([]string{"--"}, paths...)...)
	if err != nil {
		t.Fatal(err)
	}
	packages := make([]*types.Package, len(paths))
	for i, path := range paths {
		if packages[i], err = all[path].Check(types.Config{IgnoreFuncBodies: true}, "", ""); err != nil {
			t.Fatal(err)
		}
	}
	return packages
}

// hiddenTypes returns the places where exported names of a package need a type of a package that importers cannot name.
func hiddenTypes(p *types.Package, mayBeNamed func(path string) bool) []string {
	s := &search{own: p, mayBeNamed: mayBeNamed, seen: map[types.Type]bool{}, faults: map[string]bool{}}
	for _, name := range p.Scope().Names() {
		if object := p.Scope().Lookup(name); object.Exported() {
			s.declaration(name, object)
		}
	}
	return slices.Sorted(maps.Keys(s.faults))
}

// search visits everything that an importer of a package can reach.
type search struct {
	own        *types.Package
	mayBeNamed func(path string) bool
	seen       map[types.Type]bool // types of this module
	faults     map[string]bool
}

func (s *search) declaration(where string, object types.Object) {
	declared, isType := object.(*types.TypeName)
	if !isType {
		s.use(where, object.Type())
		return
	}
	switch t := declared.Type().(type) {
	case *types.Alias:
		s.use(where, t.Rhs())
	case *types.Named:
		s.open(where, t)
	}
}

// open visits the parts of a type of this module.
func (s *search) open(where string, t *types.Named) {
	t = t.Origin()
	if s.seen[t] {
		return
	}
	s.seen[t] = true
	s.parameters(where, t.TypeParams())
	s.use(where, t.Underlying())
	for method := range t.Methods() {
		if method.Exported() {
			s.use(where+"."+method.Name(), method.Type())
		}
	}
}

func (s *search) parameters(where string, list *types.TypeParamList) {
	for parameter := range list.TypeParams() {
		s.use(where, parameter.Constraint())
	}
}

// name checks a named type. An importer reaches a type of this module even if the type is not exported.
func (s *search) name(where string, object *types.TypeName, arguments *types.TypeList) (hidden bool) {
	for argument := range arguments.Types() {
		s.use(where, argument)
	}
	if object.Pkg() != nil && object.Pkg() != s.own && !s.mayBeNamed(object.Pkg().Path()) {
		s.faults[fmt.Sprintf("%s needs %s.%s", where, object.Pkg().Path(), object.Name())] = true
	}
	return object.Pkg() == s.own && !object.Exported()
}

// use checks a type at the place where it is used.
func (s *search) use(where string, t types.Type) {
	switch t := t.(type) {
	case *types.Named:
		if s.name(where, t.Obj(), t.TypeArgs()) {
			s.open(where, t)
		}
	case *types.Alias:
		if s.name(where, t.Obj(), t.TypeArgs()) {
			s.use(where, t.Rhs())
		}
	case *types.Signature:
		s.parameters(where, t.TypeParams())
		for v := range t.Params().Variables() {
			s.use(where, v.Type())
		}
		for v := range t.Results().Variables() {
			s.use(where, v.Type())
		}
	case *types.Struct:
		for field := range t.Fields() {
			if field.Exported() || field.Embedded() { // An embedded field promotes its methods and fields.
				s.use(where+"."+field.Name(), field.Type())
			}
		}
	case *types.Interface:
		for method := range t.ExplicitMethods() {
			if method.Exported() {
				s.use(where+"."+method.Name(), method.Type())
			}
		}
		for embedded := range t.EmbeddedTypes() {
			s.use(where, embedded)
		}
	case *types.Union:
		for term := range t.Terms() {
			s.use(where, term.Type())
		}
	case *types.Map:
		s.use(where, t.Key())
		s.use(where, t.Elem())
	case interface{ Elem() types.Type }: // pointers, slices, arrays and channels
		s.use(where, t.Elem())
	}
}

// TestHiddenTypesAreFound tests the search itself: each declaration needs a hidden type in one way, or needs none.
func TestHiddenTypesAreFound(t *testing.T) {
	set := token.NewFileSet()
	hidden := check(t, set, nil, "x/internal/h", `package h
		type T struct{ F int }
		func (T) M() {}
		type A = int
		const C T2 = 1
		type T2 int
		var V T
		var E error
		func Do(int) T { return V }`)
	for declaration, want := range map[string]string{
		`func F(h.T) {}`:                                          "F needs h.T",
		`func F() (int, *h.T) { return 0, nil }`:                  "F needs h.T",
		`func F(...[]map[string]chan [2]h.T) {}`:                  "F needs h.T",
		`func F(map[h.T2]int) {}`:                                 "F needs h.T2",
		`func F(func(h.T) error) {}`:                              "F needs h.T",
		`func F[P interface{ ~string | h.T2 }](P) {}`:             "F needs h.T2",
		`type S struct{}; func (S) M() (t h.T) { return }`:        "S.M needs h.T",
		`type S struct{ F h.T }`:                                  "S.F needs h.T",
		`type S struct{ h.T }`:                                    "S.T needs h.T",
		`type S struct{ in }; type in struct{ h.T }`:              "S.in.T needs h.T",
		`type S struct{ F struct{ G h.T } }`:                      "S.F.G needs h.T",
		`type I interface{ M(h.T) }`:                              "I.M needs h.T",
		`type G[P any] struct{}; var V G[h.T]`:                    "V needs h.T",
		`type A = h.T`:                                            "A needs h.T",
		`type A = []h.A`:                                          "A needs h.A",
		`var V = h.V`:                                             "V needs h.T",
		`var V h.A`:                                               "V needs h.A",
		`const C = h.C`:                                           "C needs h.T2",
		`func F() own { return own{} }; type own struct{ F h.T }`: "F.F needs h.T",
		`func F() own { return own{} }; type own struct{}; func (own) M(h.T) {}`: "F.M needs h.T",
		`var V = h.E`: "",
		`var V = h.Do; type S struct{ F func() }`:                              "V needs h.T",
		`type S struct{ f h.T; G string }; func (S) m(h.T) {}; func f(h.T) {}`: "",
		`type I interface{ m(h.T) }`:                                           "",
		`type L struct{ Next *L }; func F(*L) L { _ = h.V; return L{} }`:       "",
	} {
		p := check(t, set, hidden, "x/p", "package p; import \"x/internal/h\"; var _ = h.V; "+declaration)
		got := hiddenTypes(p, func(path string) bool { return path != hidden.Path() })
		for i := range got {
			got[i] = strings.ReplaceAll(got[i], hidden.Path(), "h")
		}
		if diff := cmp.Diff(want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("%s: %s", declaration, diff)
		}
	}
}

// check type-checks a text that imports at most one package.
func check(t *testing.T, set *token.FileSet, imported *types.Package, path, text string) *types.Package {
	t.Helper()
	file, err := parser.ParseFile(set, path+".go", text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	config := types.Config{Importer: only{imported}}
	p, err := config.Check(path, set, []*ast.File{file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// only imports one package.
type only struct{ p *types.Package }

func (o only) Import(string) (*types.Package, error) { return o.p, nil }
