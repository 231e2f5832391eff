package deploy

import (
	"bytes"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// root is the root of the project, and so the build context.
const root = "../.."

// dockerfile returns the stages of the Dockerfile.
func dockerfile(t *testing.T) []instructions.Stage {
	t.Helper()
	text, err := os.ReadFile(root + "/backend-api/Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	stages, warnings, err := parseDockerfile(text)
	if err != nil {
		t.Fatal(err)
	}
	if len(warnings) > 0 {
		t.Errorf("BuildKit's linter: %q", warnings)
	}
	return stages
}

func parseDockerfile(text []byte) (stages []instructions.Stage, warnings []string, err error) {
	parsed, err := parser.Parse(bytes.NewReader(text))
	if err != nil {
		return nil, nil, err
	}
	warn := func(rule, _, _, message string, _ []parser.Range) { warnings = append(warnings, rule+": "+message) }
	stages, _, err = instructions.Parse(parsed.AST, linter.New(&linter.Config{Warn: warn}))
	return stages, warnings, err
}

// only returns the one instruction of a kind that a stage has.
func only[T any](t *testing.T, stage instructions.Stage) T {
	t.Helper()
	found := all[T](stage)
	if len(found) != 1 {
		t.Fatalf("the stage has %d instructions %T, want 1", len(found), *new(T))
	}
	return found[0]
}

func all[T any](stage instructions.Stage) []T {
	var found []T
	for _, command := range stage.Commands {
		if c, ok := command.(T); ok {
			found = append(found, c)
		}
	}
	return found
}

// environment returns the variables that ENV sets in a stage.
func environment(stage instructions.Stage) []string {
	var set []string
	for _, command := range all[*instructions.EnvCommand](stage) {
		for _, pair := range command.Env {
			set = append(set, pair.Key+"="+pair.Value)
		}
	}
	return set
}

// TestImage: the last stage starts from an empty image, runs the program, and has a numeric user, so that a cluster can see
// that the user is not root.
func TestImage(t *testing.T) {
	stages := dockerfile(t)
	if len(stages) != 2 || stages[0].Name != "build" {
		t.Fatalf("there are %d stages, want 2, the first one called build", len(stages))
	}
	final := stages[1]
	if final.BaseName != "scratch" {
		t.Errorf("the last stage is based on %q, want scratch", final.BaseName)
	}
	for _, part := range strings.Split(only[*instructions.UserCommand](t, final).User, ":") {
		if id, err := strconv.Atoi(part); err != nil || id < 1 {
			t.Errorf("the user or group %q is not a number above 0", part)
		}
	}
	got := map[string]any{
		"entry point":          only[*instructions.EntrypointCommand](t, final).CmdLine,
		"entry point by shell": only[*instructions.EntrypointCommand](t, final).PrependShell,
		"health check":         only[*instructions.HealthCheckCommand](t, final).Health.Test,
		"port":                 only[*instructions.ExposeCommand](t, final).Ports,
		"signal":               only[*instructions.StopSignalCommand](t, final).Signal,
		"environment":          environment(final),
		"run commands":         len(all[*instructions.RunCommand](final)),
	}
	want := map[string]any{
		"entry point": []string{"/backend-api"}, "entry point by shell": false,
		"health check": []string{"CMD", "/backend-api", "health"},
		"port":         []string{"3000"}, "signal": "SIGTERM", "environment": []string{"HOST=0.0.0.0"}, "run commands": 0,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestCompiler: the compiler is one exact version, pinned by its digest, and new enough for go.mod.
func TestCompiler(t *testing.T) {
	base := dockerfile(t)[0].BaseName
	version := regexp.MustCompile(`^golang:(1)\.(\d+)\.(\d+)@sha256:[0-9a-f]{64}$`).FindStringSubmatch(base)
	if version == nil {
		t.Fatalf("%q is not an exact version of Go with its digest", base)
	}
	text, err := os.ReadFile(root + "/go.mod")
	if err != nil {
		t.Fatal(err)
	}
	asked := regexp.MustCompile(`(?m)^go (1)\.(\d+)\.(\d+)$`).FindStringSubmatch(string(text))
	if asked == nil {
		t.Fatal("go.mod names no version of Go")
	}
	for i := 1; i <= 3; i++ {
		has, _ := strconv.Atoi(version[i])
		wants, _ := strconv.Atoi(asked[i])
		if has != wants {
			if has < wants {
				t.Errorf("the image builds with %s, but go.mod requires %s", base, asked[0])
			}
			return
		}
	}
}

// TestLinterIsAwake: the parser or the linter reports each of these faults.
func TestLinterIsAwake(t *testing.T) {
	for _, text := range []string{"FROM scratch\nENTRYPOIN [\"/x\"]\n", "FROM scratch as x\n", "USER 1\n"} {
		if _, warnings, err := parseDockerfile([]byte(text)); err == nil && len(warnings) == 0 {
			t.Errorf("neither the parser nor the linter reports a fault of %q", text)
		}
	}
}
