//go:build unix

package safefile

import (
	"bytes"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"wails-openid-oauth/test/overlay"
)

// waitLimit is far longer than any call here takes that does not block.
var waitLimit = overlay.WaitLimit

// soon fails the test if do blocks.
func soon(t *testing.T, do func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { do(); close(done) }()
	select {
	case <-done:
	case <-time.After(waitLimit):
		t.Fatal("the call blocks")
	}
}

// must fails the test at the first error.
func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// write makes a file with exactly this mode, whatever the umask.
func write(t *testing.T, path, text string, mode os.FileMode) string {
	t.Helper()
	must(t, os.WriteFile(path, []byte(text), mode), os.Chmod(path, mode))
	return path
}

func folder(t *testing.T, path string, mode os.FileMode) string {
	t.Helper()
	must(t, os.MkdirAll(path, 0o700), os.Chmod(path, mode))
	return path
}

// giveAway gives a file or a folder to another user, which only root can do.
func giveAway(t *testing.T, path string) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can give a file away")
	}
	must(t, os.Lchown(path, 65534, 65534))
	return path
}

func wantFault(t *testing.T, err error, words string) {
	t.Helper()
	fault := new(Fault)
	if !errors.As(err, &fault) || !strings.Contains(err.Error(), words) {
		t.Errorf("got %v, want a Fault with %q", err, words)
	} else if fault.Remedy == "" || strings.Contains(err.Error(), "\n") || !errors.Is(err, fs.ErrPermission) {
		t.Errorf("%q: want one line with a remedy that is fs.ErrPermission", err)
	}
}

func TestRead(t *testing.T) {
	const text = "content"
	tests := []struct {
		name string
		file func(t *testing.T, dir string) string
		want string // the text of the fault; empty: it is read
	}{
		{"a file of the user's own", func(t *testing.T, dir string) string { return write(t, dir+"/a", text, 0o600) }, ""},
		{"one that all may read", func(t *testing.T, dir string) string { return write(t, dir+"/a", text, 0o444) }, ""},
		{"one by a link", func(t *testing.T, dir string) string {
			must(t, os.Symlink(write(t, dir+"/a", text, 0o644), dir+"/b"))
			return dir + "/b"
		}, ""},
		{"one that all may write", func(t *testing.T, dir string) string { return write(t, dir+"/a", text, 0o666) }, `can be written by others. Take that right away: chmod go-w "`},
		{"a link to one that all may write", func(t *testing.T, dir string) string {
			must(t, os.Symlink(write(t, dir+"/a", text, 0o602), dir+"/b"))
			return dir + "/b"
		}, "can be written by others"},
		{"somebody else's", func(t *testing.T, dir string) string { return giveAway(t, write(t, dir+"/a", text, 0o644)) }, "belongs to another user"},
		{"a link to somebody else's", func(t *testing.T, dir string) string {
			must(t, os.Symlink(giveAway(t, write(t, dir+"/a", text, 0o644)), dir+"/b"))
			return dir + "/b"
		}, "belongs to another user"},
		{"in a folder that all may write", func(t *testing.T, dir string) string { return write(t, folder(t, dir+"/f", 0o777)+"/a", text, 0o600) }, "is in the folder"},
		{"in one like /tmp", func(t *testing.T, dir string) string {
			return write(t, folder(t, dir+"/f", 0o777|os.ModeSticky)+"/a", text, 0o600)
		}, "Move the file to a folder"},
		{"in somebody else's folder", func(t *testing.T, dir string) string {
			path := write(t, folder(t, dir+"/f", 0o755)+"/a", text, 0o600)
			giveAway(t, dir+"/f")
			return path
		}, "which belongs to another user"},
		{"a FIFO", func(t *testing.T, dir string) string { must(t, syscall.Mkfifo(dir+"/a", 0o600)); return dir + "/a" }, "is not a file"},
		{"a folder", func(t *testing.T, dir string) string { return folder(t, dir+"/a", 0o700) }, "is not a file"},
		{"an endless device", func(t *testing.T, dir string) string { must(t, os.Symlink("/dev/zero", dir+"/a")); return dir + "/a" }, "is not a file"},
		{"as large as it may be", func(t *testing.T, dir string) string { return write(t, dir+"/a", strings.Repeat("x", 2048), 0o600) }, ""},
		{"too large", func(t *testing.T, dir string) string { return write(t, dir+"/a", strings.Repeat("x", 2049), 0o600) }, "is too large. It may have 2 KiB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := tt.file(t, folder(t, t.TempDir(), 0o700))
			soon(t, func() {
				got, err := Read(path, 2048)
				if tt.want != "" {
					wantFault(t, err, tt.want)
				} else if err != nil || len(got) == 0 {
					t.Errorf("got %q, %v", got, err)
				}
			})
		})
	}
	t.Run("a socket", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "a")
		listener, err := net.Listen("unix", path)
		must(t, err)
		defer listener.Close()
		if _, err := Read(path, 2048); err == nil {
			t.Error("the socket was read")
		}
	})
	t.Run("nothing", func(t *testing.T) {
		if _, err := Read(filepath.Join(t.TempDir(), "a"), 2048); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("got %v", err)
		}
	})
}

