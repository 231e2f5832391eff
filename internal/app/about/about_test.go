package about

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	project, err := os.ReadFile("../../../wails.json")
	if err != nil {
		t.Fatal(err)
	}
	got := Of(project, "")
	if !regexp.MustCompile(`^\d+\.\d+\.\d+`).MatchString(got.Version) || got.Comments == "" {
		t.Errorf("%+v", got)
	}
}

func TestCommit(t *testing.T) {
	revision := debug.BuildSetting{Key: "vcs.revision", Value: "0123456789abcdef0123"}
	for _, tt := range []struct {
		settings []debug.BuildSetting
		want     string
	}{
		{nil, "from make"},
		{[]debug.BuildSetting{revision, {Key: "vcs.modified", Value: "false"}}, "0123456789ab"},
		{[]debug.BuildSetting{revision, {Key: "vcs.modified", Value: "true"}}, "0123456789ab+"},
	} {
		if got := commitOf(tt.settings, "from make"); got != tt.want {
			t.Errorf("%v: %q, want %q", tt.settings, got, tt.want)
		}
	}
}

// TestLicences: the list is that of the modules in the program. LICENCES=write writes it anew.
func TestLicences(t *testing.T) {
	want := licences(t)
	if os.Getenv("LICENCES") == "write" {
		if err := os.WriteFile("licences.txt", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if Licences != want {
		t.Error("licences.txt is not that of the modules in the program: run make generate")
	}
}

// systems are those for which there is a program.
var systems = []string{"linux", "windows", "darwin"}

// licences returns each licence once, below the names of those that have it and their copyright notices.
func licences(t *testing.T) string {
	t.Helper()
	owners := map[string][]string{}
	folders := modules(t)
	for _, name := range slices.Sorted(maps.Keys(folders)) {
		copyright, text := licence(t, name, folders[name])
		owners[text] = append(owners[text], fmt.Sprintf("%s\n%s", name, copyright))
	}
	var out strings.Builder
	// The licence of the most first.
	for _, text := range slices.SortedFunc(maps.Keys(owners), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(owners[b]), len(owners[a])), cmp.Compare(owners[a][0], owners[b][0]))
	}) {
		fmt.Fprintf(&out, "%s\n%s\n\n", strings.Join(owners[text], "\n"), text)
	}
	return strings.TrimSpace(out.String()) + "\n"
}

// modules returns the folders of the modules that are in the program on any system. Not every installation of Go has its licence,
// which is that of golang.org/x.
func modules(t *testing.T) map[string]string {
	t.Helper()
	folders := map[string]string{}
	for _, system := range systems {
		list := goList(t, system, "-f", "{{with .Module}}{{if .Main}}This app{{else}}{{.Path}}{{end}}\t{{.Dir}}{{end}}", "../../..")
		for line := range strings.Lines(list) {
			name, folder, _ := strings.Cut(strings.TrimSpace(line), "\t")
			folders[name] = folder
		}
	}
	delete(folders, "")
	folders["The Go standard library"] = folders["golang.org/x/sys"]
	return folders
}

func goList(t *testing.T, system string, args ...string) string {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-deps", "-tags", "desktop,production"}, args...)...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=1", "GOFLAGS=", "GOOS="+system)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go %s: %v: %s", strings.Join(cmd.Args, " "), err, errs.String())
	}
	return string(out)
}

var (
	names  = regexp.MustCompile(`(?i)^(licen[cs]e|copying)(\.(md|txt|code))?$`)
	notice = regexp.MustCompile(`(?m)^[ \t]*(Copyright \(c\)|Copyright \d|Copyright ©|Copyright The ).*\n`)
	blank  = regexp.MustCompile(`\n{3,}`)
)

// licence returns the copyright notices and the text of the licence in a folder.
func licence(t *testing.T, name, folder string) (copyright, text string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !names.MatchString(entry.Name()) {
			continue
		}
		content, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		text = strings.ReplaceAll(string(content), "\r", "")
		for _, line := range notice.FindAllString(text, -1) {
			copyright += strings.TrimSpace(line) + "\n"
		}
		text = strings.TrimSpace(blank.ReplaceAllString(notice.ReplaceAllString(text, ""), "\n\n"))
		return copyright, text
	}
	t.Fatalf("%s has no licence in %s", name, folder)
	return "", ""
}
