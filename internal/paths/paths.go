// Package paths says where the app keeps its files on each system: in the user's own folders, never beside the program
// and never in the working folder.
package paths

import (
	"fmt"
	"os"
	"path/filepath"

	"wails-openid-oauth/internal/safefile"
)

// Config is the folder for settings, such as ~/.config/wails-openid-oauth. It need not exist.
func Config() (string, error) {
	dir, err := absolute("XDG_CONFIG_HOME", ".config", os.UserConfigDir)
	if err != nil {
		return "", fmt.Errorf("find the folder for settings: %w", err)
	}
	return filepath.Join(dir, App), nil
}

// Log is the log file's path, such as ~/.local/state/wails-openid-oauth/app.log. Log makes its folder, for this user alone.
func Log() (string, error) {
	dir, err := State()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "app.log"), nil
}

// Locks makes the folder for lock files, for this user alone, such as ~/.cache/wails-openid-oauth/locks.
func Locks() (string, error) { return cached("lock files", "locks") }

// Cache makes the folder for data that can be fetched again, for this user alone, such as ~/.cache/wails-openid-oauth.
func Cache() (string, error) { return cached("what can be fetched again") }

// cached makes the app's folder in the user's cache folder, and the given folders below it.
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

// absolute returns one of the user's folders. It has to be absolute, because a relative one would be below the folder in which the
// program was started. The XDG Base Directory Specification says to ignore a variable with a relative path; Go returns an error
// for it.
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
