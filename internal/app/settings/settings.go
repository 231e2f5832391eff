// Package settings reads the settings of the app from the places that its kind of build uses.
package settings

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"wails-openid-oauth/internal/config"
	"wails-openid-oauth/internal/paths"
)

// Places are the places that this kind of build uses. A production build that carries settings uses only those, unless they say
// otherwise. The settings decide where access tokens go, so neither the environment nor the program's folder may change them.
func Places(carried fs.FS) config.Places {
	places := config.Places{
		Environment: os.Getenv, Prefix: variablePrefix,
		Files:   append(developmentFiles(), config.BesideExecutable()),
		Carried: config.Carried(carried), Sealed: sealed,
	}
	if own, err := paths.Config(); err == nil {
		places.Own = config.OnDisk(own)
	}
	return places
}

// Load reads the settings. If there are none at all, the error is [config.ErrNothing], and its text says where to put them.
func Load(places config.Places) (config.App, error) {
	settings, err := config.LoadApp(places)
	if errors.Is(err, config.ErrNothing) {
		where := "beside this program"
		if places.Own.Name != "" {
			where += " or at " + places.Own.Name
		}
		err = fmt.Errorf("%w. Put %s, with auth0Domain (or issuer), clientId and apiIdentifier in it, %s", err, config.FileName, where)
	}
	return settings, err
}
