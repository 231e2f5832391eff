// Mutants takes the API's checks out, one at a time, and wants a test to turn red for each:
//
//	go run ./internal/mutants            all of them, some ten minutes
//	go run ./internal/mutants A-JWKS     those of some requirements
//	go run ./internal/mutants -write     and write the table in docs/mutants.md
//
// The changed file takes the place of the real one by "go test -overlay", so that nothing in the tree is touched. Exit
// status: 1 if a mutant lives, or does not compile.
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
	"strings"
)

// mutant is a change of one place in a file, which stands there once.
type mutant struct {
	id, words, file string // file is below the root of the project
	old, new        string
}

func main() {
	write := flag.Bool("write", false, "write the table in "+document)
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, flag.Arg(0), *write); err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, prefix string, write bool) error {
	if out, err := exec.CommandContext(ctx, "go", append([]string{"test"}, above...)...).CombinedOutput(); err != nil {
		return fmt.Errorf("the tests are red without a mutant: %w\n%s", err, out)
	}
	var table strings.Builder
	lives, broken := 0, error(nil)
	for _, m := range mutants {
		if !strings.HasPrefix(m.id, prefix) {
			continue
		}
		red, err := m.kill(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			broken = errors.Join(broken, fmt.Errorf("%s, %s: %w", m.file, m.words, err))
			continue
		}
		if red == "" {
			red = "**lives**"
			lives++
		}
		row := fmt.Sprintf("| %s | %s | %s | %s |\n", m.id, m.short(), m.words, red)
		fmt.Print(row)
		table.WriteString(row)
	}
	if lives > 0 {
		broken = errors.Join(broken, fmt.Errorf("%d live", lives))
	}
	if broken != nil {
		return broken
	}
	if !write {
		return nil
	}
	if prefix != "" {
		return errors.New("only the table of all can be written")
	}
	return writeTable(table.String())
}

// short is the file as the table names it.
func (m mutant) short() string {
	return filepath.Base(filepath.Dir(m.file)) + "/" + filepath.Base(m.file)
}

// apply returns the changed file.
func (m mutant) apply() (string, error) {
	text, err := os.ReadFile(m.file)
	if err != nil {
		return "", err
	}
	if n := strings.Count(string(text), m.old); n != 1 {
		return "", fmt.Errorf("what it changes is there %d times: %s", n, m.old)
	}
	return strings.Replace(string(text), m.old, m.new, 1), nil
}

// kill returns the first test that turns red, or nothing.
func (m mutant) kill(ctx context.Context) (red string, err error) {
	changed, err := m.apply()
	if err != nil {
		return "", err
	}
	folder, err := os.MkdirTemp("", "mutant")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(folder)
	original, err := filepath.Abs(m.file)
	if err != nil {
		return "", err
	}
	file, overlay := filepath.Join(folder, "changed.go"), filepath.Join(folder, "overlay.json")
	instead, err := json.Marshal(map[string]map[string]string{"Replace": {original: file}})
	if err := errors.Join(err, os.WriteFile(file, []byte(changed), 0o600), os.WriteFile(overlay, instead, 0o600)); err != nil {
		return "", err
	}
	for _, tests := range m.packages() {
		out, err := exec.CommandContext(ctx, "go", "test", "-failfast", "-timeout", "2m", "-overlay", overlay, tests).CombinedOutput()
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		if err != nil {
			return firstRed(string(out))
		}
	}
	return "", nil
}

// above are the packages with the checks, each before those that use it.
var above = []string{"./internal/jose", "./internal/jwks", "./backend-api/bearer", "./backend-api/api", "./backend-api"}

// packages are those whose tests look at a file: its own, and those above it.
func (m mutant) packages() []string {
	own := "./" + filepath.Dir(m.file)
	list := []string{own}
	for i, one := range above {
		if one == own {
			list = above[i:]
		}
	}
	return list
}

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
