// Package paths says where the app keeps its files on each system: in the user's own folders, never beside the program
// and never in the working folder.
package paths

import (
	"fmt"
	"os"
	"path/filepath"

	"wails-openid-oauth/internal/safefile"
)

// App is the name of the app's folder.
const App = "wails-openid-oauth"

// Config is the folder for settings, such as ~/.config/wails-openid-oauth. It need not exist.
func Config() (string, error) {
	dir, err := absolute("XDG_CONFIG_HOME", ".config", os.UserConfigDir)
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

// cached makes folders of the app's own among the files that the user can do without: the app's, and those below it.
func cached(what string, below ...string) (string, error) {
	dir, err := absolute("XDG_CACHE_HOME", ".cache", os.UserCacheDir)
	if err != nil {
		return "", fmt.Errorf("find the folder for %s: %w", what, err)
	}
	for _, name := range append([]string{App}, below...) {
		dir = filepath.Join(dir, name)
		if err := safefile.Folder(dir); err != nil {
			return "", fmt.Errorf("make the folder for %s: %w", what, err)
		}
	}
	return dir, nil
}

// absolute returns a folder of the user's, which has to be absolute: a relative one would be below the folder in which the
// program was started. A variable that holds a relative one is ignored, as the XDG Base Directory Specification says; Go
// makes an error of it.
func absolute(variable, inHome string, folder func() (string, error)) (string, error) {
	dir, err := folder()
	if value := os.Getenv(variable); err != nil && value != "" && !filepath.IsAbs(value) {
		dir, err = os.UserHomeDir()
		dir = filepath.Join(dir, inHome)
	}
	if err == nil && !filepath.IsAbs(dir) {
		err = fmt.Errorf("%s is not an absolute path", dir)
	}
	return dir, err
}
