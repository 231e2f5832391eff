//go:build unix

package safefile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// noWait opens a FIFO without waiting for its other end, and takes no terminal for the process's own.
const noWait = syscall.O_NONBLOCK | syscall.O_NOCTTY

const (
	othersWrite fs.FileMode = 0o002
	groupWrites fs.FileMode = 0o020
	others      fs.FileMode = 0o077 // everybody but the owner
)

// trusted looks at an open file, and at the folder in which its name stands: whoever can write there can put another
// file in its place, such as a link to one of the user's downloads.
func trusted(file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if problem := judge(info, func() bool { return fileHasACL(file) }); problem != "" {
		return &Fault{file.Name(), problem, remedy(problem, file.Name())}
	}
	folder := filepath.Dir(file.Name())
	if info, err = os.Stat(folder); err != nil {
		return err
	}
	if problem := judge(info, func() bool { return folderHasACL(folder) }); problem != "" {
		return &Fault{file.Name(), fmt.Sprintf("is in the folder %s, which %s", folder, problem),
			"Move the file to a folder that only you can write to"}
	}
	return nil
}

const (
	isForeign  = "belongs to somebody else"
	isWritable = "can be written by others"

	removeIt = "Remove it, or have it removed"
)

// judge says why the content cannot be trusted, or nothing. An access control list shows in the bits of the group: they
// hold what the list grants to anybody but the owner.
func judge(info fs.FileInfo, hasACL func() bool) (problem string) {
	stat := info.Sys().(*syscall.Stat_t)
	mode := info.Mode()
	switch {
	case stat.Uid != uint32(os.Geteuid()) && stat.Uid != 0:
		return isForeign
	case mode&othersWrite != 0:
		return isWritable
	case mode&groupWrites != 0 && (hasACL() || !ownGroup(stat.Uid, stat.Gid)):
		return isWritable
	}
	return ""
}

func remedy(problem, path string) string {
	if problem == isForeign {
		return "Look at what is in it, and put a file of your own in its place"
	}
	return fmt.Sprintf("Take that right away: chmod go-w %q", path)
}

// Folder makes a folder for this user alone, with those above it that are missing. One that is there already is closed
// to everybody else. A link in its place has to be the user's own.
//
// Errors: [Fault] if the folder is somebody else's, if it is meant for many (like /tmp), or if others can still write to
// it; those of [os.MkdirAll].
func Folder(path string) error {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return err
	}
	entry, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if !mine(entry) {
		return &Fault{path, isForeign, removeIt}
	}
	folder, err := os.OpenFile(path, os.O_RDONLY|noWait|syscall.O_DIRECTORY, 0)
	if err != nil {
		return err
	}
	defer folder.Close()
	if info, err := folder.Stat(); err == nil && info.Mode()&os.ModeSticky != 0 {
		return &Fault{path, "is meant for many", "Take a folder of your own"}
	}
	return closeToOthers(folder)
}

// Append opens a file of ours to write at its end, and makes it where it is missing. It follows no link. A file that is
// there already is closed to everybody else.
//
// Errors: [Fault] if there is something else in its place, or a file of somebody else, or one that has a second name;
// those of [os.OpenFile].
func Append(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY|noWait|syscall.O_NOFOLLOW, 0o600)
	if errors.Is(err, syscall.ELOOP) {
		return nil, &Fault{path, "is a link", removeIt}
	}
	if err != nil {
		return nil, err
	}
	for _, check := range []func(*os.File) error{regular, oneName, closeToOthers} {
		if err := check(file); err != nil {
			file.Close()
			return nil, err
		}
	}
	return file, nil
}

// oneName refuses a hard link: what looks like our file would be another one of the user's.
func oneName(file *os.File) error {
	info, err := file.Stat()
	if err == nil && info.Sys().(*syscall.Stat_t).Nlink != 1 {
		err = &Fault{file.Name(), "has a second name", removeIt}
	}
	return err
}

// closeToOthers takes every right from others. Some file systems keep none: there it is enough that others cannot write.
func closeToOthers(file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if !mine(info) {
		return &Fault{file.Name(), isForeign, removeIt}
	}
	if info.Mode()&others == 0 {
		return nil
	}
	_ = file.Chmod(info.Mode() &^ others) // what it did shows in the mode
	if info, err = file.Stat(); err != nil {
		return err
	}
	if info.Mode()&(groupWrites|othersWrite) != 0 {
		return &Fault{file.Name(), isWritable, remedy(isWritable, file.Name())}
	}
	return nil
}

func mine(info fs.FileInfo) bool { return info.Sys().(*syscall.Stat_t).Uid == uint32(os.Geteuid()) }
