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

// wailsUpgrader is Wails' own variable. "wails dev" listens on a port of this machine for calls of the bound methods, and accepts
// them from the pages of every website (docs/upstream/wails-devserver-websocket-origin.md). Wails has no option against that. If
// another version of Wails has no such variable, the build fails, and this file needs a review.
//
//go:linkname wailsUpgrader github.com/wailsapp/wails/v2/internal/frontend/devserver.upgrader
var wailsUpgrader websocket.Upgrader

// init runs before Wails listens.
func init() { wailsUpgrader.CheckOrigin = isOwnOrigin }

// isOwnOrigin reports whether the app's own page asks for a WebSocket, or a program that is not a browser. It accepts only
// "localhost" and IP addresses, because a stranger can make any other name resolve to this machine.
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
