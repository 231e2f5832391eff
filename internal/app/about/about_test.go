package about

import (
	"os"
	"regexp"
	"runtime/debug"
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
