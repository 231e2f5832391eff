//go:build dev

package devserver

import (
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
