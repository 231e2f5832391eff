package safefile

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/windows"
)

// allow replaces the access control list of a file; list is in the security descriptor definition language.
func allow(t *testing.T, path, list string) {
	t.Helper()
	descriptor, err := windows.SecurityDescriptorFromString(list)
	if err != nil {
		t.Fatal(err)
	}
	rights, _, err := descriptor.DACL()
	if err != nil {
		t.Fatal(err)
	}
	const what = windows.DACL_SECURITY_INFORMATION | windows.PROTECTED_DACL_SECURITY_INFORMATION
	if err := windows.SetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, what, nil, nil, rights, nil); err != nil {
		t.Fatal(err)
	}
}

func TestRead(t *testing.T) {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		t.Fatal(err)
	}
	mine := "(A;;FA;;;" + user.User.Sid.String() + ")"
	for name, tt := range map[string]struct{ list, want string }{
		"this user alone":            {"D:P" + mine, ""},
		"the system and its masters": {"D:P(A;;FA;;;SY)(A;;FA;;;BA)" + mine, ""},
		"all may read":               {"D:P(A;;FR;;;WD)" + mine, ""},
		"all may write":              {"D:P(A;;FA;;;WD)" + mine, "can be written by S-1-1-0"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a")
			if err := os.WriteFile(path, []byte("content"), 0o600); err != nil {
				t.Fatal(err)
			}
			allow(t, path, tt.list)
			got, err := Read(path, 1024)
			if tt.want == "" {
				if err != nil || string(got) != "content" {
					t.Errorf("got %q, %v", got, err)
				}
				return
			}
			if fault := new(Fault); !errors.As(err, &fault) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v", err)
			}
		})
	}
	t.Run("a folder and a device", func(t *testing.T) {
		for _, path := range []string{t.TempDir(), "NUL"} {
			if _, err := Read(path, 1024); err == nil {
				t.Errorf("%s was read", path)
			}
		}
	})
}

func TestFolderAndAppend(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "app", "logs")
	for range 2 {
		if err := Folder(folder); err != nil {
			t.Fatal(err)
		}
		file, err := Append(filepath.Join(folder, "app.log"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.WriteString("x"); err != nil {
			t.Error(err)
		}
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	}
	if text, err := os.ReadFile(filepath.Join(folder, "app.log")); err != nil || string(text) != "xx" {
		t.Errorf("got %q, %v", text, err)
	}
	if _, err := Append(folder); err == nil {
		t.Error("a folder was accepted as a file")
	}
}

// Windows does not replace a file that another process reads. Replace waits for that process.
func TestReplaceWaitsForAReader(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	reader, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(50*time.Millisecond, func() { reader.Close() })
	if err := Replace(path, []byte("after")); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "after" {
		t.Errorf("got %q, %v", text, err)
	}
}

func TestReadWaitsForAnother(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(path, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		t.Fatal(err)
	}
	const noShare = 0
	other, err := windows.CreateFile(name, windows.GENERIC_READ, noShare, nil, windows.OPEN_EXISTING, windows.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(50*time.Millisecond, func() { windows.CloseHandle(other) })
	if text, err := Read(path, 1024); err != nil || string(text) != "text" {
		t.Errorf("got %q, %v", text, err)
	}
}

// The log is put aside while another process has it open, and a file that was opened to append can be emptied.
func TestOthersMayRename(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	file, err := Append(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteString("text"); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path, path+".old"); err != nil {
		t.Errorf("rename: %v", err)
	}
	next, err := Append(path)
	if err != nil {
		t.Fatal(err)
	}
	defer next.Close()
	if _, err := next.WriteString("text"); err != nil {
		t.Fatal(err)
	}
	if err := Empty(next); err != nil {
		t.Errorf("empty: %v", err)
	}
	if info, err := next.Stat(); err != nil || info.Size() != 0 {
		t.Errorf("%v, %v", info, err)
	}
}

func TestAppendFollowsNoLink(t *testing.T) {
	folder := t.TempDir()
	link := filepath.Join(folder, "link")
	if err := os.Symlink(filepath.Join(folder, "elsewhere"), link); err != nil {
		t.Skip("this user may make no links:", err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Skip("this is no link for Windows, as under Wine 8")
	}
	if file, err := Append(link); err == nil {
		file.Close()
		t.Error("a link was followed")
	}
}
