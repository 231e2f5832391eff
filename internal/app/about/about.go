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

// Of reads the project's file for Wails. commit stands in for a build without a commit in its build information.
func Of(project []byte, commit string) Build {
	var file struct {
		Info struct {
			ProductVersion, Comments string
		}
	}
	_ = json.Unmarshal(project, &file) // a file that cannot be read has no version; the tests read it, too
	if info, ok := debug.ReadBuildInfo(); ok {
		commit = commitOf(info.Settings, commit)
	}
	version := file.Info.ProductVersion
	if commit != "" {
		version += " (commit " + commit + ")"
	}
	return Build{Version: version, Comments: file.Info.Comments}
}

// shortCommit is how long a commit is shown.
const shortCommit = 12

// commitOf returns the commit, with a plus if the files were others than those of the commit.
func commitOf(settings []debug.BuildSetting, commit string) string {
	changed := ""
	for _, s := range settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value[:min(len(s.Value), shortCommit)]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = "+"
		}
	}
	return strings.TrimSpace(commit) + changed
}
