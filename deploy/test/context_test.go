package deploy

import (
	"debug/elf"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
)

// buildContext is the files that .dockerignore lets an engine see, by their paths below the root.
func buildContext(t *testing.T) []string {
	t.Helper()
	ignore, err := os.Open(root + "/.dockerignore")
	if err != nil {
		t.Fatal(err)
	}
	defer ignore.Close()
	patterns, err := ignorefile.ReadAll(ignore)
	if err != nil {
		t.Fatal(err)
	}
	matcher, err := patternmatcher.New(patterns)
	if err != nil {
		t.Fatal(err)
	}
	var seen []string
	err = fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		ignored, err := matcher.MatchesOrParentMatches(name)
		if !ignored {
			seen = append(seen, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return seen
}

// copyContext makes a folder with nothing but the build context.
func copyContext(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	for _, name := range buildContext(t) {
		copyFile(t, filepath.Join(root, name), filepath.Join(folder, name), 0o644)
	}
	return folder
}

func copyFile(t *testing.T, from, to string, mode os.FileMode) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(to), 0o755)
	}
	if err == nil {
		err = os.WriteFile(to, content, mode)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestContext: an engine gets neither settings, history nor tests. A folder that is added to this project later stays out,
// too.
func TestContext(t *testing.T) {
	top := map[string]bool{}
	for _, name := range buildContext(t) {
		first, _, _ := strings.Cut(name, "/")
		top[first] = true
		if strings.HasSuffix(name, "_test.go") || strings.Contains(name, "testdata/") || filepath.Base(name) == "env-variables.json" {
			t.Errorf("%s is sent to the engine", name)
		}
	}
	if diff := cmp.Diff(map[string]bool{"go.mod": true, "go.sum": true, "backend-api": true, "internal": true}, top); diff != "" {
		t.Error(diff)
	}
}

// buildStage runs the command of the first stage in a copy of the context, and returns the folder.
func buildStage(t *testing.T) string {
	t.Helper()
	stage := dockerfile(t)[0]
	run := only[*instructions.RunCommand](t, stage)
	if !run.PrependShell {
		t.Fatal("the RUN command of the build is not in shell form")
	}
	command := exec.CommandContext(t.Context(), "/bin/sh", "-c", strings.Join(run.CmdLine, " "))
	command.Dir = copyContext(t)
	command.Env = slices.Concat(os.Environ(), []string{"GOFLAGS=", "TARGETOS=linux", "TARGETARCH=" + runtime.GOARCH}, environment(stage))
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return command.Dir
}

// TestStatic: the program needs no loader and no library, because the image has none. It contains no symbols.
func TestStatic(t *testing.T) {
	program, err := elf.Open(buildStage(t) + "/bin/backend-api")
	if err != nil {
		t.Fatal(err)
	}
	defer program.Close()
	for _, part := range program.Progs {
		if part.Type == elf.PT_INTERP || part.Type == elf.PT_DYNAMIC {
			t.Errorf("the program has a part of type %v", part.Type)
		}
	}
	if program.Section(".symtab") != nil || program.Section(".debug_info") != nil || program.Section(".zdebug_info") != nil {
		t.Error("the program contains symbols")
	}
}
