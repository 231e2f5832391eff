package environment

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestEnvironmentIsCleaned(t *testing.T) {
	bad := append([]string{"JSC_useDollarVM=1", "JSC_dumpOptions=2", "WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS=--remote-debugging-port=9222",
		"WEBVIEW2_RELEASE_CHANNEL_PREFERENCE=1",
		"GODEBUG=netdns=go,http2debug=2", "GTK_DEBUG=interactive", "SSLKEYLOGFILE=/tmp/keys", "G_TLS_GNUTLS_PRIORITY=NORMAL", "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1",
		"WEBKIT_ENABLE_DEBUG_PERMISSIONS_IN_SANDBOX=1", "WEBKIT_FORCE_SANDBOX=1", "WEBKIT_INJECTED_BUNDLE_PATH=/tmp", "WEBKIT_EXEC_PATH=/tmp",
		"WEBKIT_GST_ALLOWED_URI_PROTOCOLS=file", "GNUTLS_DEBUG_LEVEL=9", "GDK_DEBUG=events", "WEBKIT_DEBUG=all", "G_MESSAGES_DEBUG=all", "GST_DEBUG=9",
		"GST_DEBUG_FILE=/tmp/log", "GST_DEBUG_DUMP_DOT_DIR=/tmp", "WEBKIT_ENABLE_DBUS_PROXY_LOGGING=1", "WEBKIT_ENABLE_A11Y_DBUS_PROXY_LOGGING=1",
		"GNUTLS_SYSTEM_PRIORITY_FILE=/tmp/priorities", "GIO_USE_TLS=openssl"},
		inspector...)
	good := []string{"GODEBUG=netdns=go", "JSC_SIGNAL_FOR_GC=12", "WEBKIT_DISABLE_DMABUF_RENDERER=1", "GTK_THEME=Adwaita:dark",
		"GTK_MODULES=gail:atk-bridge", "HTTPS_PROXY=http://proxy.example:3128", "SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt",
		"WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS=", "WEBVIEW2_RELEASE_CHANNEL_PREFERENCE=0"}
	for _, test := range []struct {
		variables []string
		removed   bool
	}{{bad, true}, {good, false}} {
		for _, variable := range test.variables {
			name, value, _ := strings.Cut(variable, "=")
			t.Run(variable, func(t *testing.T) {
				t.Setenv(name, value)
				removed := Clean()
				if _, there := os.LookupEnv(name); there == test.removed || slices.Contains(removed, name) != test.removed {
					t.Errorf("the variable exists: %v; removed: %v", there, removed)
				}
			})
		}
	}
}

func TestRemovedVariablesAreLogged(t *testing.T) {
	var out bytes.Buffer
	Tell(nil, slog.New(slog.NewTextHandler(&out, nil)))
	if out.Len() != 0 {
		t.Errorf("logged with nothing removed: %s", &out)
	}
	Tell([]string{"GTK_DEBUG", "SSLKEYLOGFILE"}, slog.New(slog.NewTextHandler(&out, nil)))
	if !strings.Contains(out.String(), "GTK_DEBUG SSLKEYLOGFILE") {
		t.Errorf("logged %s", &out)
	}
}

// Wails has GTK use X11 if it does not know the type of the session.
func TestWaylandAlone(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("Wayland is on Linux")
	}
	for _, test := range []struct{ wayland, x, backend, want string }{
		{"wayland-0", "", "", "wayland"},
		{"wayland-0", ":0", "", ""},
		{"", ":0", "", ""},
		{"", "", "", ""},
		{"wayland-0", "", "broadway", "broadway"},
	} {
		t.Setenv("WAYLAND_DISPLAY", test.wayland)
		t.Setenv("DISPLAY", test.x)
		t.Setenv("GDK_BACKEND", test.backend)
		Clean()
		if got := os.Getenv("GDK_BACKEND"); got != test.want {
			t.Errorf("%+v: got %q", test, got)
		}
	}
}

// WebKit makes the folder of GStreamer's registry writable in its sandbox.
func TestSandboxDoesNotGetTheCacheFolder(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("WebKitGTK is on Linux")
	}
	cache := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	t.Setenv("GST_REGISTRY", "")
	Clean()
	if got := os.Getenv("GST_REGISTRY"); !strings.HasPrefix(got, cache) || filepath.Dir(got) == cache {
		t.Errorf("GST_REGISTRY=%q", got)
	}
	t.Setenv("GST_REGISTRY", "/opt/registry")
	Clean()
	if got := os.Getenv("GST_REGISTRY"); got != "/opt/registry" {
		t.Errorf("the registry that the user chose became %q", got)
	}
}
