package paths

import (
	"fmt"
	"os"
	"path/filepath"
)

// Runtime is the folder for what concerns the running app alone, such as /run/user/1000/wails-openid-oauth, or one among
// the files that the user can do without. It is made, for this user alone.
func Runtime() (string, error) {
	if parent := os.Getenv("XDG_RUNTIME_DIR"); filepath.IsAbs(parent) {
		if dir := filepath.Join(parent, App); ownFolder(dir) == nil {
			return dir, nil
		}
	}
	dir, err := cached("the running app", "run")
	if err == nil {
		err = ownFolder(dir)
	}
	return dir, err
}

// ownFolder makes a folder in one that exists, and keeps others out of it. It fails for a folder of somebody else.
func ownFolder(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil && !os.IsExist(err) {
		return fmt.Errorf("make the folder for the running app: %w", err)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return fmt.Errorf("keep others out of the folder for the running app: %w", err)
	}
	return nil
}
