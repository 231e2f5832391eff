package paths

import (
	"os"
	"path/filepath"

	"wails-openid-oauth/internal/safefile"
)

// Runtime makes the folder for files that only the running app needs, for this user alone, such as
// /run/user/1000/wails-openid-oauth. If the system has no such folder, it is one in the user's cache folder.
func Runtime() (string, error) {
	if parent := os.Getenv("XDG_RUNTIME_DIR"); filepath.IsAbs(parent) {
		if _, err := os.Stat(parent); err == nil { // only the system may make the parent
			if dir := filepath.Join(parent, App); safefile.Folder(dir) == nil {
				return dir, nil
			}
		}
	}
	return cached("the running app", "run")
}
