package architecture

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wails-openid-oauth/test/overlay"
)

// download fetches the modules of the project, since run fetches none: a module that imports the project must need no others.
func download(t *testing.T) {
	t.Helper()
	if out, err := exec.Command("go", "mod", "download").CombinedOutput(); err != nil {
		t.Fatalf("go mod download: %v\n%s", err, out)
	}
}

// run runs a command in a folder, without a network, and returns what it prints.
func run(t *testing.T, folder, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=-mod=mod")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// webkitTag is the build tag for the WebKitGTK of this system.
func webkitTag() string {
	if exec.Command("pkg-config", "--exists", "webkit2gtk-4.1").Run() == nil {
		return "webkit2_41"
	}
	return ""
}

// inTable finds the module in each row of the guide's table.
var inTable = regexp.MustCompile("(?m)^\\| `([^`]+)` \\| [^|]+ \\|$")

// TestImporter follows the guide in an empty folder: another module imports the packages, and nothing is renamed. The modules
// that it then needs must be those that the guide names.
func TestImporter(t *testing.T) {
	download(t)
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(filepath.Join(root, "examples", "minimal"))); err != nil {
		t.Fatal(err)
	}
	api := filepath.Join(folder, "api")
	if err := os.Mkdir(api, 0o755); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, "examples", "api", "main.go"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(api, "main.go"), text, 0o644); err != nil {
		t.Fatal(err)
	}
	sums, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "go.sum"), sums, 0o644); err != nil {
		t.Fatal(err)
	}
	run(t, folder, "go", "mod", "init", "example.com/you/app")
	run(t, folder, "go", "mod", "edit", "-require", module+"@v0.0.0", "-replace", module+"="+root)
	tags := webkitTag()
	run(t, folder, "go", "build", "-tags", tags+",desktop,production", "-o", t.TempDir(), "./...")
	run(t, folder, "go", "vet", "-tags", tags, "./...")

	needed := strings.Fields(run(t, folder, "go", "list", "-deps", "-tags", tags, "-f", "{{with .Module}}{{.Path}}{{end}}", "./..."))
	slices.Sort(needed)
	needed = slices.DeleteFunc(slices.Compact(needed), func(path string) bool { return path == module || path == "example.com/you/app" })
	guide, err := os.ReadFile(filepath.Join(root, "docs", "your-own-app.md"))
	if err != nil {
		t.Fatal(err)
	}
	var named []string
	for _, match := range inTable.FindAllStringSubmatch(string(guide), -1) {
		named = append(named, match[1])
	}
	slices.Sort(named)
	if diff := cmp.Diff(needed, named); diff != "" {
		t.Errorf("modules that an importer gets, and those that the guide names (-needed +named):\n%s", diff)
	}
}

// TestRename gives the module and the app other names in a clone. Then all imports must still resolve, and what ships must have
// those names and no others.
func TestRename(t *testing.T) {
	download(t)
	folder := filepath.Join(t.TempDir(), "clone")
	run(t, ".", "git", "clone", "-q", "--no-hardlinks", "../..", folder)
	script, err := overlay.ReadFile("../../scripts/rename.sh")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "scripts/rename.sh"), script, 0o755); err != nil {
		t.Fatal(err)
	}
	run(t, folder, "scripts/rename.sh", "example.com/you/app", "orders", "Example Orders", "org.example.orders-desk")
	if got := strings.TrimSpace(run(t, folder, "go", "list", "-m")); got != "example.com/you/app" {
		t.Errorf("the module is %s, want example.com/you/app", got)
	}
	// A rename can break imports, so all of them are listed under all tags. To vet every package would compile everything again.
	for _, tags := range []string{webkitTag(), webkitTag() + ",dev", webkitTag() + ",e2e,interop,replicas,packages"} {
		if broken := run(t, folder, "go", "list", "-e", "-deps", "-test", "-tags", tags, "-f", "{{with .Error}}{{.}}{{end}}", "./..."); strings.TrimSpace(broken) != "" {
			t.Errorf("with the tags %s: %s", tags, broken)
		}
	}
	run(t, folder, "go", "vet", "./auth", "./apiclient", "./backend-api/...", "./examples/api")
	if out := run(t, folder, "gofmt", "-l", "."); out != "" {
		t.Errorf("the rename left files that are not formatted: %s", out)
	}
	run(t, folder, "go", "test", "-tags", webkitTag(), "-run", "^TestNames$", "./test/packaging")
	// The licence keeps its owners, and the changelog is history.
	kept := []string{":!LICENSE", ":!*licences.txt", ":!CHANGELOG.md"}
	if left := grep(t, folder, append([]string{"-iE", `wails[^a-z]openid`}, kept...)...); left != "" {
		t.Errorf("the old name is left:\n%s", left)
	}
	if files := run(t, folder, "git", "ls-files", "*wails[-_]openid*"); files != "" {
		t.Errorf("files have the old name: %s", files)
	}
	if id := grep(t, folder, "-F", "<string>org.example.orders-desk</string>", "build/darwin/Info.plist"); id == "" {
		t.Error("macOS knows the app by another name")
	}
}

// grep returns the lines of a clone that git finds.
func grep(t *testing.T, folder string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", append([]string{"grep", "-nI"}, args...)...)
	cmd.Dir = folder
	out, err := cmd.Output()
	if exit := (&exec.ExitError{}); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		t.Fatal(err)
	}
	return string(out)
}
