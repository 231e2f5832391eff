// Package settings reads the settings of the app from the places that its kind of build uses.
package settings

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"wails-openid-oauth/internal/config"
	"wails-openid-oauth/internal/paths"
)

// Load reads the settings. A production build that carries settings uses only those, unless they say otherwise. The settings
// decide where access tokens go, so neither the environment nor the program's folder may change them. If there are no settings
// at all, the error is [config.ErrNothing], and its text says where to put them.
func Load(carried fs.FS) (config.App, error) {
	places := config.Places{
		Environment: os.Getenv, Prefix: variablePrefix,
		Files:   append(developmentFiles(), config.BesideExecutable()),
		Carried: config.Carried(carried), Sealed: sealed,
	}
	own, err := paths.Config()
	if err == nil {
		places.Files = append(places.Files, config.OnDisk(own))
	}
	settings, err := config.LoadApp(places)
	if errors.Is(err, config.ErrNothing) {
		where := "beside this program"
		if own != "" {
			where += " or at " + filepath.Join(own, config.FileName)
		}
		err = fmt.Errorf("%w. Put %s, with auth0Domain (or issuer), clientId and apiIdentifier in it, %s", err, config.FileName, where)
	}
	return settings, err
}
