package loginwindow

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"

	"golang.org/x/sys/windows"
)

// WebView2 needs a folder, even for a profile that keeps nothing, and writes some settings of its own into it. Each process has its
// own, because two with different options cannot share one. It goes when the process ends, or with the next one.

// folders is the folder of those folders.
func folders() (string, error) {
	local, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("loginwindow: no folder for the web view: %w", err)
	}
	program, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("loginwindow: no folder for the web view: %w", err)
	}
	name := strings.TrimSuffix(filepath.Base(program), filepath.Ext(program))
	return filepath.Join(local, name, "login"), nil
}

var lastFolder atomic.Int64

// newFolder names a folder of this process.
func newFolder() (string, error) {
	parent, err := folders()
	if err != nil {
		return "", err
	}
	return filepath.Join(parent, fmt.Sprintf("%d-%d", os.Getpid(), lastFolder.Add(1))), nil
}

// removeFolders removes the folders of processes that have ended.
func removeFolders() {
	parent, err := folders()
	if err != nil {
		return
	}
	all, _ := os.ReadDir(parent)
	for _, one := range all {
		process, _, _ := strings.Cut(one.Name(), "-")
		if id, err := strconv.ParseUint(process, 10, 32); err == nil && !runs(uint32(id)) {
			_ = os.RemoveAll(filepath.Join(parent, one.Name()))
		}
	}
}

// runs reports whether a process runs.
func runs(id uint32) bool {
	h, err := windows.OpenProcess(windows.SYNCHRONIZE, false, id)
	if err != nil {
		return err == windows.ERROR_ACCESS_DENIED
	}
	defer windows.CloseHandle(h)
	state, err := windows.WaitForSingleObject(h, 0)
	return err != nil || state == uint32(windows.WAIT_TIMEOUT)
}
