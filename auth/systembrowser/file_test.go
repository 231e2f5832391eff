package systembrowser

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"wails-openid-oauth/auth"
)

// exists reports whether the file is there.
func exists(t *testing.T, path string) bool {
	t.Helper()
	_, err := os.Stat(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return err == nil
}

// TestTheFile: the file leads to the link, which is in no argument. It is readable by this user only, and removed after
// use.
func TestTheFile(t *testing.T) {
	t.Run("is for this user alone", func(t *testing.T) {
		f := newFlow(t)
		info, err := os.Stat(f.file)
		if err != nil {
			t.Fatal(err)
		}
		if !info.Mode().IsRegular() || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("the mode of the file is %v, want 0600", info.Mode())
		}
		if !filepath.IsAbs(f.file) || filepath.Ext(f.file) != ".html" {
			t.Errorf("the browser was started with %s, want the absolute path of an HTML file", f.file)
		}
		for _, secret := range []string{f.link, filepath.Base(f.link), f.uri.Port()} {
			if strings.Contains(f.file, secret) {
				t.Errorf("the path contains %s", secret)
			}
		}
		content, err := os.ReadFile(f.file)
		if err != nil {
			t.Fatal(err)
		}
		f.silent(page{body: string(content)})
		if n := strings.Count(string(content), f.link); n != 2 {
			t.Errorf("the link is %d times in the page, want 2: %s", n, content)
		}
		f.goesOn()
	})
	for name, end := range map[string]func(*flow){
		"goes when it was used": func(f *flow) { f.enter() },
		"goes when the other link was used": func(f *flow) {
			f.open(await(f.t, f.offered))
		},
		"goes with the log-in": func(f *flow) {
			f.cancel()
			await(f.t, f.returned)
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFlow(t)
			f.get(f.link) // a first visit does not use the link
			if !exists(t, f.file) {
				t.Error("the first visit removed the file")
			}
			end(f)
			if exists(t, f.file) {
				t.Error("the file was not removed")
			}
		})
	}
	t.Run("cannot be made", func(t *testing.T) {
		b := New(Options{Folder: filepath.Join(t.TempDir(), "missing"), Log: slog.New(slog.DiscardHandler), Start: func(path string) error {
			t.Errorf("the browser was started with %q", path)
			return nil
		}})
		uri := bind(t, b, "http://127.0.0.1/callback")
		if _, err := b.Open(t.Context(), auth.Request{StartURL: startURL, EndURL: uri}); !errors.Is(err, auth.ErrUnsupported) {
			t.Errorf("got %v, want ErrUnsupported", err)
		}
	})
}

// TestLeftOvers: New removes the files of programs that were killed during a log-in, and no others.
func TestLeftOvers(t *testing.T) {
	gone := exec.Command(os.Args[0], "-test.run=^$")
	if err := gone.Run(); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for name, stays := range map[string]bool{
		fmt.Sprintf("%s%d-1.html", filePrefix(), gone.Process.Pid): false,
		fmt.Sprintf("%s%d-2.html", filePrefix(), os.Getpid()):      false, // an earlier process had the same ID as this one
		fmt.Sprintf("%s%d-3.html", filePrefix(), os.Getppid()):     true,
		fmt.Sprintf("%s%d-4.txt", filePrefix(), gone.Process.Pid):  true,
		filePrefix() + "notes-5.html":                              true,
		fmt.Sprintf("other-log-in-%d-6.html", gone.Process.Pid):    true,
		"letter.html": true,
	} {
		if strings.Contains(name, "-0-") {
			continue // under Wine, the parent of this process has no number
		}
		if _, err := os.FindProcess(gone.Process.Pid); runtime.GOOS == "windows" && err == nil && !stays {
			continue // another process has this number already, which Windows gives away at once
		}
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		New(Options{Folder: folder})
		if exists(t, path) != stays {
			t.Errorf("%s: stays is %v, want %v", name, !stays, stays)
		}
	}
	New(Options{Folder: filepath.Join(folder, "missing")}) // New accepts a folder that does not exist
}
