//go:build !dev && !demo

package main

import (
	"fmt"
	"path/filepath"

	"wails-openid-oauth/internal/config"
)

func developmentFiles() []config.File { return nil }

// unconfigured says where the settings have to go.
func (a *App) unconfigured(folder string) (config.App, error) {
	return config.App{}, fmt.Errorf("%w. Put %s, with auth0Domain (or issuer), clientId and apiIdentifier in it, "+
		"beside this program or at %s", config.ErrNothing, config.FileName, filepath.Join(folder, config.FileName))
}
