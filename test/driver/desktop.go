//go:build linux

package driver

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"
)

// Options describe the desktop to make.
type Options struct {
	// Keyring is the state of the Secret Service. The zero value is [KeyringReal].
	Keyring Keyring
	// Accessible gives the desktop an accessibility bus: see [Desktop.Accessible].
	Accessible bool
	// Wayland gives the programs a Wayland display, and no X display. Only [Window.Key] and [Window.Type] work there, for the window
	// in front, and [App.Windows] and what waits for one.
	Wayland bool
	// Scale is how many pixels of the screen a pixel of the programs has, in each direction. Default: 1.
	Scale int
	// Output is the folder for pictures and logs. It is required, and made if it does not exist.
	Output string
}

// Desktop is a display, a session bus, a keyring and a home folder, all private. Make one with [NewDesktop].
type Desktop struct {
	// Home is the home folder of the programs on this desktop.
	Home string

	output   string
	root     string // temporary folder that holds everything of this desktop
	mark     string // environment entry by which its processes are found
	display  string // ":7"
	wayland  string // name of the Wayland display; empty if the programs use X
	scale    int
	bus      string  // address of the session bus; empty if there is none
	portal   *portal // of the settings; nil before SetScheme
	atspi    bool    // there is an accessibility bus
	manager  *process
	pictures atomic.Int32
	apps     []*App
	stops    []func()      // what Close runs, last first
	patience time.Duration // how long Close waits for processes to end by themselves
}

// NewDesktop starts a desktop. The caller closes it. ctx bounds only the start.
func NewDesktop(ctx context.Context, o Options) (*Desktop, error) {
	if err := CheckTools(); err != nil {
		return nil, err
	}
	d := &Desktop{output: o.Output, scale: cmp.Or(o.Scale, 1), mark: "DRIVER_DESKTOP=" + rand.Text(), patience: WaitLimit}
	for _, step := range []func(context.Context) error{
		d.makeFolders,
		d.startDisplay,
		func(ctx context.Context) error {
			if o.Wayland {
				return d.startWeston(ctx)
			}
			return d.startWindowManager(ctx)
		},
		func(ctx context.Context) error { return d.startKeyring(ctx, o.Keyring) },
		func(context.Context) error { return d.startAccessibility(o.Accessible) },
	} {
		if err := step(ctx); err != nil {
			return nil, errors.Join(err, d.Close())
		}
	}
	return d, nil
}

// makeFolders makes the output folder and the desktop's own. The latter are short, since the paths of Unix sockets are
// limited to 107 bytes.
func (d *Desktop) makeFolders(context.Context) error {
	if err := os.MkdirAll(d.output, 0o755); err != nil {
		return fmt.Errorf("driver: output folder: %w", err)
	}
	root, err := os.MkdirTemp("", "driver-") // mode 0700
	if err != nil {
		return fmt.Errorf("driver: temporary folder: %w", err)
	}
	d.root, d.Home = root, filepath.Join(root, "home")
	d.stops = append(d.stops, func() { _ = os.RemoveAll(root) })
	for _, name := range []string{"home", "run", "tmp", "config", "data", "cache", "services"} {
		if err := os.Mkdir(filepath.Join(root, name), 0o700); err != nil {
			return fmt.Errorf("driver: %s folder: %w", name, err)
		}
	}
	return nil
}

// Env returns the whole environment of a program on this desktop. It contains nothing of the caller's environment.
func (d *Desktop) Env() []string {
	env := []string{
		d.mark,
		"PATH=/usr/local/bin:/usr/bin:/bin",
		"LANG=C.UTF-8",
		"TZ=UTC",
		"HOME=" + d.Home,
		"TMPDIR=" + filepath.Join(d.root, "tmp"),
		"XDG_RUNTIME_DIR=" + filepath.Join(d.root, "run"),
		"XDG_CONFIG_HOME=" + filepath.Join(d.root, "config"),
		"XDG_DATA_HOME=" + filepath.Join(d.root, "data"),
		"XDG_CACHE_HOME=" + filepath.Join(d.root, "cache"),
		"GSETTINGS_BACKEND=memory", // no dconf service
	}
	if !d.atspi {
		env = append(env, "NO_AT_BRIDGE=1")
	}
	switch {
	case d.wayland != "":
		env = append(env, "WAYLAND_DISPLAY="+d.wayland)
	case d.display != "":
		env = append(env, "DISPLAY="+d.display, fmt.Sprintf("GDK_SCALE=%d", d.scale))
	}
	if d.bus != "" {
		env = append(env, "DBUS_SESSION_BUS_ADDRESS="+d.bus)
	}
	return env
}

// FilesContaining lists the files of this desktop that contain the text. A test uses it to show that no token was written in
// clear. It searches all files except sockets and the keyring's own files, which are encrypted.
func (d *Desktop) FilesContaining(text string) ([]string, error) {
	var found []string
	err := filepath.WalkDir(d.root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return ignoreNotExist(err) // caches appear and disappear while the app runs
		}
		content, err := os.ReadFile(path)
		if err == nil && strings.Contains(string(content), text) {
			found = append(found, path)
		}
		return ignoreNotExist(err)
	})
	return found, err
}

// Close ends everything on the desktop and removes its folders. The error names the processes that did not end within
// [WaitLimit] after their app, and had to be killed.
func (d *Desktop) Close() error {
	for _, app := range d.apps {
		app.Kill()
	}
	// The first entry removes the folders. It runs last, after the processes that write to them have ended.
	for i := len(d.stops) - 1; i > 0; i-- {
		d.stops[i]()
	}
	err := d.killLeftOvers()
	if len(d.stops) > 0 {
		d.stops[0]()
	}
	d.stops, d.apps = nil, nil
	return err
}

// killLeftOvers kills the processes that still have this desktop's mark, and waits until they are gone. First it lets them end
// by themselves: on a busy machine, the helpers of an app that was killed need many seconds for that.
func (d *Desktop) killLeftOvers() error {
	list := func() []Process { return processesWith(d.mark) }
	if awaitNone(context.Background(), d.patience, list) == nil {
		return nil
	}
	killed, err := killAll(WaitLimit, list, Process.kill)
	if len(killed) == 0 {
		return nil // The processes ended by themselves meanwhile.
	}
	return errors.Join(fmt.Errorf("driver: these processes were left behind, and killed: %v", killed), err)
}

func ignoreNotExist(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}
