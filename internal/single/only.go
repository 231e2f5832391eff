//go:build !bindings

package single

import (
	"errors"
	"log/slog"
	"time"

	"wails-openid-oauth/internal/paths"
)

// startTimeout is how long a start waits for an earlier one that neither ends nor answers. The app goes on without it then:
// two that share one session are better than none.
const startTimeout = 3 * time.Second

// Only makes this process the one app of this user, and is false when that one runs already: it has come to the front
// then. It stands before everything that the session does. (Wails' own lock comes too late for that, ends with status 1 on
// Linux, and takes everyone who owns a name on the session bus for the first app.) The instance is nil where a second start
// cannot be noticed.
func Only(log *slog.Logger, knocked func()) (instance *Instance, only bool) {
	folder, err := paths.Runtime()
	if err == nil {
		instance, err = Start(folder, startTimeout, knocked)
	}
	if errors.Is(err, ErrRuns) {
		log.Info("this start ends", "why", err)
		return nil, false
	}
	if err != nil {
		log.Warn("the app may be there twice", "err", err)
	}
	return instance, true
}
