//go:build dev || demo

package main

import (
	"wails-openid-oauth/demo"
	"wails-openid-oauth/internal/config"
)

// init applies to development builds without settings: they start the demo provider and the API on this machine, or use those
// that already run.
func init() {
	startDemo = func(a *App) (config.App, error) {
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
}
