//go:build !bindings

package main

import (
	"errors"
	"time"

	"wails-openid-oauth/internal/paths"
	"wails-openid-oauth/internal/single"
)

// startTimeout is how long a start waits for an earlier one that neither ends nor answers. The app goes on without it then:
// two that share one session are better than none.
const startTimeout = 3 * time.Second

// isOnly makes this process the one app of this user, and is false when that one runs already: it has come to the front
// then. It stands before everything that the session does. (Wails' own lock comes too late for that, ends with status 1 on
// Linux, and takes everybody who owns a name on the session bus for the first app.)
func (a *App) isOnly() bool {
	folder, err := paths.Runtime()
	if err == nil {
		a.instance, err = single.Start(folder, startTimeout, a.knocked)
	}
	if errors.Is(err, single.ErrRuns) {
		a.log.Info("this start ends", "why", err)
		return false
	}
	if err != nil {
		a.log.Warn("the app may be there twice", "err", err)
	}
	return true
}
