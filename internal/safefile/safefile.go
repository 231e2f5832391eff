// Package safefile opens files and folders that another user of this machine may have made or may change.
//
//   - [Read] is for a file that decides whom we trust: settings, certificate authorities, remembered endpoints.
//   - [Folder] makes a folder that only this user can use. If it exists already, it removes the rights of all others.
//   - [Append] opens one of our own files in such a folder, and [Empty] empties it.
//   - [Replace] writes one of them anew.
//
// No function waits: a FIFO, a device, a socket or a folder in the place of a file is a [Fault]. Every check looks at the opened
// file and not at its name, so that the file cannot be exchanged between the check and the use.
//
// The target of a link is checked like any other file. Only the folder that contains the file is checked, not the folders above
// it. The package does not protect against root, or against programs that run as this user.
package safefile

import (
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Fault says why a file or a folder is not used. It counts as [fs.ErrPermission].
type Fault struct {
	// Path is the file or the folder.
	Path string
	// Problem says what is wrong, and Remedy what to do about it.
	Problem, Remedy string
}

// Error implements error: one line, the remedy last.
func (f *Fault) Error() string { return fmt.Sprintf("%s %s. %s", f.Path, f.Problem, f.Remedy) }

// Unwrap makes the fault one of permissions.
func (f *Fault) Unwrap() error { return fs.ErrPermission }

// Read returns the content of a file that belongs to this user or to root (on Windows, to the system or its
// administrators), that no one else can write to, and that has at most the given number of bytes. On Unix the same has
// to hold for its folder. A group may have the right to write if it is the owner's private one: see ownGroup.
//
// Errors: [Fault], those of [os.Open].
func Read(path string, most int64) ([]byte, error) {
	var file *os.File
	err := unlessBusy(func() (err error) {
		file, err = os.OpenFile(path, os.O_RDONLY|noWait, 0)
		return err
	})
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if err := regular(file); err != nil {
		return nil, err
	}
	if err := trusted(file); err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(file, most+1))
	if err == nil && int64(len(text)) > most {
		err = &Fault{path, "is too large", fmt.Sprintf("It may have %d KiB", most>>10)}
	}
	return text, err
}

func regular(file *os.File) error {
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = &Fault{file.Name(), "is not a file", "Remove it, or put a file there"}
	}
	return err
}
