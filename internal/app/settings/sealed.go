//go:build !dev && !demo && !e2e

package settings

// Production builds use only the settings that they carry, and their variables have names that are not set by chance.
const (
	sealed         = true
	variablePrefix = "WAILS_OPENID_"
)
