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
	dir, err := cached("logs")
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "app.log"), nil
}

// Locks is the folder for lock files, such as ~/.cache/wails-openid-oauth/locks. It is made, for this user alone.
func Locks() (string, error) { return cached("lock files", "locks") }

// Cache is the folder for what can be fetched again, such as ~/.cache/wails-openid-oauth. It is made, for this user alone.
func Cache() (string, error) { return cached("what can be fetched again") }

// cached makes a folder of the app's own among the files that the user can do without.
func cached(what string, below ...string) (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the folder for %s: %w", what, err)
	}
	dir = filepath.Join(append([]string{dir, App}, below...)...)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("make the folder for %s: %w", what, err)
	}
	return dir, nil
}
