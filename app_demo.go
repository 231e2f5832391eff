//go:build dev || demo

package main

import (
	"wails-openid-oauth/demo"
	"wails-openid-oauth/internal/config"
)

// developmentFiles adds the working folder, which is the project's under "wails dev". A shipped app must not obey the folder
// that it was started in.
func developmentFiles() []config.File { return []config.File{config.OnDisk(".")} }

// unconfigured starts the demo provider and the API on this machine, or uses those that run already.
func (a *App) unconfigured(string, error) (config.App, error) {
	servers, err := demo.Start(a.log)
	if err != nil {
		return config.App{}, err
	}
	a.done.Go(func() {
		<-a.ctx.Done()
		servers.Close()
	})
	return servers.App, nil
}
