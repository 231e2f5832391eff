//go:build !dev && !demo && !e2e

package settings

// What people get: carried settings count alone, and variables have a name that nobody sets by chance.
const (
	sealed         = true
	variablePrefix = "WAILS_OPENID_"
)
