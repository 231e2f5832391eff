package architecture

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"wails-openid-oauth/test/overlay"
)

var (
	action   = regexp.MustCompile(`(?m)^[ \t-]*uses:[ \t]*(.*)$`)
	image    = regexp.MustCompile(`(?m)^[ \t-]*(?:image|container):[ \t]*(\S.*)$`)
	stage    = regexp.MustCompile(`(?mi)^[ \t]*FROM[ \t]+((?:--\S+[ \t]+)*)(\S+)(?:[ \t]+AS[ \t]+(\S+))?[ \t]*$`)
	copied   = regexp.MustCompile(`(?mi)^[ \t]*(?:COPY|ADD)[ \t].*--from=(\S+)`)
	syntax   = regexp.MustCompile(`(?mi)^#[ \t]*syntax[ \t]*=[ \t]*(\S+)`)
	byCommit = regexp.MustCompile(`^[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	byDigest = regexp.MustCompile(`^["']?(?:docker://)?\S+@sha256:[0-9a-f]{64}["']?(?: #.*)?$`)
	// ours is an action or a workflow of this repository, which has the commit of whoever uses it.
	ours = regexp.MustCompile(`^\./`)
)

// unpinned returns what a workflow, an action, a compose file or a Dockerfile takes from others without saying which content.
func unpinned(name, text string) (loose []string) {
	if strings.HasSuffix(name, ".yml") || strings.HasSuffix(name, ".yaml") {
		for _, match := range action.FindAllStringSubmatch(text, -1) {
			if used := strings.TrimSpace(match[1]); !ours.MatchString(used) && !byCommit.MatchString(used) && !byDigest.MatchString(used) {
				loose = append(loose, used)
			}
		}
		for _, match := range image.FindAllStringSubmatch(text, -1) {
			if !byDigest.MatchString(strings.TrimSpace(match[1])) {
				loose = append(loose, match[1])
			}
		}
		return loose
	}
	own := map[string]bool{"scratch": true} // scratch is the empty image
	var bases []string
	for _, match := range stage.FindAllStringSubmatch(text, -1) {
		if !own[match[2]] {
			bases = append(bases, match[2])
		}
		own[strings.ToLower(match[3])] = true
	}
	for _, match := range copied.FindAllStringSubmatch(text, -1) {
		if !own[strings.ToLower(match[1])] {
			bases = append(bases, match[1])
		}
	}
	for _, match := range syntax.FindAllStringSubmatch(text, -1) {
		bases = append(bases, match[1])
	}
	for _, base := range bases {
		if !byDigest.MatchString(base) {
			loose = append(loose, base)
		}
	}
	return loose
}

// fromOthers matches the files that name actions and images.
var fromOthers = regexp.MustCompile(`(?i)^\.github/(workflows|actions)/.*\.ya?ml$|(^|/)action\.ya?ml$|(^|/)[^/]*compose[^/]*\.ya?ml$|(^|/)([^/]*\.)?(Dockerfile|Containerfile)(\.[^/]*)?$`)

// TestPinned: whoever moves a tag of an action or of an image changes nothing here: each has the hash of its content.
func TestPinned(t *testing.T) {
	out, err := exec.Command("git", "-C", "../..", "ls-files", "-co", "--exclude-standard").Output()
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, name := range strings.Fields(string(out)) {
		if !fromOthers.MatchString(name) || strings.HasSuffix(name, ".go") {
			continue
		}
		read++
		text, err := overlay.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, loose := range unpinned(name, string(text)) {
			t.Errorf("%s takes %s: name its full hash, and the version in a comment", name, loose)
		}
	}
	if read < 2 {
		t.Errorf("%d files were read, want at least a workflow and a Dockerfile", read)
	}
}

// TestUnpinned: the rule sees each way to name something by a tag, and takes each way to name it by its hash.
func TestUnpinned(t *testing.T) {
	hash, digest := strings.Repeat("0a", 20), "@sha256:"+strings.Repeat("0a", 32)
	for _, tt := range []struct {
		file, text string
		loose      int
	}{
		{"ci.yml", "- uses: actions/checkout@v4", 1},
		{"ci.yml", "- uses: actions/checkout@" + hash, 1}, // nobody can tell its version
		{"ci.yml", "- uses: actions/checkout@" + hash[:39] + " # v4.0.0", 1},
		{"ci.yml", "- uses: actions/checkout@main # v4.0.0", 1},
		{"ci.yml", "- uses: docker://alpine:3", 1},
		{"ci.yml", "  container: golang:1.26", 1},
		{"ci.yml", "  image: haproxy:3", 1},
		{"ci.yml", "- uses: actions/checkout@" + hash + " # v4.0.0", 0},
		{"ci.yml", "- uses: other/one/sub@" + hash + " # v4.0.0", 0},
		{"ci.yml", "- uses: ./.github/actions/own", 0},
		{"ci.yml", "- uses: docker://alpine:3" + digest, 0},
		{"ci.yml", "# uses: actions/checkout@v4", 0},
		{"compose.yaml", "    image: haproxy:3" + digest, 0},
		{"compose.yaml", "    image: haproxy:3", 1},
		{"Dockerfile", "FROM golang:1.26", 1},
		{"Dockerfile", "from --platform=$BUILDPLATFORM golang AS build", 1},
		{"Dockerfile", "FROM golang:1.26" + digest[:70], 1},
		{"Dockerfile", "COPY --from=alpine:3 /a /b", 1},
		{"Dockerfile", "# syntax=docker/dockerfile:1", 1},
		{"Dockerfile", "FROM --platform=$BUILDPLATFORM golang:1.26" + digest + " AS Build\nFROM scratch\nCOPY --from=build /a /b", 0},
		{"Dockerfile", "FROM golang:1.26" + digest + " AS a\nFROM a AS b\n", 0},
	} {
		if got := unpinned(tt.file, tt.text); len(got) != tt.loose {
			t.Errorf("%s: %q: %q, want %d", tt.file, tt.text, got, tt.loose)
		}
	}
}

// TestGoInCI: CI builds with the Go that go.mod names beside the oldest that can build this. That line alone would mean the oldest
// one, with all the faults that were repaired since.
func TestGoInCI(t *testing.T) {
	files, err := filepath.Glob("../../.github/workflows/*.yml")
	if err != nil {
		t.Fatal(err)
	}
	var all string
	for _, file := range files {
		text, err := overlay.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		workflow := string(text)
		if set, named := strings.Count(workflow, "actions/setup-go@"), strings.Count(workflow, "go-version-file: go.mod\n"); set != named {
			t.Errorf("%s sets up Go %d times, and takes its version from go.mod %d times", file, set, named)
		}
		all += workflow
	}
	if !strings.Contains(all, "actions/setup-go@") {
		t.Error("no workflow sets up Go")
	}
	mod, err := overlay.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`(?m)^toolchain go1\.\d+\.[1-9]\d*$`).Match(mod) {
		t.Error("go.mod does not say with which Go to build")
	}
	if !strings.Contains(all, "run: make vulnerabilities\n") {
		t.Error("no workflow looks for known vulnerabilities")
	}
}

// TestSecrets: a program that anybody changes in a request gets no secret, and nothing but the release may write. Each step that needs a
// secret is left out where there is none.
func TestSecrets(t *testing.T) {
	files, err := filepath.Glob("../../.github/workflows/*.yml")
	if err != nil || len(files) < 3 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := overlay.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		workflow := string(text)
		if !strings.Contains(workflow, "\npermissions:\n  contents: read\n") {
			t.Errorf("%s may do more than read", file)
		}
		if strings.Contains(workflow, "pull_request_target") {
			t.Errorf("%s runs what a stranger sends, with the rights of this project", file)
		}
		release := filepath.Base(file) == "release.yml"
		if passed := strings.Contains(workflow, "secrets: inherit"); passed != release {
			t.Errorf("%s passes on secrets: %v, want %v", file, passed, release)
		}
		if writes := strings.Contains(workflow, ": write"); writes != release {
			t.Errorf("%s may write: %v, want %v", file, writes, release)
		}
		for _, step := range regexp.MustCompile(`(?m)^      - `).Split(workflow, -1) {
			if strings.HasPrefix(step, "name: Take the ") && !regexp.MustCompile(`(?m)^        if: env\.[A-Z]+ != ''$`).MatchString(step) {
				t.Errorf("%s: a step is not left out without its secret:\n%s", file, step)
			}
		}
	}
}
