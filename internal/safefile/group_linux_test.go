package safefile

import (
	"encoding/binary"
	"errors"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"
)

// privateGroup returns the test's user, or skips the test if that user has no group of the same name.
func privateGroup(t *testing.T) *user.User {
	t.Helper()
	me, err := user.Current()
	must(t, err)
	if group, err := user.LookupGroupId(me.Gid); err != nil || group.Name != me.Username {
		t.Skip("this user has no group of its own")
	}
	return me
}

func TestTheUsersOwnGroupMayWrite(t *testing.T) {
	privateGroup(t)
	dir := t.TempDir()
	path := write(t, folder(t, dir+"/f", 0o775)+"/a", "content", 0o664)
	if _, err := Read(path, 1024); err != nil {
		t.Error(err)
	}
}

func TestAnotherGroupMayNotWrite(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root has other groups for sure")
	}
	dir := t.TempDir()
	path := write(t, folder(t, dir+"/f", 0o755)+"/a", "content", 0o664)
	must(t, os.Chown(path, 0, 1))
	_, err := Read(path, 1024)
	wantFault(t, err, "can be written by others")
	must(t, os.Chmod(path, 0o644), os.Chmod(dir+"/f", 0o775), os.Chown(dir+"/f", 0, 1))
	_, err = Read(path, 1024)
	wantFault(t, err, "is in the folder")
}

func TestHasOthers(t *testing.T) {
	tests := map[string]bool{
		"ada:x:1000:\n":                      false,
		"ada:x:1000:ada\n":                   false,
		"ada:x:1000:eve\n":                   true,
		"ada:x:1000:ada,eve\n":               true,
		"eve:x:100:eve\nada:x:1000:\n":       false,
		"ada:x:1000:\nalso:x:1000:eve\n":     true,
		"\nbroken\nada:x:1000:ada,eve":       true,
		"1000:x:1:eve\neve:1000:2:eve,eve\n": false,
	}
	for text, want := range tests {
		if got := hasOthers(write(t, filepath.Join(t.TempDir(), "group"), text, 0o644), "1000", "ada"); got != want {
			t.Errorf("%q: got %v", text, got)
		}
	}
	if hasOthers(filepath.Join(t.TempDir(), "none"), "1000", "ada") {
		t.Error("a file that does not exist contains other users")
	}
}

// grant lets user 65534 write in addition to the owner, through an access control list. The format is that of the kernel's
// include/uapi/linux/posix_acl_xattr.h.
func grant(t *testing.T, path string) {
	t.Helper()
	const userObj, namedUser, groupObj, mask, other, undefined = 0x01, 0x02, 0x04, 0x10, 0x20, ^uint32(0)
	list := binary.LittleEndian.AppendUint32(nil, 2)
	for _, entry := range []struct {
		tag, rights uint16
		id          uint32
	}{{userObj, 7, undefined}, {namedUser, 6, 65534}, {groupObj, 4, undefined}, {mask, 6, undefined}, {other, 4, undefined}} {
		list = binary.LittleEndian.AppendUint16(list, entry.tag)
		list = binary.LittleEndian.AppendUint16(list, entry.rights)
		list = binary.LittleEndian.AppendUint32(list, entry.id)
	}
	if err := unix.Setxattr(path, accessList, list, 0); errors.Is(err, unix.ENOTSUP) {
		t.Skip("this file system keeps no access control lists")
	} else if err != nil {
		t.Fatal(err)
	}
}

func TestAnAccessControlListIsSeen(t *testing.T) {
	privateGroup(t)
	dir := t.TempDir()
	path := write(t, folder(t, dir+"/f", 0o755)+"/a", "content", 0o644)
	grant(t, path)
	_, err := Read(path, 1024)
	wantFault(t, err, "can be written by others")
	must(t, unix.Removexattr(path, accessList), os.Chmod(path, 0o644))
	grant(t, dir+"/f")
	_, err = Read(path, 1024)
	wantFault(t, err, "is in the folder")
}

// TestAFolderWithAnAccessControlListIsClosed: the group's bits are the list's mask.
func TestAFolderWithAnAccessControlListIsClosed(t *testing.T) {
	path := folder(t, t.TempDir()+"/f", 0o755)
	grant(t, path)
	must(t, Folder(path))
	list := make([]byte, 1024)
	n, err := unix.Getxattr(path, accessList, list)
	must(t, err)
	for entry := list[4:n]; len(entry) >= 8; entry = entry[8:] {
		if tag := binary.LittleEndian.Uint16(entry); tag == 0x10 && binary.LittleEndian.Uint16(entry[2:]) != 0 {
			t.Error("the access control list's mask still grants rights")
		}
	}
}

func TestOwnGroupOfNobodyKnown(t *testing.T) {
	if ownGroup(4294967293, 4294967293) {
		t.Error("ownGroup is true for a user who does not exist")
	}
	if me := privateGroup(t); me.Uid == strconv.Itoa(os.Geteuid()) {
		gid, err := strconv.Atoi(me.Gid)
		must(t, err)
		if ownGroup(uint32(os.Geteuid()), uint32(gid)+1) {
			t.Error("ownGroup is true for another group")
		}
	}
}
