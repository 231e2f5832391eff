package architecture

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// carriers tells which tests carry the ID of a requirement. A test carries it in its name or in a string of its body. A
// comment does not count. A string outside of all functions, as in a table, counts for all tests of its folder, under the
// name "".
type carriers struct {
	// tests are all tests, as "folder.TestName". The root folder is "main".
	tests map[string]bool
	// ids has, for each ID, the tests that carry it.
	ids map[string]map[string]bool
}

func (c carriers) add(id, folder, test string) {
	if c.ids[id] == nil {
		c.ids[id] = map[string]bool{}
	}
	c.ids[id][folder+"."+test] = true
}

// by reports whether a test, or a string for its whole folder, carries the ID.
func (c carriers) by(id, test string) bool {
	return c.ids[id][test] || c.ids[id][test[:strings.LastIndex(test, ".")+1]]
}

// readTests reads every test of the tree, whatever its build tags and module.
func readTests(t *testing.T, known func(id string) bool) carriers {
	t.Helper()
	found := carriers{tests: map[string]bool{}, ids: map[string]map[string]bool{}}
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && name != "." || entry.Name() == "node_modules" || entry.Name() == "testdata"):
			return fs.SkipDir
		case !strings.HasSuffix(name, "_test.go") || name == "test/architecture/ids_test.go":
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		folder := path.Dir(name)
		if folder == "." {
			folder = "main"
		}
		found.read(file, folder, known)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

var testName = regexp.MustCompile(`^(Test|Fuzz|Example)`)

func (c carriers) read(file *ast.File, folder string, known func(id string) bool) {
	for _, declaration := range file.Decls {
		test := ""
		if function, ok := declaration.(*ast.FuncDecl); ok && function.Recv == nil && testName.MatchString(function.Name.Name) {
			test = function.Name.Name
			c.tests[folder+"."+test] = true
			for _, id := range idsOfName(test, known) {
				c.add(id, folder, test)
			}
		}
		ast.Inspect(declaration, func(node ast.Node) bool {
			if literal, ok := node.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				if text, err := strconv.Unquote(literal.Value); err == nil {
					for _, id := range idsOfText(text) {
						c.add(id, folder, test)
					}
				}
			}
			return true
		})
	}
}

// wholeID matches a letter for the side and then words in capitals. The first word has at least two letters, or is a status,
// so "A-Z" is no ID.
var aWord = regexp.MustCompile(`[A-Za-z0-9_-]+`)
var wholeID = regexp.MustCompile(`^[CKWA]-(?:[A-Z]{2}[A-Z0-9]*|[0-9]{3})(?:-[A-Z0-9]+)*$`)

// idsOfText finds the IDs that are whole words of a text, such as "C-IDT-ISS a slash".
func idsOfText(text string) []string {
	var ids []string
	for _, word := range aWord.FindAllString(text, -1) {
		if wholeID.MatchString(word) {
			ids = append(ids, word)
		}
	}
	return ids
}

// idsOfName finds the IDs in the name of a test. A name can have several IDs of one side, as TestA_EXP_NBF_IAT has. At each
// place the longest known ID counts.
func idsOfName(name string, known func(id string) bool) []string {
	words := strings.Split(testName.ReplaceAllString(name, ""), "_")
	if len(words[0]) != 1 || !strings.Contains("CKWA", words[0]) {
		return nil
	}
	side, words := words[0], words[1:]
	var ids []string
	for len(words) > 0 && words[0] == strings.ToUpper(words[0]) {
		end := 1
		for n := 1; n <= len(words); n++ {
			if known(side + "-" + strings.Join(words[:n], "-")) {
				end = n
			}
		}
		ids, words = append(ids, side+"-"+strings.Join(words[:end], "-")), words[end:]
	}
	return ids
}

// TestIDsAreFound tests the search itself.
func TestIDsAreFound(t *testing.T) {
	known := func(id string) bool { return slices.Contains([]string{"A-EXP", "A-NBF", "C-RT-KEEP", "C-RT"}, id) }
	for name, want := range map[string][]string{
		"TestA_EXP_NBF": {"A-EXP", "A-NBF"}, "TestC_RT_KEEP": {"C-RT-KEEP"}, "TestC_RT_KEEP_always": {"C-RT-KEEP"}, "FuzzA_EXP": {"A-EXP"},
		"TestC_RT_UNKNOWN": {"C-RT", "C-UNKNOWN"}, "TestLogin": nil, "TestTLS_A_EXP": nil, "TestAdd": nil,
	} {
		if diff := cmp.Diff(want, idsOfName(name, known)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	for text, want := range map[string][]string{
		"C-RT-KEEP": {"C-RT-KEEP"}, "see C-RT-KEEP, A-401-BARE/empty.": {"C-RT-KEEP", "A-401-BARE"}, "UTC-RT-KEEP": nil, "C-RT-KEEPx": nil,
		"[A-Z2-7]": nil, "X-A-EXP": nil, "C-rt": nil, "A-EXP_": nil,
	} {
		if diff := cmp.Diff(want, idsOfText(text)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}
