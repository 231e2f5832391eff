//go:build !dev && !demo

package main

import (
	"fmt"
	"path/filepath"

	"wails-openid-oauth/internal/config"
)

func developmentFiles() []config.File { return nil }

// unconfigured says where the settings have to go. own is the user's folder for them; it is empty where there is none.
func (a *App) unconfigured(own string, err error) (config.App, error) {
	where := "beside this program"
	if own != "" {
		where += " or at " + filepath.Join(own, config.FileName)
	}
	return config.App{}, fmt.Errorf("%w. Put %s, with auth0Domain (or issuer), clientId and apiIdentifier in it, %s",
		err, config.FileName, where)
}
