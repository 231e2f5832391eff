//go:build dev || demo

package settings

import "wails-openid-oauth/internal/config"

// developmentFiles adds the working folder, which is the project's under "wails dev". A shipped app must not obey the folder
// that it was started in.
func developmentFiles() []config.File { return []config.File{config.OnDisk(".")} }
