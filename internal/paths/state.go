package paths

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"wails-openid-oauth/internal/safefile"
)

// State makes the folder for data that has to outlive the app and exists nowhere else, for this user alone, such as
// ~/.local/state/wails-openid-oauth (XDG Base Directory Specification), ~/Library/Application Support/wails-openid-oauth
// or %LocalAppData%\wails-openid-oauth. Programs that clean caches do not touch it.
func State() (string, error) {
	dir, err := stateHome()
	if err != nil {
		return "", fmt.Errorf("find the folder for state: %w", err)
	}
	dir = filepath.Join(dir, App)
	if err := safefile.Folder(dir); err != nil {
		return "", fmt.Errorf("make the folder for state: %w", err)
	}
	return dir, nil
}

func stateHome() (string, error) {
	switch runtime.GOOS {
	case "windows":
		return os.UserCacheDir()
	case "darwin":
		return os.UserConfigDir()
	}
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) { // the specification says to ignore relative paths
		return dir, nil
	}
	home, err := os.UserHomeDir()
	if err == nil && !filepath.IsAbs(home) {
		err = errors.New("the home folder is not an absolute path")
	}
	return filepath.Join(home, ".local", "state"), err
}
