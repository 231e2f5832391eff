package safefile

import (
	"bufio"
	"os"
	"os/user"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// ownGroup reports whether a group is a user's private one. Many distributions give each user such a group and let it
// write by default. It is the user's primary group, has the user's name, and /etc/group lists no other user in it. A
// directory service gives such a group no members, or is not asked for them.
func ownGroup(uid, gid uint32) bool {
	owner, err := user.LookupId(strconv.Itoa(int(uid)))
	if err != nil || owner.Gid != strconv.Itoa(int(gid)) {
		return false
	}
	group, err := user.LookupGroupId(owner.Gid)
	return err == nil && group.Name == owner.Username && !hasOthers("/etc/group", owner.Gid, owner.Username)
}

// hasOthers reports whether the file lists other users than the owner in a group; see group(5).
func hasOthers(path, gid, owner string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false // There are no local groups, so this one has no local members.
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		field := strings.Split(lines.Text(), ":")
		if len(field) != 4 || field[2] != gid {
			continue
		}
		for member := range strings.SplitSeq(field[3], ",") {
			if member != "" && member != owner {
				return true
			}
		}
	}
	return false
}

// accessList is the attribute with a file's POSIX access control list; see acl(5). A file with a plain mode has none.
const accessList = "system.posix_acl_access"

func fileHasACL(file *os.File) bool {
	n, err := unix.Fgetxattr(int(file.Fd()), accessList, nil)
	return err == nil && n > 0
}

func folderHasACL(path string) bool {
	n, err := unix.Getxattr(path, accessList, nil)
	return err == nil && n > 0
}
