// Package about says what this build is: its version, its commit, and the licences of what is in it.
package about

import (
	_ "embed"
	"encoding/json"
	"runtime/debug"
	"strings"
)

// Licences has the licences of the app and of the modules in it, on every system. "make licences" writes it.
//
//go:embed licences.txt
var Licences string

// Build is what this build is.
type Build struct{ Version, Comments string }

// Of reads the project's file for Wails. commit and date stand in for a build without a commit in its build information.
func Of(project []byte, commit, date string) Build {
	var file struct {
		Info struct {
			ProductVersion, Comments string
		}
	}
	_ = json.Unmarshal(project, &file) // a file that cannot be read has no version; the tests read it, too
	if info, ok := debug.ReadBuildInfo(); ok {
		commit, date = stamp(info.Settings, commit, date)
	}
	version := file.Info.ProductVersion
	if commit != "" {
		version += " (commit " + commit
		if date != "" {
			version += " of " + date
		}
		version += ")"
	}
	return Build{Version: version, Comments: file.Info.Comments}
}

// shortCommit is how long a commit is shown.
const shortCommit = 12

// stamp returns the commit, with a plus if the files were others than those of the commit, and the day of the commit.
func stamp(settings []debug.BuildSetting, commit, date string) (string, string) {
	changed := ""
	for _, s := range settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value[:min(len(s.Value), shortCommit)]
		case s.Key == "vcs.time":
			date, _, _ = strings.Cut(s.Value, "T")
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = "+"
		}
	}
	return strings.TrimSpace(commit) + changed, strings.TrimSpace(date)
}
