//go:build cgo && !gnustep

package loginwindow

import (
	"os"
	"path/filepath"
	"strings"
)

// boundVariables are the environment variables whose paths WebKit binds into its sandbox (BubblewrapLauncher.cpp and
// XDGDBusProxy.cpp, up to 2.50), and how WebKit derives the paths. If such a path is "/", the whole file system is
// inside the sandbox. The empty file /.flatpak-info may then be created outside, and GTK takes the machine for a
// Flatpak.
var boundVariables = []struct {
	name  string
	paths func(value string, getenv func(string) string) []string
}{
	{"XDG_RUNTIME_DIR", itself}, {"XAUTHORITY", itself}, {"PULSE_CLIENTCONFIG", itself},
	{"GST_PLUGIN_SCANNER", itself}, {"GST_INSTALL_PLUGINS_HELPER", itself}, {"GST_PTP_HELPER", itself},
	{"PULSE_SERVER", afterUnix},
	{"LD_LIBRARY_PATH", list}, {"GST_PRESET_PATH", list}, {"GST_PLUGIN_PATH", list}, {"GST_PLUGIN_PATH_1_0", list},
	{"GST_PLUGIN_SYSTEM_PATH", list}, {"GST_PLUGIN_SYSTEM_PATH_1_0", list},
	// WebKit binds the registry's folder, which by default is in the cache folder.
	{"XDG_CACHE_HOME", itself}, {"GST_REGISTRY", folder}, {"GST_DEBUG_FILE", folder}, {"GST_DEBUG_DUMP_DOT_DIR", folder},
	{"DBUS_SESSION_BUS_ADDRESS", socketFolder}, {"AT_SPI_BUS_ADDRESS", socketFolder},
	{"WEBKIT_A11Y_BUS_ADDRESS", socketFolder},
	{"WAYLAND_DISPLAY", inRuntime}, {"PIPEWIRE_REMOTE", inRuntime},
}

// namesRoot returns the first variable that makes WebKit bind "/", also by another name or through a link.
func namesRoot(getenv func(string) string) string {
	for _, variable := range boundVariables {
		value := getenv(variable.name)
		if value == "" {
			continue
		}
		for _, path := range variable.paths(value, getenv) {
			if isRoot(path) {
				return variable.name
			}
		}
	}
	return ""
}

func isRoot(path string) bool {
	root, err := os.Stat("/")
	if err != nil {
		return false
	}
	there, err := os.Stat(path)
	return err == nil && os.SameFile(root, there)
}

func itself(value string, _ func(string) string) []string { return []string{value} }
func folder(value string, _ func(string) string) []string { return []string{filepath.Dir(value)} }
func list(value string, _ func(string) string) []string   { return strings.Split(value, ":") }

// afterUnix returns the path in unix:/run/user/1000/pulse/native.
func afterUnix(value string, _ func(string) string) []string {
	return []string{strings.TrimPrefix(value, "unix:")}
}

// socketFolder returns the folder in unix:path=/run/user/1000/bus,guid=…
func socketFolder(value string, _ func(string) string) []string {
	_, path, found := strings.Cut(value, "path=")
	if !found {
		return nil
	}
	path, _, _ = strings.Cut(path, ",")
	return []string{filepath.Dir(path)}
}

// inRuntime returns the paths of a socket name in the runtime folder and in the folders of PipeWire.
func inRuntime(value string, getenv func(string) string) []string {
	var paths []string
	for _, name := range []string{"XDG_RUNTIME_DIR", "PIPEWIRE_RUNTIME_DIR"} {
		paths = append(paths, filepath.Join("/", getenv(name), value))
	}
	return append(paths, filepath.Join("/run/pipewire", value))
}
