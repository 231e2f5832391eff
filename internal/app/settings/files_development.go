//go:build dev || demo

package settings

import "wails-openid-oauth/internal/config"

// developmentFiles adds the working folder, which is the project's folder under "wails dev". A shipped app must not take settings
// from the folder in which it was started.
func developmentFiles() []config.File { return []config.File{config.OnDisk(".")} }
