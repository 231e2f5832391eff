//go:build dev

package devserver

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	_ "unsafe" // for the name of Wails' own variable

	"github.com/gorilla/websocket"
)

// wailsUpgrader is Wails' own. "wails dev" listens on a port of this machine for calls of the bound methods, and takes
// them from the pages of every website (docs/upstream/wails-devserver-websocket-origin.md). There is no option for it. If
// another version of Wails has no such variable, the build fails, and this file has to be looked at anew.
//
//go:linkname wailsUpgrader github.com/wailsapp/wails/v2/internal/frontend/devserver.upgrader
var wailsUpgrader websocket.Upgrader

// init runs before Wails listens.
func init() { wailsUpgrader.CheckOrigin = isOwnOrigin }

// isOwnOrigin reports whether a WebSocket is asked for by the app's own page, or by a program that is no browser. A name
// that somebody else makes resolve to this machine is not ours: only "localhost" and addresses are.
func isOwnOrigin(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = strings.Trim(r.Host, "[]")
	}
	if _, err := netip.ParseAddr(host); err != nil && host != "localhost" {
		return false
	}
	origins := r.Header.Values("Origin")
	if len(origins) == 0 {
		return true
	}
	origin, err := url.Parse(origins[0])
	return len(origins) == 1 && err == nil && origin.Scheme == "http" && origin.Host == r.Host
}
