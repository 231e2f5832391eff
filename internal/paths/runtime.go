package paths

import (
	"os"
	"path/filepath"

	"wails-openid-oauth/internal/safefile"
)

// Runtime is the folder for what concerns the running app alone, such as /run/user/1000/wails-openid-oauth, or one among
// the files that the user can do without. It is made, for this user alone.
func Runtime() (string, error) {
	if parent := os.Getenv("XDG_RUNTIME_DIR"); filepath.IsAbs(parent) {
		if _, err := os.Stat(parent); err == nil { // it is the system's to make
			if dir := filepath.Join(parent, App); safefile.Folder(dir) == nil {
				return dir, nil
			}
		}
	}
	return cached("the running app", "run")
}
