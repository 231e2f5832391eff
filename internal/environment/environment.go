// Package environment removes the variables that would weaken the app before GTK, WebKit or Go read them.
package environment

import (
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// unwanted are variables that the app does without: whoever sets them can do worse, but one that was left behind must
// not weaken a log-in. Those that load code into the app (LD_PRELOAD, GTK_MODULES, GIO_EXTRA_MODULES …) are not among
// them, as desktops use them, and their code would run before ours.
var unwanted = []string{
	// WebKitGTK runs web processes without a sandbox, in a wider one, or in one that this machine cannot run.
	"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "WEBKIT_ENABLE_DEBUG_PERMISSIONS_IN_SANDBOX", "WEBKIT_FORCE_SANDBOX",
	// It loads code into them, runs others instead, or lets media come from files.
	"WEBKIT_INJECTED_BUNDLE_PATH", "WEBKIT_EXEC_PATH", "WEBKIT_GST_ALLOWED_URI_PROTOCOLS",
	// GTK opens its inspector, which shows and changes everything in the windows.
	"GTK_DEBUG",
	// Keys of connections, keys that are pressed, addresses and traffic are written down.
	"SSLKEYLOGFILE", "GNUTLS_DEBUG_LEVEL", "GDK_DEBUG", "WEBKIT_DEBUG", "G_MESSAGES_DEBUG", "GST_DEBUG", "GST_DEBUG_FILE",
	"GST_DEBUG_DUMP_DOT_DIR", "WEBKIT_ENABLE_DBUS_PROXY_LOGGING", "WEBKIT_ENABLE_A11Y_DBUS_PROXY_LOGGING", http2Debug,
	// TLS of the login window accepts what it would refuse.
	"G_TLS_GNUTLS_PRIORITY", "GNUTLS_SYSTEM_PRIORITY_FILE", "GIO_USE_TLS",
}

// unwantedPrefixes do the same for families: the options of JavaScriptCore, and those of WebView2 on Windows, one of
// which opens a port for debugging. JSC_SIGNAL_FOR_GC stays, with which people mend programs that use the signal.
var unwantedPrefixes = []string{"JSC_", "WEBVIEW2_"}

// http2Debug is the one of these that Go has read already when main begins: net/http then prints tokens.
const http2Debug = "GODEBUG"

// Clean removes what is unwanted, and returns the names. It comes first thing in main, before GTK and WebKit
// are there to read it.
func Clean() []string {
	var removed []string
	for _, entry := range os.Environ() {
		name, value, _ := strings.Cut(entry, "=")
		if isUnwanted(name, value) {
			os.Unsetenv(name)
			removed = append(removed, name)
		}
	}
	narrowSandbox()
	return removed
}

func isUnwanted(name, value string) bool {
	switch name {
	case http2Debug:
		return strings.Contains(value, "http2debug")
	case "JSC_SIGNAL_FOR_GC":
		return false
	}
	begins := func(prefix string) bool { return strings.HasPrefix(name, prefix) }
	return slices.Contains(unwanted, name) || slices.Contains(inspector, name) || slices.ContainsFunc(unwantedPrefixes, begins)
}

// narrowSandbox names GStreamer's registry. Without a name, WebKit makes all of the user's cache folder writable in its
// sandbox, and with it this app's log and what other programs keep there.
func narrowSandbox() {
	if cache, err := os.UserCacheDir(); err == nil && os.Getenv("GST_REGISTRY") == "" {
		os.Setenv("GST_REGISTRY", filepath.Join(cache, "gstreamer-1.0", "registry.bin"))
	}
}

// Tell logs what was removed, and starts the program anew where Go itself has read it.
func Tell(removed []string, log *slog.Logger) {
	if len(removed) == 0 {
		return
	}
	log.Warn("variables of the environment are not used", "names", removed)
	if slices.Contains(removed, http2Debug) {
		if program, err := os.Executable(); err == nil {
			err = syscall.Exec(program, os.Args, os.Environ())
			log.Warn("Go goes on with a variable that is not used", "name", http2Debug, "err", err)
		}
	}
}
