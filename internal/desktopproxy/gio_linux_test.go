//go:build cgo

package desktopproxy

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// target is the variable that makes this test binary print the proxy for a URL.
const target = "DESKTOPPROXY_TARGET"

func TestMain(m *testing.M) {
	url := os.Getenv(target)
	if url == "" {
		os.Exit(m.Run())
	}
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err == nil {
		proxy, failed := New().Proxy(request)
		fmt.Println(text(proxy))
		err = failed
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// manual are GNOME's settings with two proxies and exceptions.
const manual = `[system/proxy]
mode='manual'
ignore-hosts=['*.inside.example', '10.0.0.0/8']
[system/proxy/http]
host='plain.example'
port=3128
[system/proxy/https]
host='secure.example'
port=3129
`

// desktop is the environment of a program on GNOME with these settings. They are in a file, as in a sandbox, and not in the user's
// own store.
func desktop(t *testing.T, settings string, more ...string) []string {
	t.Helper()
	home := t.TempDir()
	folder := filepath.Join(home, "glib-2.0", "settings")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "keyfile"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	return append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "XDG_CONFIG_HOME=" + home, "XDG_CURRENT_DESKTOP=GNOME",
		"GSETTINGS_BACKEND=keyfile"}, more...)
}

// GIO reads the settings of the desktop, with the exceptions for hosts.
func TestDesktopSettings(t *testing.T) {
	for _, tt := range []struct {
		name, settings, url, want string
		more                      []string
	}{
		{"https", manual, "https://op.example/", "http://secure.example:3129", nil},
		{"http", manual, "http://op.example/", "http://plain.example:3128", nil},
		{"an exception", manual, "https://op.inside.example/", "direct", nil},
		{"an exception for a network", manual, "https://10.1.2.3/", "direct", nil},
		{"no proxy", "[system/proxy]\nmode='none'\n", "https://op.example/", "direct", nil},
		{"SOCKS", "[system/proxy]\nmode='manual'\n[system/proxy/socks]\nhost='socks.example'\nport=1080\n", "https://op.example/", "socks5://socks.example:1080", nil},
		{"the environment is above it", manual, "https://op.example/", "http://environment.example:1", []string{"HTTPS_PROXY=http://environment.example:1"}},
		{"NO_PROXY is above it", manual, "https://op.example/", "direct", []string{"NO_PROXY=op.example"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			command := exec.CommandContext(t.Context(), os.Args[0])
			command.Env = desktop(t, tt.settings, append(tt.more, target+"="+tt.url)...)
			out, err := command.CombinedOutput()
			if got := strings.TrimSpace(string(out)); err != nil || got != tt.want {
				t.Errorf("got %s, %v, want %s", got, err, tt.want)
			}
		})
	}
}
