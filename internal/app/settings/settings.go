// Package settings reads the settings of the app from the places that its kind of build obeys.
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

// Load reads the settings. A production build that carries some uses those alone, unless they say otherwise: it must obey
// neither the environment nor the folder in which it happens to lie, because the settings decide where access tokens go.
// With nothing at all, the error is [config.ErrNothing] and says where the settings have to go.
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
