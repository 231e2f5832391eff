//go:build !dev && !demo

package settings

import "wails-openid-oauth/internal/config"

func developmentFiles() []config.File { return nil }
