//go:build cgo && !gnustep

package loginwindow

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDecideSandbox(t *testing.T) {
	works := func() error { return nil }
	fails := func() error { return errors.New("no display") }
	there, missing := "/proc/self/exe", "/nonexistent/program"
	tests := []struct {
		name, bwrap, proxy string
		environment        map[string]string
		try                func() error
		want               sandboxing
	}{
		{"works", there, there, nil, works, sandboxing{on: true}},
		{"fails", there, there, nil, fails, sandboxing{reason: "no display"}},
		{"no bwrap", missing, there, nil, works, sandboxing{reason: missing + " is not installed"}},
		{"no proxy", there, missing, nil, works, sandboxing{reason: missing + " is not installed"}},
		{"root bound", there, there, map[string]string{"XAUTHORITY": "/"}, works,
			sandboxing{reason: "XAUTHORITY names the root folder, which would be inside"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tried := false
			try := func() error { tried = true; return tt.try() }
			got := decideSandbox(func(name string) string { return tt.environment[name] }, tt.bwrap, tt.proxy, try)
			if got != tt.want {
				t.Errorf("%+v, want %+v", got, tt.want)
			}
			if tried && tt.environment != nil {
				t.Error("the trial of WebKit ran although a variable names the root folder")
			}
		})
	}
}

// Each of these variables makes WebKitGTK bind "/" into the sandbox, or into the sandbox of the proxy, where it makes
// /.flatpak-info.
func TestVariablesThatNameTheRoot(t *testing.T) {
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink("/", link); err != nil {
		t.Fatal(err)
	}
	root := []string{"XDG_RUNTIME_DIR=/", "XDG_RUNTIME_DIR=//", "XDG_RUNTIME_DIR=/.", "XDG_RUNTIME_DIR=/usr/..", "XDG_RUNTIME_DIR=" + link,
		"XDG_CACHE_HOME=/", "XAUTHORITY=/../", "PULSE_CLIENTCONFIG=/", "PULSE_SERVER=unix:/", "PULSE_SERVER=unix:" + link,
		"LD_LIBRARY_PATH=/", "LD_LIBRARY_PATH=/usr/lib:/", "LD_LIBRARY_PATH=/:/usr/lib", "LD_LIBRARY_PATH=/usr/lib:" + link + ":/opt",
		"GST_PLUGIN_PATH=/", "GST_PLUGIN_PATH_1_0=/", "GST_PLUGIN_SYSTEM_PATH=/", "GST_PLUGIN_SYSTEM_PATH_1_0=/", "GST_PRESET_PATH=/",
		"GST_PLUGIN_SCANNER=/", "GST_INSTALL_PLUGINS_HELPER=/", "GST_PTP_HELPER=/",
		"GST_REGISTRY=/registry.bin", "GST_DEBUG_FILE=/gst.log", "GST_DEBUG_DUMP_DOT_DIR=/dots",
		"DBUS_SESSION_BUS_ADDRESS=unix:path=/bus", "DBUS_SESSION_BUS_ADDRESS=unix:path=/bus,guid=1",
		"DBUS_SESSION_BUS_ADDRESS=unix:path=" + link + "/bus,guid=1", "AT_SPI_BUS_ADDRESS=unix:path=/bus_0",
		"WEBKIT_A11Y_BUS_ADDRESS=unix:path=/bus_0", "WAYLAND_DISPLAY=../../..", "PIPEWIRE_REMOTE=../../../.."}
	fine := []string{"XDG_RUNTIME_DIR=/run/user/1000", "XDG_CACHE_HOME=/root/.cache", "XAUTHORITY=/root/.Xauthority", "XAUTHORITY=/auth",
		"PULSE_SERVER=unix:/run/user/1000/pulse/native", "PULSE_SERVER=localhost", "LD_LIBRARY_PATH=/usr/lib:", "LD_LIBRARY_PATH=:/opt/lib::",
		"GST_REGISTRY=/tmp/registry.bin", "DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/1000/bus", "DBUS_SESSION_BUS_ADDRESS=unix:abstract=/tmp/x",
		"DBUS_SESSION_BUS_ADDRESS=disabled:", "WAYLAND_DISPLAY=wayland-0", "WAYLAND_DISPLAY=/run/user/1000/wayland-0", "PIPEWIRE_REMOTE=pipewire-0",
		"HOME=/", "PATH=/", "PWD=/", "LD_LIBRARY_PATH="}
	for _, tests := range []struct {
		variables []string
		root      bool
	}{{root, true}, {fine, false}} {
		for _, variable := range tests.variables {
			name, value, _ := strings.Cut(variable, "=")
			environment := map[string]string{"XDG_RUNTIME_DIR": "/run/user/1000", name: value}
			got := namesRoot(func(name string) string { return environment[name] })
			if want := map[bool]string{true: name}[tests.root]; got != want {
				t.Errorf("%s: %q, want %q", variable, got, want)
			}
		}
	}
}
