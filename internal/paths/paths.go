// Package paths says where the app keeps its files on each system: in the user's own folders, never beside the program
// and never in the working folder.
package paths

import (
	"fmt"
	"os"
	"path/filepath"
)

// App is the name of the app's folder.
const App = "wails-openid-oauth"

// Config is the folder for settings, such as ~/.config/wails-openid-oauth. It need not exist.
func Config() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("find the folder for settings: %w", err)
	}
	return filepath.Join(dir, App), nil
}

// Log is the log file's path, such as ~/.cache/wails-openid-oauth/app.log. Its folder is made, for this user alone.
func Log() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the folder for logs: %w", err)
	}
	dir = filepath.Join(dir, App)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("make the folder for logs: %w", err)
	}
	return filepath.Join(dir, "app.log"), nil
}
