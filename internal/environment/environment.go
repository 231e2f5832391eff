// Package environment removes the variables that would weaken the app before GTK, WebKit or Go read them.
package environment

import (
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
)

// unwanted are variables that the app removes. An attacker who can set them can do worse things, but a variable that was left set
// must not weaken a log-in. Variables that load code into the app (LD_PRELOAD, GTK_MODULES, GIO_EXTRA_MODULES …) stay: desktops
// use them, and their code runs before ours.
var unwanted = []string{
	// WebKitGTK runs web processes without a sandbox, in a wider one, or in one that this machine cannot run.
	"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "WEBKIT_ENABLE_DEBUG_PERMISSIONS_IN_SANDBOX", "WEBKIT_FORCE_SANDBOX",
	// WebKitGTK loads code into them, runs other programs instead, or lets media come from files.
	"WEBKIT_INJECTED_BUNDLE_PATH", "WEBKIT_EXEC_PATH", "WEBKIT_GST_ALLOWED_URI_PROTOCOLS",
	// GTK opens its inspector, which shows and changes everything in the windows.
	"GTK_DEBUG",
	// Libraries write down the keys of connections, pressed keys, addresses and traffic.
	"SSLKEYLOGFILE", "GNUTLS_DEBUG_LEVEL", "GDK_DEBUG", "WEBKIT_DEBUG", "G_MESSAGES_DEBUG", "GST_DEBUG", "GST_DEBUG_FILE",
	"GST_DEBUG_DUMP_DOT_DIR", "WEBKIT_ENABLE_DBUS_PROXY_LOGGING", "WEBKIT_ENABLE_A11Y_DBUS_PROXY_LOGGING", http2Debug,
	// TLS in the login window accepts what it would otherwise refuse.
	"G_TLS_GNUTLS_PRIORITY", "GNUTLS_SYSTEM_PRIORITY_FILE", "GIO_USE_TLS",
}

// unwantedPrefixes do the same for families: the options of JavaScriptCore, and those of WebView2 on Windows, one of
// which opens a port for debugging. JSC_SIGNAL_FOR_GC stays, because it is a workaround for programs that use the signal.
var unwantedPrefixes = []string{"JSC_", "WEBVIEW2_"}

// http2Debug is the one variable that Go has already read when main begins. With it, net/http prints tokens.
const http2Debug = "GODEBUG"

// Clean removes the unwanted variables, and returns their names. main calls it first, before GTK and WebKit can read
// them.
func Clean() []string {
	var removed []string
	for _, entry := range os.Environ() {
		name, value, _ := strings.Cut(entry, "=")
		if isUnwanted(name, value) {
			os.Unsetenv(name)
			removed = append(removed, name)
		}
	}
	if runtime.GOOS == "linux" {
		narrowSandbox()
		allowWayland()
	}
	return removed
}

func isUnwanted(name, value string) bool {
	switch name {
	case http2Debug:
		return strings.Contains(value, "http2debug")
	case "JSC_SIGNAL_FOR_GC":
		return false
	case "WEBVIEW2_RELEASE_CHANNEL_PREFERENCE":
		return value != "" && value != "0"
	}
	if value == "" && strings.HasPrefix(name, "WEBVIEW2_") {
		return false // Wails has set these before main begins, so that none counts that is in the registry
	}
	begins := func(prefix string) bool { return strings.HasPrefix(name, prefix) }
	return slices.Contains(unwanted, name) || slices.Contains(inspector, name) || slices.ContainsFunc(unwantedPrefixes, begins)
}

// narrowSandbox sets the path of GStreamer's registry. Without it, WebKit makes the user's whole cache folder writable in its
// sandbox, with this app's locks and the files of other programs in it.
func narrowSandbox() {
	if cache, err := os.UserCacheDir(); err == nil && os.Getenv("GST_REGISTRY") == "" {
		os.Setenv("GST_REGISTRY", filepath.Join(cache, "gstreamer-1.0", "registry.bin"))
	}
}

// allowWayland has GTK use Wayland where there is nothing else. If nothing says of which type the session is, Wails has GTK use X11,
// and without an X display the app could not start.
func allowWayland() {
	if os.Getenv("WAYLAND_DISPLAY") != "" && os.Getenv("DISPLAY") == "" && os.Getenv("GDK_BACKEND") == "" {
		os.Setenv("GDK_BACKEND", "wayland")
	}
}

// Tell logs what was removed. If Go itself has already read a removed variable, Tell restarts the program.
func Tell(removed []string, log *slog.Logger) {
	if len(removed) == 0 {
		return
	}
	log.Warn("these environment variables are not used", "names", removed)
	if slices.Contains(removed, http2Debug) {
		if program, err := os.Executable(); err == nil {
			err = syscall.Exec(program, os.Args, os.Environ())
			log.Warn("Go still uses an environment variable that was removed", "name", http2Debug, "err", err)
		}
	}
}
