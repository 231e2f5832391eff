//go:build !bindings

package single

import (
	"errors"
	"log/slog"
	"time"

	"wails-openid-oauth/internal/paths"
)

// startTimeout is how long a start waits for an earlier one that neither ends nor answers. Then the app starts anyway, because
// two instances that share one session are better than none.
const startTimeout = 3 * time.Second

// Only makes this process the only instance of the app for this user. It is false if another instance runs already; that one has
// then come to the front. Call it before the session does anything. (Wails' own lock comes too late for that, ends with status 1
// on Linux, and takes any program that owns a certain name on the session bus for the first instance.) The instance is nil if the
// app cannot notice a second start.
func Only(log *slog.Logger, startedAgain func()) (instance *Instance, only bool) {
	folder, err := paths.Runtime()
	if err == nil {
		instance, err = Start(folder, startTimeout, startedAgain)
	}
	if errors.Is(err, ErrRuns) {
		log.Info("this start of the app ends", "why", err)
		return nil, false
	}
	if err != nil {
		log.Warn("the app may run twice", "err", err)
	}
	return instance, true
}
