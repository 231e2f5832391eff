//go:build cgo && !gnustep

package loginwindow

import (
	"context"
	"log/slog"
	"os"
	"sync"
)

// The programs of WebKit's sandbox, at the paths where WebKit starts them. WebKit does not search PATH, and ends the
// whole process when one of them is missing or fails.
const (
	bubblewrap = "/usr/bin/bwrap"
	dbusProxy  = "/usr/bin/xdg-dbus-proxy"
)

// sandboxing says whether the windows use WebKit's sandbox, and why not.
type sandboxing struct {
	on     bool
	reason string
}

// sandbox is decided once, because it cannot change while web processes run.
var sandbox = struct {
	decide, say sync.Once
	decided     chan struct{}
	sandboxing
}{decided: make(chan struct{})}

// awaitSandbox waits for the decision, and logs it once a process. If ctx ends, the trial continues.
func awaitSandbox(ctx context.Context, log *slog.Logger) error {
	sandbox.decide.Do(func() {
		go func() {
			defer close(sandbox.decided)
			sandbox.sandboxing = decideSandbox(os.Getenv, bubblewrap, dbusProxy, tryWebProcess)
		}()
	})
	select {
	case <-sandbox.decided:
	case <-ctx.Done():
		return ctx.Err()
	}
	sandbox.say.Do(func() {
		if sandbox.on {
			log.InfoContext(ctx, "login window: web processes run in a sandbox")
			return
		}
		log.WarnContext(ctx, "login window: web processes run without a sandbox", "reason", sandbox.reason)
	})
	return nil
}

// decideSandbox turns the sandbox on only if try has shown that it works as the windows will use it. It does not call
// try if WebKit would bind the root folder: as root, the trial would create files there.
func decideSandbox(getenv func(string) string, bwrap, proxy string, try func() error) sandboxing {
	for _, program := range []string{bwrap, proxy} {
		if _, err := os.Stat(program); err != nil {
			return sandboxing{reason: program + " is not installed"}
		}
	}
	if name := namesRoot(getenv); name != "" {
		return sandboxing{reason: name + " names the root folder, which would be inside"}
	}
	if err := try(); err != nil {
		return sandboxing{reason: err.Error()}
	}
	return sandboxing{on: true}
}
