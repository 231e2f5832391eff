package safefile

import (
	"cmp"
	"os"
	"path/filepath"
)

// Replace writes a file anew, readable and writable by this user alone. A crash leaves either the old file or the new one. It
// replaces a link, and does not follow it.
//
// Errors: those of [os.CreateTemp], [os.File.Write] and [os.Rename].
func Replace(path string, text []byte) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".new-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(text)
	// Each would name the same full disk.
	if err = cmp.Or(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return unlessBusy(func() error { return os.Rename(file.Name(), path) })
}
