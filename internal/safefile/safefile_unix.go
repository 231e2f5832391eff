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

// noWait opens a FIFO without waiting for its other end, and does not make a terminal the process's own.
const noWait = syscall.O_NONBLOCK | syscall.O_NOCTTY

const (
	othersWrite fs.FileMode = 0o002
	groupWrites fs.FileMode = 0o020
	others      fs.FileMode = 0o077 // all but the owner
)

// unlessBusy does something to a file. No file is busy here.
func unlessBusy(do func() error) error { return do() }

// Empty empties a file that [Append] has opened, for all that have it open.
func Empty(file *os.File) error { return file.Truncate(0) }

// trusted checks an open file and the folder that contains its name. A user who can write to the folder can put another file in
// its place, such as a link to one of this user's downloads.
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
	isForeign  = "belongs to another user"
	isWritable = "can be written by others"

	removeIt = "Remove it, or have it removed"
)

// judge says why the content cannot be trusted; it returns "" if it can. An access control list shows in the group's bits,
// which are the most that the list grants to anyone but the owner.
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

// Folder makes a folder for this user alone, with the missing folders above it. If the folder exists already, Folder removes the
// rights of all others. A link in its place has to belong to this user.
//
// Errors: [Fault] if the folder belongs to another user, if many users share it (like /tmp), or if others can still write to
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
		return &Fault{path, "is shared by many users", "Use a folder of your own"}
	}
	return closeToOthers(folder)
}

// Append opens one of our own files to read it and to write at its end, and makes it if it is missing. It follows no link. If the
// file exists already, Append removes the rights of all others.
//
// Errors: [Fault] if something else is in its place, or a file of another user, or one that has a second name; those of
// [os.OpenFile].
func Append(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_RDWR|noWait|syscall.O_NOFOLLOW, 0o600)
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

// oneName refuses a file with several hard links, because it could be another one of the user's files.
func oneName(file *os.File) error {
	info, err := file.Stat()
	if err == nil && info.Sys().(*syscall.Stat_t).Nlink != 1 {
		err = &Fault{file.Name(), "has a second name (a hard link)", removeIt}
	}
	return err
}

// closeToOthers removes all rights of others. Some file systems cannot store modes; there it is enough that others cannot write.
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
	_ = file.Chmod(info.Mode() &^ others) // the mode below shows whether it worked
	if info, err = file.Stat(); err != nil {
		return err
	}
	if info.Mode()&(groupWrites|othersWrite) != 0 {
		return &Fault{file.Name(), isWritable, remedy(isWritable, file.Name())}
	}
	return nil
}

func mine(info fs.FileInfo) bool { return info.Sys().(*syscall.Stat_t).Uid == uint32(os.Geteuid()) }
