// Mutants removes checks, one at a time, and expects a test to fail for each:
//
//	go run ./test/mutants            all of them
//	go run ./test/mutants A-JWKS     those of some requirements, or of the tests of a folder: auth/loginwindow
//	go run ./test/mutants -write     and write the table of the API in docs/mutants.md
//	go run ./test/mutants -share 1/2 the first half
//
// A mutant names a declaration and a statement in it, in Go, C, Objective-C, JavaScript, CSS or HTML. The changed file replaces the real one
// through Go's flag -overlay, so that no file in the tree changes. Tests that read files get it from MUTANT_OVERLAY. The windows
// need a display: "make mutants" starts one. Exit status: 1 if a mutant survives, or does not compile.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"wails-openid-oauth/test/overlay"
)

// mutant is a change of one statement, or of a part of one.
type mutant struct {
	// id is the test that has to fail, as "folder.TestName", where "main" is the root, or "windows:folder.TestName" for a test under
	// Wine, or "macos:folder.TestName" for one on GNUstep; or, for the API, a requirement: then any test may fail.
	id, words string
	in        string // the end of a declaration's name, or of a file's: see block
	old, new  string
}

func (m mutant) namesTest() bool { return strings.Contains(m.id, ".Test") }

func main() {
	write := flag.Bool("write", false, "write the table in "+document)
	part := flag.String("share", "1/1", "try a part of the mutants, which can run beside the others on a display of its own")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	s, err := parseShare(*part)
	if err == nil {
		err = run(ctx, flag.Arg(0), s, *write)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, prefix string, s share, write bool) error {
	began := time.Now()
	mutants := s.pick(slices.DeleteFunc(slices.Concat(api, elsewhere), func(m mutant) bool { return !strings.HasPrefix(m.id, prefix) }))
	took, err := green(ctx, mutants)
	if err != nil {
		return err
	}
	var table strings.Builder
	lives, broken := 0, error(nil)
	for _, m := range mutants {
		red, err := m.kill(ctx, took)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			broken = errors.Join(broken, fmt.Errorf("%s, %s: %w", m.in, m.words, err))
			continue
		}
		if red == "" {
			red = "**lives**"
			lives++
		}
		row := fmt.Sprintf("| %s | %s | %s | %s |\n", m.id, m.in, m.words, red)
		fmt.Print(row)
		if !m.namesTest() {
			table.WriteString(row)
		}
	}
	fmt.Printf("%d mutants in %v\n", len(mutants), time.Since(began).Round(time.Second))
	if lives > 0 {
		broken = errors.Join(broken, fmt.Errorf("%d live", lives))
	}
	if broken != nil {
		return broken
	}
	if !write || table.Len() == 0 {
		return nil
	}
	if prefix != "" {
		return errors.New("only the table of all can be written")
	}
	return writeTable(table.String())
}

// apply returns the path of the file that changes, and its changed text.
func (m mutant) apply() (file, changed string, err error) {
	files, err := tree()
	if err != nil {
		return "", "", err
	}
	p, err := files.locate(m.in, m.old)
	if err != nil {
		return "", "", err
	}
	return p.file, p.text[:p.begin] + m.new + p.text[p.end:], nil
}

// kill returns the first test that fails, or nothing. took is how long the tests take without the mutant.
func (m mutant) kill(ctx context.Context, took map[string]time.Duration) (red string, err error) {
	path, changed, err := m.apply()
	if err != nil {
		return "", err
	}
	folder, err := os.MkdirTemp("", "mutant")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(folder)
	original, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	file, list := filepath.Join(folder, filepath.Base(path)), filepath.Join(folder, "overlay.json")
	instead, err := json.Marshal(map[string]map[string]string{"Replace": {original: file}})
	if err := errors.Join(err, os.WriteFile(file, []byte(changed), 0o600), os.WriteFile(list, instead, 0o600)); err != nil {
		return "", err
	}
	for _, tests := range m.tests(path) {
		out, err := goTest(ctx, tests, replacement{path, list}, time.Minute+5*took[tests])
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		if err != nil {
			return firstRed(out)
		}
	}
	return "", nil
}

// above are the packages with the checks, each before those that use it.
var above = []string{"./internal/jose", "./internal/jwks", "./backend-api/bearer", "./backend-api/api", "./backend-api"}

// tests are the named test, or those of the packages that use the file: its own package, and those above it.
func (m mutant) tests(file string) []string {
	if m.namesTest() {
		return []string{m.id}
	}
	own := "./" + filepath.Dir(file)
	list := []string{own}
	for i, one := range above {
		if one == own {
			list = above[i:]
		}
	}
	return list
}

// green runs the tests without a mutant: those that have to fail later must pass now. It returns how long each took.
func green(ctx context.Context, mutants []mutant) (took map[string]time.Duration, err error) {
	var needed []string
	for _, m := range mutants {
		file, _, err := m.apply()
		if err != nil {
			return nil, fmt.Errorf("%s, %s: %w", m.id, m.words, err)
		}
		needed = append(needed, m.tests(file)...)
	}
	slices.Sort(needed)
	fmt.Printf("%d mutants\n", len(mutants))
	took = map[string]time.Duration{}
	for _, tests := range slices.Compact(needed) {
		begin := time.Now()
		if out, err := goTest(ctx, tests, replacement{}, 5*time.Minute); err != nil {
			return nil, fmt.Errorf("%s is red without a mutant: %w\n%s", tests, err, out)
		}
		took[tests] = time.Since(begin)
	}
	return took, nil
}

