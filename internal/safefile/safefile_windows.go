package safefile

import (
	"errors"
	"fmt"
	"os"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// noWait is 0: files that can block have separate names here.
const noWait = 0

// Folder makes a folder, with the missing folders above it. It inherits the rights of the user's own folder.
//
// Errors: those of [os.MkdirAll].
func Folder(path string) error { return os.MkdirAll(path, 0o700) }

// Append opens one of our own files to read it and to write at its end, and makes it if it is missing. Other processes may rename
// the file meanwhile, which os.OpenFile would not let them do. A link is not followed.
//
// Errors: [Fault] if something else is in its place; those of [os.OpenFile].
func Append(path string) (*os.File, error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	const access = windows.GENERIC_READ | windows.FILE_APPEND_DATA | windows.FILE_WRITE_ATTRIBUTES | windows.SYNCHRONIZE
	const share = windows.FILE_SHARE_READ | windows.FILE_SHARE_WRITE | windows.FILE_SHARE_DELETE
	handle, err := windows.CreateFile(name, access, share, nil, windows.OPEN_ALWAYS,
		windows.FILE_ATTRIBUTE_NORMAL|windows.FILE_FLAG_OPEN_REPARSE_POINT, 0)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	file := os.NewFile(uintptr(handle), path)
	if err := regular(file); err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// busyWithin is how long a file may be in use.
const busyWithin = 2 * time.Second

// unlessBusy does something to a file again and again while another process uses the file. Windows opens no file that is just being
// replaced, and replaces none that is open. Our own files are read at once and closed.
func unlessBusy(do func() error) error {
	for deadline := time.Now().Add(busyWithin); ; time.Sleep(5 * time.Millisecond) {
		err := do()
		busy := errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_ACCESS_DENIED)
		if !busy || time.Now().After(deadline) {
			return err
		}
	}
}

// Empty empties a file that [Append] has opened, for all that have it open. The right to append does not include this on Windows, so
// the file is opened once more.
func Empty(file *os.File) error { return os.Truncate(file.Name(), 0) }

// trusted checks the owner and the access control list of an open file.
func trusted(file *os.File) error {
	mine, err := friends()
	if err != nil {
		return fmt.Errorf("find out who this user is: %w", err)
	}
	const wanted = windows.OWNER_SECURITY_INFORMATION | windows.DACL_SECURITY_INFORMATION
	descriptor, err := windows.GetSecurityInfo(windows.Handle(file.Fd()), windows.SE_FILE_OBJECT, wanted)
	if err != nil {
		return fmt.Errorf("read the rights of %s: %w", file.Name(), err)
	}
	owner, _, err := descriptor.Owner()
	if err != nil {
		return fmt.Errorf("read the owner of %s: %w", file.Name(), err)
	}
	list, _, err := descriptor.DACL()
	if errors.Is(err, windows.ERROR_OBJECT_NOT_FOUND) || err == nil && list == nil {
		return &Fault{file.Name(), "is on a volume that keeps no rights, so every user can write to it", "Move it to a folder of your profile"}
	}
	if err != nil {
		return fmt.Errorf("read the rights of %s: %w", file.Name(), err)
	}
	if !mine.has(owner) {
		return &Fault{file.Name(), "belongs to another user", fmt.Sprintf("It has to be yours: takeown /f %q", file.Name())}
	}
	if other := writer(list, mine); other != "" {
		return &Fault{file.Name(), "can be written by " + other, fmt.Sprintf(`Take that right away: icacls %q /inheritance:r /grant:r "%%USERNAME%%:F"`, file.Name())}
	}
	return nil
}

// trustedInstaller owns the files of Windows itself.
const trustedInstaller = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"

// sids are users and groups.
type sids []*windows.SID

func (s sids) has(sid *windows.SID) bool {
	for _, one := range s {
		if one.Equals(sid) {
			return true
		}
	}
	return false
}

// friends are this user, and the accounts that can do everything anyway: the system, the administrators, the installer, and
// the owner of the file, which is one of these.
func friends() (sids, error) {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return nil, err
	}
	list := sids{user.User.Sid}
	for _, kind := range []windows.WELL_KNOWN_SID_TYPE{
		windows.WinLocalSystemSid, windows.WinBuiltinAdministratorsSid, windows.WinCreatorOwnerRightsSid,
	} {
		sid, err := windows.CreateWellKnownSid(kind)
		if err != nil {
			return nil, err
		}
		list = append(list, sid)
	}
	installer, err := windows.StringToSid(trustedInstaller)
	return append(list, installer), err
}

// writes are the rights that allow to change the content, directly or after a change of the rights.
const writes windows.ACCESS_MASK = windows.FILE_WRITE_DATA | windows.FILE_APPEND_DATA | windows.WRITE_DAC |
	windows.WRITE_OWNER | windows.GENERIC_WRITE | windows.GENERIC_ALL

// The kinds of entries that allow something, besides the plain one; see ACE_HEADER. The conditional one begins like the plain one,
// with the mask and the SID. The others are not for files.
const (
	compoundAllow          = 4
	objectAllow            = 5
	conditionalAllow       = 9
	conditionalObjectAllow = 11
)

const unnamed = "an account without a name"

// writer names another account that the list allows to write, or is empty. It ignores entries that deny, so that the answer errs
// on the safe side.
func writer(list *windows.ACL, mine sids) string {
	for i := range uint32(list.AceCount) {
		var entry *windows.ACCESS_ALLOWED_ACE
		if err := windows.GetAce(list, i, &entry); err != nil {
			return unnamed
		}
		switch entry.Header.AceType {
		case windows.ACCESS_ALLOWED_ACE_TYPE, conditionalAllow:
		case compoundAllow, objectAllow, conditionalObjectAllow:
			return unnamed
		default:
			continue
		}
		if entry.Header.AceFlags&windows.INHERIT_ONLY_ACE != 0 || entry.Mask&writes == 0 {
			continue
		}
		if sid := (*windows.SID)(unsafe.Pointer(&entry.SidStart)); !mine.has(sid) {
			return sid.String()
		}
	}
	return ""
}