// entry is a file that need not exist.
type entry struct {
	fs.FileInfo
	mode     fs.FileMode
	uid, gid uint32
}

func (e entry) Mode() fs.FileMode { return e.mode }
func (e entry) Sys() any          { return &syscall.Stat_t{Uid: e.uid, Gid: e.gid} }

// TestJudge makes up the owners of the files, so it needs no second user.
func TestJudge(t *testing.T) {
	const somebody, somebodys = 4294967293, 4294967292
	me := uint32(os.Geteuid())
	tests := []struct {
		entry entry
		want  string
	}{
		{entry{mode: 0o644, uid: me}, ""},
		{entry{mode: 0o644, uid: 0}, ""},
		{entry{mode: 0o600, uid: somebody}, isForeign},
		{entry{mode: 0o666, uid: somebody}, isForeign},
		{entry{mode: 0o646, uid: me}, isWritable},
		{entry{mode: 0o602, uid: 0}, isWritable},
		{entry{mode: 0o664, uid: me, gid: somebodys}, isWritable},
		{entry{mode: 0o664, uid: 0, gid: somebodys}, isWritable},
		{entry{mode: 0o644, uid: me, gid: somebodys}, ""},
	}
	for _, tt := range tests {
		if got := judge(tt.entry, func() bool { return false }); got != tt.want {
			t.Errorf("%v of user %d and group %d: got %q, want %q", tt.entry.mode, tt.entry.uid, tt.entry.gid, got, tt.want)
		}
	}
}

