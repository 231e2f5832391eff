package devserver

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// TestIsOwnOrigin: no website can have its pages call the bound methods of an app that runs in "wails dev", not even by a name that
// leads to this machine.
func TestIsOwnOrigin(t *testing.T) {
	for _, tt := range []struct {
		host    string
		origins []string
		want    bool
	}{
		{"localhost:34115", []string{"http://localhost:34115"}, true},
		{"127.0.0.1:34115", []string{"http://127.0.0.1:34115"}, true},
		{"[::1]:34115", []string{"http://[::1]:34115"}, true},
		{"[::1]", []string{"http://[::1]"}, true},
		{"192.168.1.2:34115", []string{"http://192.168.1.2:34115"}, true},
		{"localhost:34115", nil, true}, // no browser
		{"evil.example:34115", nil, false},
		{"localhost:34115", []string{"https://evil.example"}, false},
		{"localhost:34115", []string{"http://evil.example:34115"}, false},
		{"localhost:34115", []string{"http://localhost:1"}, false},
		{"localhost:34115", []string{"https://localhost:34115"}, false},
		{"localhost:34115", []string{"null"}, false},
		{"localhost:34115", []string{""}, false},
		{"localhost:34115", []string{"http://localhost:34115", "http://evil.example"}, false},
		{"evil.example:34115", []string{"http://evil.example:34115"}, false},
		{"localhost.evil.example:34115", []string{"http://localhost.evil.example:34115"}, false},
	} {
		req := httptest.NewRequest(http.MethodGet, "/wails/ipc", nil)
		req.Host, req.Header = tt.host, http.Header{"Origin": tt.origins}
		if got := isOwnOrigin(req); got != tt.want {
			t.Errorf("host %s, origin %q: %v, want %v", tt.host, tt.origins, got, tt.want)
		}
	}
}
