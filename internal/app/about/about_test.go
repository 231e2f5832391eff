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
	for _, tt := range []struct{ commit, date, want string }{
		{"", "", `^\d+\.\d+\.\d+$`},
		{"", "2026-11-27", `^\d+\.\d+\.\d+$`},
		{"0123456789ab", "", `^\d+\.\d+\.\d+ \(commit 0123456789ab\)$`},
		{"0123456789ab+", "2026-11-27", `^\d+\.\d+\.\d+ \(commit 0123456789ab\+ of 2026-11-27\)$`},
	} {
		if got := Of(project, tt.commit, tt.date); !regexp.MustCompile(tt.want).MatchString(got.Version) || got.Comments == "" {
			t.Errorf("%+v: %+v", tt, got)
		}
	}
}

func TestStamp(t *testing.T) {
	revision, at := debug.BuildSetting{Key: "vcs.revision", Value: "0123456789abcdef0123"}, debug.BuildSetting{Key: "vcs.time", Value: "2026-11-26T23:04:06Z"}
	for _, tt := range []struct {
		settings     []debug.BuildSetting
		commit, date string
	}{
		{nil, "from make", "2026-11-27"},
		{[]debug.BuildSetting{revision, at, {Key: "vcs.modified", Value: "false"}}, "0123456789ab", "2026-11-26"},
		{[]debug.BuildSetting{revision, at, {Key: "vcs.modified", Value: "true"}}, "0123456789ab+", "2026-11-26"},
	} {
		if commit, date := stamp(tt.settings, "from make", "2026-11-27"); commit != tt.commit || date != tt.date {
			t.Errorf("%v: %q, %q, want %q, %q", tt.settings, commit, date, tt.commit, tt.date)
		}
	}
}