func TestFolder(t *testing.T) {
	base := t.TempDir()
	tests := []struct {
		name string
		make func(t *testing.T, path string)
		want string // the text of the fault; empty: the folder can be used
	}{
		{"a new one", func(*testing.T, string) {}, ""},
		{"one that all may write", func(t *testing.T, path string) { folder(t, path, 0o777) }, ""},
		{"one like /tmp", func(t *testing.T, path string) { folder(t, path, 0o777|os.ModeSticky) }, "is shared by many users"},
		{"one that all may read", func(t *testing.T, path string) { folder(t, path, 0o755) }, ""},
		{"one that a group may write", func(t *testing.T, path string) { folder(t, path, 0o770) }, ""},
		{"the user's own link", func(t *testing.T, path string) { must(t, os.Symlink(folder(t, path+"-there", 0o777), path)) }, ""},
		{"somebody else's", func(t *testing.T, path string) { giveAway(t, folder(t, path, 0o777)) }, "belongs to another user"},
		{"somebody else's link to the user's folder", func(t *testing.T, path string) {
			must(t, os.Symlink(folder(t, path+"-there", 0o755), path))
			giveAway(t, path)
		}, "belongs to another user"},
		{"the user's link to somebody else's folder", func(t *testing.T, path string) {
			must(t, os.Symlink(giveAway(t, folder(t, path+"-there", 0o777)), path))
		}, "belongs to another user"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(base, strings.ReplaceAll(tt.name, "/", ""), "app")
			folder(t, filepath.Dir(path), 0o700)
			tt.make(t, path)
			for range 2 { // the second time there is nothing left to do
				err := Folder(path)
				if tt.want != "" {
					wantFault(t, err, tt.want)
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o700 {
					t.Errorf("got %v, %v", info, err)
				}
			}
		})
	}
	t.Run("a file and a FIFO", func(t *testing.T) {
		file, fifo := write(t, base+"/file", "", 0o600), base+"/fifo"
		must(t, syscall.Mkfifo(fifo, 0o600))
		for _, path := range []string{file, fifo, file + "/below", ""} {
			soon(t, func() {
				if err := Folder(path); err == nil {
					t.Errorf("%s was accepted as a folder", path)
				}
			})
		}
	})
}

func TestAppend(t *testing.T) {
	tests := []struct {
		name string
		make func(t *testing.T, path, other string) // other is another file of the user's
		want string                                 // the text of the fault; empty: it is written
	}{
		{"a new one", func(*testing.T, string, string) {}, ""},
		{"one that all may read", func(t *testing.T, path, _ string) { write(t, path, "old\n", 0o644) }, ""},
		{"one that all may write", func(t *testing.T, path, _ string) { write(t, path, "old\n", 0o666) }, ""},
		{"somebody else's", func(t *testing.T, path, _ string) { giveAway(t, write(t, path, "", 0o666)) }, "belongs to another user"},
		{"a link", func(t *testing.T, path, other string) { must(t, os.Symlink(other, path)) }, "is a link"},
		{"a link to nothing", func(t *testing.T, path, other string) { must(t, os.Symlink(other+"-new", path)) }, "is a link"},
		{"a second name", func(t *testing.T, path, other string) { must(t, os.Link(other, path)) }, "has a second name"},
		{"a FIFO that is read", func(t *testing.T, path, _ string) {
			must(t, syscall.Mkfifo(path, 0o600))
			reader, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
			must(t, err)
			t.Cleanup(func() { reader.Close() })
		}, "is not a file"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			path, other := filepath.Join(dir, "app.log"), write(t, filepath.Join(dir, "other"), "mine", 0o644)
			tt.make(t, path, other)
			soon(t, func() {
				file, err := Append(path)
				if tt.want != "" {
					wantFault(t, err, tt.want)
					return
				}
				must(t, err)
				_, err = file.WriteString("new\n")
				info, statErr := file.Stat()
				must(t, err, statErr, file.Close())
				if text, _ := os.ReadFile(path); info.Mode().Perm() != 0o600 || !bytes.HasSuffix(text, []byte("new\n")) {
					t.Errorf("mode %v, %q", info.Mode(), text)
				}
			})
			info, err := os.Stat(other)
			if text, _ := os.ReadFile(other); err != nil || string(text) != "mine" || info.Mode().Perm() != 0o644 {
				t.Errorf("the other file: %v, %q", info, text)
			}
			if _, err := os.Lstat(other + "-new"); err == nil {
				t.Error("the link was followed")
			}
		})
	}
	t.Run("what cannot be opened", func(t *testing.T) {
		dir := t.TempDir()
		must(t, syscall.Mkfifo(dir+"/fifo", 0o600))
		for _, path := range []string{dir + "/fifo", dir, dir + "/no/file"} {
			soon(t, func() {
				if file, err := Append(path); err == nil {
					file.Close()
					t.Errorf("%s was accepted as a file", path)
				}
			})
		}
	})
}