// goTest runs a package's tests ("./folder"), or one of them ("folder.TestName", where "main" is the root). The flag goes
// through GOFLAGS, so that it counts for the programs that a test builds, too. A test that takes longer than limit fails.
func goTest(ctx context.Context, tests string, changed replacement, limit time.Duration) (output string, err error) {
	if under, wine := strings.CutPrefix(tests, windowsPrefix); wine {
		return windowsTest(ctx, under, changed, limit)
	}
	if under, gnustep := strings.CutPrefix(tests, macosPrefix); gnustep {
		return macosTest(ctx, under, changed, limit)
	}
	folder, arguments := tests, []string{"test", "-failfast", "-vet=off", "-count=1", "-timeout", limit.String()}
	if !strings.HasPrefix(tests, "./") {
		dot := strings.LastIndex(tests, ".")
		folder = "./" + strings.TrimPrefix(tests[:dot], "main")
		arguments = append(arguments, "-run", "^"+tests[dot+1:]+"$")
	}
	command := exec.CommandContext(ctx, "go", append(arguments, folder)...)
	flags := "-tags=e2e,packages,supply," + webkitTags()
	if folder == "./"+pages { // a module of its own, which has the pages beside it
		command.Args[len(command.Args)-1], command.Dir = ".", pages
	}
	if strings.HasPrefix(tests, pages+".TestWailsDev") { // they need a running "wails dev"
		command = exec.CommandContext(ctx, "scripts/dev-check.sh")
	}
	if changed.isBuilt() {
		flags += " -overlay=" + changed.overlay
	}
	command.Env = append(os.Environ(), "GOFLAGS="+flags, overlay.Variable+"="+changed.overlay)
	if !needsC(folder, tests) {
		command.Env = append(command.Env, "CGO_ENABLED=0")
	}
	out, err := command.CombinedOutput()
	if err == nil && strings.Contains(string(out), "no tests to run") {
		err = errors.New("there is no such test")
	}
	return string(out), err
}

// needsC reports whether a test needs the C files of its package. Those of the login window take long to compile, and most of its
// checks are in Go: without a window, a fake takes the place of the native layer.
func needsC(folder, tests string) bool {
	if folder != "./auth/loginwindow" {
		return true
	}
	files, _ := filepath.Glob(folder + "/*_test.go")
	return slices.ContainsFunc(files, func(path string) bool {
		text, err := os.ReadFile(path)
		first, _, _ := strings.Cut(string(text), "\n")
		return err != nil || strings.Contains(first, "cgo") &&
			strings.Contains(string(text), "\nfunc "+strings.TrimPrefix(filepath.Ext(tests), ".")+"(")
	})
}

// webkitTags are the build tags for the WebKitGTK of this machine.
var webkitTags = sync.OnceValue(func() string {
	tags, _ := exec.Command("bash", "-c", ". scripts/webkit.sh && webkit_tags").Output()
	return strings.TrimSpace(string(tags))
})

// replacement is a file that changes, and the list that says what replaces it. The zero value changes nothing.
type replacement struct{ file, overlay string }

// isBuilt reports whether a program may be built with the change. A test reads other files itself, such as a workflow; with another
// go.mod, nothing could be built.
func (r replacement) isBuilt() bool {
	return slices.Contains([]string{".go", ".c", ".h", ".m", ".js", ".css", ".html", ".txt"}, filepath.Ext(r.file))
}

// pages is the folder of the tests of the pages.
const pages = "frontend/test"

var failed = regexp.MustCompile(`(?m)^ *--- FAIL: (\S+)`)

// firstRed takes the innermost name of the first failure. A panic and a time limit have none, and are red all the same.
func firstRed(out string) (string, error) {
	if strings.Contains(out, "[build failed]") || strings.Contains(out, "[setup failed]") {
		return "", fmt.Errorf("it does not compile:\n%s", out)
	}
	red := ""
	for _, found := range failed.FindAllStringSubmatch(out, -1) {
		if red != "" && !strings.HasPrefix(found[1], red+"/") {
			break
		}
		red = found[1]
	}
	switch {
	case red != "":
		return red, nil
	case strings.Contains(out, "panic: test timed out"):
		return "(it does not end)", nil
	case strings.Contains(out, "panic: "):
		return "(it panics)", nil
	case strings.Contains(out, "ERROR: AddressSanitizer"), strings.Contains(out, "SIGSEGV: "), strings.Contains(out, "SIGABRT: "),
		strings.Contains(out, "Uncaught exception"):
		return "(it crashes)", nil
	}
	return "", fmt.Errorf("the tests failed, and do not say which:\n%s", out)
}

const (
	document = "docs/mutants.md"
	heading  = "## The API\n"
	columns  = "\n| ID | in | change | red |\n|---|---|---|---|\n"
)

// writeTable replaces everything under the heading, which is the document's last.
func writeTable(rows string) error {
	text, err := os.ReadFile(document)
	if err != nil {
		return err
	}
	before, _, found := strings.Cut(string(text), heading)
	if !found {
		return fmt.Errorf("%s has no heading %q", document, heading)
	}
	const made = "\nMade by `make mutants`, which tries each anew.\n"
	return os.WriteFile(document, []byte(before+heading+made+columns+rows), 0o644)
}
