// Package safefile opens files and folders that somebody else on this machine may have put there or may change.
//
//   - [Read] is for a file that decides whom we trust: settings, certificate authorities, remembered endpoints.
//   - [Folder] makes a folder that only this user can use, and closes one that is there already to everybody else.
//   - [Append] opens a file of our own in such a folder.
//
// Nothing here waits: a FIFO, a device, a socket or a folder in the place of a file is a [Fault]. Every check looks at
// what was opened, and not at its name, so that nobody can exchange the file between the check and the use.
//
// What a link points to is checked like any other file. Folders further up than the one that holds the file are not
// looked at. Root can do everything, and so can whoever acts as this user.
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
// administrators), that nobody else can write to, and that has at most the given number of bytes. On Unix the folder
// that holds it has to be like that, too. A group may have the right to write if it is the owner's own: see ownGroup.
//
// Errors: [Fault], those of [os.Open].
func Read(path string, most int64) ([]byte, error) {
	file, err := os.OpenFile(path, os.O_RDONLY|noWait, 0)
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
